"""Jurors' notes about an artist, for that artist: they are the artist's data, too (CJEU C-434/16)."""

from typing import Any
from uuid import UUID

from jury.rounds.rules import State
from jury.scoresheets.models import ScoreSheet


def remarks_on(artist: UUID) -> list[dict[str, Any]]:
    """What jurors noted about an account's entries in rounds that are closed. In the order of the alphabet, without
    anything that tells which juror wrote which, or that two were written by one."""
    rows = ScoreSheet.objects.filter(entry__application__owner=artist, ballot__round__state=State.CLOSED)
    rows = rows.exclude(note="").order_by("ballot__round__opened_at", "ballot__round_id", "note")
    return [
        {"reference": reference, "round": title, "note": note}
        for reference, title, note in rows.values_list("entry__application__reference", "ballot__round__title", "note")
    ]
