"""What the tally refuses, with a stable code; sentences for people are made by the caller."""

from __future__ import annotations

from enum import StrEnum


class Problem(StrEnum):
    """Stable codes of refusals; callers branch on these, never on the text."""

    UNKNOWN_JUROR = "unknown_juror"
    UNKNOWN_CRITERION = "unknown_criterion"
    DOUBLE_VOTE = "double_vote"
    DOUBLE_JUROR = "double_juror"
    CITY_MISSING = "city_missing"
    BAD_RULE = "bad_rule"
    BAD_SETTING = "bad_setting"
    JUROR_NOT_STANDARDISABLE = "juror_not_standardisable"
    NOT_UNIQUE = "not_unique"
    TOO_FEW_FOR_METHOD = "too_few_for_method"
    NOT_ESTIMABLE = "not_estimable"
    SEED_MISSING = "seed_missing"
    BAD_INPUT = "bad_input"


class TallyError(ValueError):
    """Input or rule from which no result follows. `facts` names what is concerned."""

    def __init__(self, code: Problem, message: str, **facts: str | int) -> None:
        super().__init__(message)
        self.code = code
        self.facts = facts
