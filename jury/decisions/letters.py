"""Mails about a finalist who was replaced: to the jury at once, to who moves up once finalists are public."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from jury.decisions.models import Decision
from jury.panel import queries as panel
from jury.publication import queries as publications
from jury.publication.rules import Kind
from jury.rounds.queries import Entry, RoundFacts
from musicprize.editions import queries as editions
from musicprize.kernel.texts import in_language
from musicprize.mail import actions as mail
from submissions.applications import public_queries as applications


def tell_of_replacement(row: Decision, facts: RoundFacts, *, out: str, entries: Sequence[Entry], at: datetime) -> None:
    """Write the mails, each once. The jury knows entries by their codes; a reason is told in each reader's language."""
    edition, codes = editions.by_id(facts.edition_id), ", ".join(entry.code for entry in entries)
    for juror in panel.jurors(facts.edition_id):
        context: dict[str, Any] = {
            "name": juror.name, "out": out, "moved_up": codes, "several": len(entries) > 1,
            "reason": in_language(row.reasons, juror.language),
        }  # fmt: skip
        mail.write(
            template="finalist_replaced", to=juror.email, language=juror.language, at=at, user_id=juror.user_id,
            campaign=f"replaced:{row.pk}", context=context,
        )  # fmt: skip
    if not _finalists_are_public(facts, at):
        return
    moving = {entry.application_id for entry in entries}
    for artist in applications.applicants(facts.edition_id):
        if artist.application_id in moving:
            mail.write(
                template="finalist_moved_up", to=artist.email, language=artist.language, at=at,
                user_id=artist.user_id, campaign=f"moved_up:{row.pk}",
                context={"artist_name": artist.artist_name, "reference": artist.reference, "edition": edition},
            )  # fmt: skip


def _finalists_are_public(facts: RoundFacts, at: datetime) -> bool:
    """Results hold the finalists, too."""
    return any(
        publications.is_visible(one, at) and one.kind in set(Kind) for one in publications.of_edition(facts.edition_id)
    )
