"""Who sits on a jury at all. Whether somebody judges a round is said by the ballots of that round."""

from uuid import UUID

from musicprize.accounts.access import Person, is_coordinator, is_juror


def may_judge(person: Person, edition_id: UUID) -> bool:
    """Whether the person holds a role that can have a ballot: jurors, and coordinators in a first listening."""
    return is_juror(person, edition_id) or is_coordinator(person, edition_id)
