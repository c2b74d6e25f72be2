"""Names for the choices that several shapes of the API share, so that the OpenAPI document calls each by one name."""

from enum import StrEnum

from jury.rounds.rules import Kind, State
from jury.scoresheets.rules import BallotState, SheetState
from musicprize.kernel.texts import LANGUAGES


def _pairs(choices: type[StrEnum]) -> list[tuple[str, str]]:
    return [(choice.value, choice.value) for choice in choices]


LANGUAGE = [(language, language) for language in LANGUAGES]
ROUND_STATE = _pairs(State)
ROUND_KIND = _pairs(Kind)
SHEET_STATE = _pairs(SheetState)
BALLOT_STATE = _pairs(BallotState)
