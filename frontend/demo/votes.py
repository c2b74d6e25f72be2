"""The demo's jurors: they listen, mark by criteria with a severity of their own, and seal."""

import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from jury.rounds import queries as rounds
from jury.scoresheets import actions, juror
from musicprize.accounts.models import User

NOTES = {
    "de": "Zweites Stück am stärksten, der Schluss trägt.",
    "fr": "La deuxième pièce est la plus forte, la fin tient.",
    "lb": "Dat zweet Stéck ass dat stäerkst, de Schluss dréit.",
    "en": "The second piece is the strongest, its end holds.",
}


def mark_sheets(round_id: UUID, person: User, *, share: float, quality: Mapping[str, float], at: datetime) -> None:
    """Complete the first `share` (0 to 1) of a juror's sheets. `quality`: code → what the entry is worth, 1 to 10."""
    chance = random.Random(f"{person.email}")
    severity = chance.gauss(0, 0.7)
    facts = rounds.by_id(round_id)
    sheets = [sheet for sheet in juror.ballot(person, round_id, at=at).sheets if sheet.state == "open"]
    for number, sheet in enumerate(sheets[: round(share * len(sheets))]):
        worth = quality[sheet.entry.code] + severity
        marks = {
            criterion.key: _on_scale(chance.gauss(worth, 1.0), facts.scale.low, facts.scale.high)
            for criterion in facts.criteria
        }
        note = NOTES.get(person.language, "") if number % 4 == 0 else None
        moment = at + timedelta(minutes=17 * number)
        saved = actions.mark(sheet_id=sheet.id, marks=marks, note=note, version=sheet.version, by=person, at=moment)
        actions.complete(sheet_id=sheet.id, version=saved.version, by=person, at=moment)


def seal(round_id: UUID, person: User, *, at: datetime) -> None:
    actions.seal(round_id=round_id, by=person, at=at)


def qualities(codes: list[str], best: Mapping[str, float]) -> dict[str, float]:
    """What each entry is worth: as `best` says, else drawn by its code."""
    return {code: best.get(code, 0) or random.Random(code).gauss(6.2, 1.1) for code in codes}


def _on_scale(points: float, low: int, high: int) -> int:
    """Hundredths of a whole point within the scale."""
    return max(low, min(high, round(points) * 100))
