"""What the database itself refuses, whoever asks: SQL triggers over rounds, criteria, entries, ballots, sheets, marks.

On SQLite a migration that rebuilds one of these tables (a new field, an altered one, a new constraint) drops its
triggers and stumbles over those of the others: such a migration, number N, must start with `lifted(before=N)` and end
with `placed(upto=N)`. New columns get a Guard of their own with `since=N`; one that is there is never changed, because
older migrations place it while those columns do not exist yet: it ends with `until=N`, and another one follows it.
"""

from dataclasses import dataclass

from musicprize.kernel import triggers


@dataclass(frozen=True)
class Guard:
    """One refusal. `condition`: SQL over OLD and NEW, valid in both dialects; true refuses the statement, "" always.

    `since`: number of the migration that places it first; `until`: of the one that takes it away for good.
    """

    table: str
    name: str
    event: str
    message: str
    condition: str
    since: int = 2
    until: int | None = None

    def stands(self, after: int) -> bool:
        """Whether it is in place once migration `after` has run."""
        return self.since <= after and (self.until is None or after < self.until)

    def step(self, *, lifted: bool) -> triggers.Guard:
        return triggers.Guard(self.table, self.name, (self.event,), self.message, self.condition, lifted)


def _changed(*columns: str) -> str:
    """SQL that is true when one of `columns` differs between OLD and NEW; null equals null."""
    return "(" + " OR ".join(_differs(column) for column in columns) + ")"


def _differs(column: str) -> str:
    old, new = (f"COALESCE(CAST({row}.{column} AS TEXT), '')" for row in ("OLD", "NEW"))
    return f"{old} <> {new}"


def _round_is(row: str, *states: str) -> str:
    listed = ", ".join(f"'{state}'" for state in states)
    return f"EXISTS (SELECT 1 FROM jury_round r WHERE r.id = {row}.round_id AND r.state IN ({listed}))"


def _ballot_is_shut(ballot: str) -> str:
    """The ballot with this id is sealed, or its round does not take votes (any more)."""
    return (
        "EXISTS (SELECT 1 FROM jury_ballot b JOIN jury_round r ON r.id = b.round_id "
        f"WHERE b.id = {ballot} AND (b.state = 'sealed' OR r.state = 'closed'))"
    )


def _sheet_is_shut(row: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM jury_scoresheet s JOIN jury_ballot b ON b.id = s.ballot_id "
        "JOIN jury_round r ON r.id = b.round_id "
        f"WHERE s.id = {row}.sheet_id AND (b.state = 'sealed' OR r.state <> 'open'))"
    )


FROZEN_ROUND = _changed(
    *("edition_id", "position", "kind", "title", "blind", "scale_low", "scale_high", "scale_step", "method"),
    *("method_parameters", "advance", "rules_document", "rules_sha256", "seed", "opened_at", "opened_by_id"),
)
ROUND_SETTINGS = _changed(
    *("city_least", "city_most", "reserve", "judges", "entries_from_id", "per_entry", "own_city", "reassign"),
    *("missing_rule", "marks_shown", "publication_level", "assignment_document"),
)
BACKWARDS = (
    "((OLD.state = 'open' AND NEW.state = 'draft') OR (OLD.state = 'closed' AND "
    + _changed("state", "closed_at", "closed_by_id")
    + "))"
)
SEALED_BALLOT = _changed(
    *("round_id", "juror_id", "city_id", "pseudonym", "state", "digest", "salt", "sealed_at", "ledger_head"),
)
VOTED_SHEET = _changed("ballot_id", "entry_id", "state", "version", "recused_because", "completed_at")
"""Not the note: it is private, no part of the vote, and erasing a person blanks it."""

REOPENED = (
    "(OLD.state = 'sealed' AND NEW.state = 'open' AND NEW.digest = '' AND NEW.ledger_head = '' "
    f"AND NEW.sealed_at IS NULL AND NOT {_round_is('OLD', 'closed')} "
    f"AND NOT {_changed('round_id', 'juror_id', 'city_id', 'pseudonym', 'salt')} "
    "AND EXISTS (SELECT 1 FROM jury_reopening o WHERE o.ballot_id = OLD.id AND o.digest = OLD.digest))"
)
"""The one way out of a seal: a row that says who opened the ballot again and why, for this very seal."""
SEALED_NOW = (
    "EXISTS (SELECT 1 FROM jury_ballot b JOIN jury_round r ON r.id = b.round_id "
    "WHERE b.id = NEW.ballot_id AND b.state = 'sealed' AND b.digest = NEW.digest AND r.state = 'open')"
)
SHOWN = "EXISTS (SELECT 1 FROM jury_scoresheet s WHERE s.id = NEW.sheet_id AND s.shown_at IS NOT NULL)"

_RULES = "the rules of a round are frozen once it is open"
_VOTE = "a vote that is sealed or closed cannot change"
_FIRST = "a first mark is kept as it was given for the sound alone"
_HISTORY = "the history of reopened ballots is append-only"

GUARDS = (
    Guard("jury_round", "frozen", "UPDATE", _RULES, f"OLD.state <> 'draft' AND ({FROZEN_ROUND} OR {BACKWARDS})"),
    Guard("jury_round", "settings", "UPDATE", _RULES, f"OLD.state <> 'draft' AND {ROUND_SETTINGS}"),
    Guard("jury_round", "frozen", "DELETE", _RULES, "OLD.state <> 'draft'"),
    Guard("jury_criterion", "frozen", "INSERT", _RULES, _round_is("NEW", "open", "closed")),
    Guard(
        *("jury_criterion", "frozen", "UPDATE", _RULES),
        f"{_round_is('OLD', 'open', 'closed')} OR {_round_is('NEW', 'open', 'closed')}",
    ),
    Guard("jury_criterion", "frozen", "DELETE", _RULES, _round_is("OLD", "open", "closed")),
    Guard("jury_roundentry", "frozen", "INSERT", _RULES, _round_is("NEW", "open", "closed")),
    Guard(
        *("jury_roundentry", "frozen", "UPDATE", _RULES),
        f"{_round_is('OLD', 'open', 'closed')} AND {_changed('round_id', 'application_id', 'code')}",
    ),
    Guard(
        *("jury_roundentry", "city", "UPDATE", _RULES),
        f"{_round_is('OLD', 'open', 'closed')} AND {_changed('city_id')}",
    ),
    Guard("jury_roundentry", "frozen", "DELETE", _RULES, _round_is("OLD", "open", "closed")),
    Guard("jury_ballot", "sealed", "INSERT", _VOTE, _round_is("NEW", "closed")),
    Guard(
        *("jury_ballot", "sealed", "UPDATE", _VOTE),
        f"(OLD.state = 'sealed' OR {_round_is('OLD', 'closed')}) AND {SEALED_BALLOT} AND NOT {REOPENED}",
    ),
    Guard("jury_ballot", "sealed", "DELETE", _VOTE, f"OLD.state = 'sealed' OR {_round_is('OLD', 'closed')}"),
    Guard("jury_scoresheet", "sealed", "INSERT", _VOTE, _ballot_is_shut("NEW.ballot_id")),
    Guard(
        *("jury_scoresheet", "sealed", "UPDATE", _VOTE),
        f"({_ballot_is_shut('OLD.ballot_id')} OR {_ballot_is_shut('NEW.ballot_id')}) AND {VOTED_SHEET}",
    ),
    Guard("jury_scoresheet", "sealed", "DELETE", _VOTE, _ballot_is_shut("OLD.ballot_id")),
    Guard("jury_mark", "sealed", "INSERT", _VOTE, _sheet_is_shut("NEW")),
    Guard("jury_mark", "sealed", "UPDATE", _VOTE, f"{_sheet_is_shut('OLD')} OR {_sheet_is_shut('NEW')}"),
    Guard("jury_mark", "sealed", "DELETE", _VOTE, _sheet_is_shut("OLD")),
    Guard("jury_round", "live", "UPDATE", _RULES, f"OLD.state <> 'draft' AND {_changed('live')}"),
    Guard("jury_round", "marking", "UPDATE", _RULES, f"OLD.state <> 'draft' AND {_changed('marking')}"),
    Guard(
        *("jury_round", "motions", "UPDATE", _RULES), f"OLD.state <> 'draft' AND {_changed('motion_votes')}", since=4
    ),
    Guard(
        *("jury_scoresheet", "shown", "UPDATE", _FIRST),
        f"{_changed('shown_at')} AND (OLD.shown_at IS NOT NULL OR {_ballot_is_shut('OLD.ballot_id')})",
    ),
    Guard("jury_firstmark", "kept", "INSERT", _FIRST, f"{_sheet_is_shut('NEW')} OR {SHOWN}"),
    Guard("jury_firstmark", "kept", "UPDATE", _FIRST, ""),
    Guard("jury_firstmark", "kept", "DELETE", _FIRST, ""),
    Guard("jury_reopening", "kept", "INSERT", _HISTORY, f"NOT {SEALED_NOW}"),
    Guard("jury_reopening", "kept", "UPDATE", _HISTORY, ""),
    Guard("jury_reopening", "kept", "DELETE", _HISTORY, ""),
)


def placed(*, upto: int) -> list[triggers.Guard]:
    """Steps of migration `upto` that put the triggers there (and take them away when undone)."""
    return [each.step(lifted=False) for each in _standing(after=upto)]


def lifted(*, before: int) -> list[triggers.Guard]:
    """Steps of migration `before` that take away the triggers of earlier ones (and put them back when undone)."""
    return [each.step(lifted=True) for each in reversed(_standing(after=before - 1))]


def _standing(*, after: int) -> list[Guard]:
    return [each for each in GUARDS if each.stands(after=after)]
