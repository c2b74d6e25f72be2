"""Published results for tests, made by the actions themselves."""

from datetime import datetime, timedelta
from typing import Any

from jury.decisions import actions as decisions
from jury.decisions.rules import Kind as Decided
from jury.publication import actions as publication
from jury.publication.models import Publication
from jury.publication.rules import Kind
from musicprize.editions.models import Prize
from musicprize.kernel import clock
from musicprize.privacy import actions as privacy
from submissions.audio.models import Recording, Rendition
from submissions.audio.rules import EXCERPT
from submissions.works.models import Work
from tests.factories.editions import make_consents, make_prizes
from tests.factories.jury import Jury, make_closed_jury
from tests.factories.people import make_organiser
from tests.factories.works import make_recording


def make_excerpts(jury: Jury, *, agreed: bool = True) -> None:
    """Recordings and public excerpts of all works; the artists agree to them being heard."""
    texts = {text.purpose: text for text in make_consents(jury.edition)}
    for entry in jury.entries:
        for work in Work.objects.filter(application=entry):
            _excerpt(make_recording(work))
        if agreed:
            privacy.give(user=entry.owner, text_id=texts["excerpt"].pk, language="en", at=jury.at)


def _excerpt(recording: Recording) -> None:
    at = clock.now()
    Rendition.objects.create(
        recording=recording, codec=EXCERPT, gain=0, key=f"{recording.upload.key}1", content_type="audio/mp4",
        size=900_000, sha256="0" * 64, duration_ms=90_000, percent=100, rendered_at=at, due_at=at, work_state="done",
    )  # fmt: skip


def make_result(
    *, embargo_at: datetime | None = None, entries: int = 3, works: int = 1, jury: Jury | None = None,
    reasons: dict[str, str] | None = None, agreed: bool = True, **fields: Any,
) -> tuple[Jury, Publication]:  # fmt: skip
    """A closed jury whose finalists and winner are decided, and whose results are confirmed for `embargo_at`."""
    jury = jury or make_closed_jury(entries=entries, works=works, **fields)
    make_prizes(jury.edition)
    make_excerpts(jury, agreed=agreed)
    main = Prize.objects.filter(edition=jury.edition).order_by("position")[0]
    at = jury.at + timedelta(minutes=2)
    codes = [str(entry.code) for entry in jury.entries]
    for kind, named, prize in ((Decided.FINALISTS, codes, None), (Decided.WINNER, codes[:1], main.pk)):
        decisions.decide(
            edition_id=jury.edition.pk, kind=kind, round_id=jury.round.pk, codes=named, prize_id=prize,
            reasons=reasons or {"de": "Weil es klingt.", "en": "Because it sounds."}, by=jury.organiser, at=at,
        )  # fmt: skip
    made = publication.prepare(
        edition_id=jury.edition.pk, kind=Kind.RESULTS, embargo_at=embargo_at or jury.at, by=jury.organiser, at=at
    )
    second = make_organiser(jury.edition)
    return jury, publication.confirm(publication_id=made.pk, by=second, at=at)
