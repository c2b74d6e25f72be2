"""Which declarations bind a round, and as of when."""

from datetime import timedelta

import pytest

from jury.conflicts import actions, queries
from jury.conflicts.models import Declaration
from jury.conflicts.rules import Reason
from musicprize.kernel import clock
from tests.factories.editions import make_edition
from tests.factories.jury import make_entry
from tests.factories.people import make_juror

pytestmark = pytest.mark.django_db
NOW = clock.now()
LATER = NOW + timedelta(hours=1)


def test_bound_knows_what_was_in_force_at_an_instant() -> None:
    edition = make_edition()
    juror, entry = make_juror(edition), make_entry(edition)
    given = {"application_id": entry.pk, "edition_id": edition.pk, "code": "QP", "by": juror}
    actions.declare(reason=Reason.CONFLICT, at=NOW, **given)
    actions.withdraw(at=LATER, **given)
    expected = {(juror.pk, entry.pk): Reason.CONFLICT}
    for at, found in ((NOW - timedelta(seconds=1), {}), (NOW, expected), (LATER, {})):
        assert queries.bound(edition.pk, blind=True, at=at) == found


def test_bound_recognising_counts_in_blind_rounds_only_and_a_tie_outweighs_it() -> None:
    edition = make_edition()
    juror, first, second = make_juror(edition), make_entry(edition), make_entry(edition)
    for entry, reason in ((first, Reason.RECOGNISED), (second, Reason.CONFLICT), (second, Reason.RECOGNISED)):
        actions.declare(
            application_id=entry.pk, edition_id=edition.pk, code="QP", reason=reason, by=juror, at=NOW
        )  # fmt: skip
    tie = {(juror.pk, second.pk): Reason.CONFLICT}
    assert queries.bound(edition.pk, blind=False, at=NOW) == tie
    assert queries.bound(edition.pk, blind=True, at=NOW) == {**tie, (juror.pk, first.pk): Reason.RECOGNISED}


def test_declare_twice_is_declared_once() -> None:
    edition = make_edition()
    juror, entry = make_juror(edition), make_entry(edition)
    for _turn in range(2):
        actions.declare(
            application_id=entry.pk, edition_id=edition.pk, code="QP", reason=Reason.CONFLICT, by=juror, at=NOW
        )
    assert Declaration.objects.count() == 1
