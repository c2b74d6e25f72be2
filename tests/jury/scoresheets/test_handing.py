"""Who hears what after the opening: by hand, in somebody's stead, with a seat that is handed over."""

import pytest

from jury.assignments.models import Assignment
from jury.panel import replacing_actions as panel
from jury.scoresheets import actions as sheets
from jury.scoresheets import handing_actions as handing
from jury.scoresheets.models import Ballot, ScoreSheet
from musicprize.kernel.errors import Conflict, Invalid, NotAllowed
from musicprize.ledger import queries as ledger
from musicprize.mail.models import Mail
from tests.factories.jury import Jury, code_of, fill, make_jury, seal
from tests.factories.people import make_juror

pytestmark = pytest.mark.django_db


def unheard(jury: Jury, juror: int) -> str:
    """A code that the juror does not hear."""
    mine = set(ScoreSheet.objects.filter(ballot__juror=jury.jurors[juror]).values_list("entry__code", flat=True))
    return next(str(entry.code) for entry in jury.entries if entry.code not in mine)


def add(jury: Jury, juror: int, code: str) -> ScoreSheet:
    return handing.add(round_id=jury.round.pk, juror_id=jury.jurors[juror].pk, code=code, by=jury.organiser, at=jury.at)


def remove(jury: Jury, juror: int, code: str) -> None:
    handing.remove(round_id=jury.round.pk, juror_id=jury.jurors[juror].pk, code=code, by=jury.organiser, at=jury.at)


def replace(jury: Jury, comes: object, leaves: int = 0) -> None:
    panel.replace(
        round_id=jury.round.pk, leaves=jury.jurors[leaves].pk, comes=comes.pk, reason="Ill.",  # type: ignore[attr-defined]
        by=jury.organiser, at=jury.at,
    )  # fmt: skip


def test_add_puts_an_entry_last_and_remove_takes_it_away_again() -> None:
    jury = make_jury(jurors=4, entries=6, per_entry=3)
    code = unheard(jury, 0)
    last = Assignment.objects.filter(juror=jury.jurors[0]).count()
    made = add(jury, 0, code)
    row = Assignment.objects.get(juror=jury.jurors[0], entry=made.entry)
    assert (row.position, row.origin) == (last + 1, "hand")
    remove(jury, 0, code)
    assert not ScoreSheet.objects.filter(pk=made.pk).exists()
    verbs = [act.verb for act in ledger.acts(jury.edition.pk)]
    assert [verb for verb in verbs if verb.startswith("assignment.")] == ["assignment.add", "assignment.remove"]


def test_add_twice_is_refused_and_remove_of_a_begun_sheet_too() -> None:
    jury = make_jury(jurors=2, entries=2)
    with pytest.raises(Conflict) as refusal:
        add(jury, 0, code_of(jury, 0))
    assert refusal.value.code == "hears_already"
    sheet = jury.sheet(jury.jurors[0], 0)
    sheets.mark(sheet_id=sheet.pk, marks={"music": 500}, note=None, version=1, by=jury.jurors[0], at=jury.at)
    with pytest.raises(Conflict) as begun:
        remove(jury, 0, code_of(jury, 0))
    assert begun.value.code == "begun"


def test_add_of_the_own_city_is_refused_where_the_rules_say_so() -> None:
    jury = make_jury(jurors=4, entries=4, own_city=False)
    own = next(entry for entry in jury.entries if entry.city_id == Ballot.objects.get(juror=jury.jurors[0]).city_id)
    with pytest.raises(Conflict) as refusal:
        add(jury, 0, str(own.code))
    assert refusal.value.code == "own_city"


def test_by_hand_is_for_organisers() -> None:
    jury = make_jury(jurors=2, entries=1)
    with pytest.raises(NotAllowed):
        handing.remove(
            round_id=jury.round.pk, juror_id=jury.jurors[1].pk, code=code_of(jury, 0), by=jury.jurors[0], at=jury.at
        )


def test_find_stead_tells_the_least_loaded_by_mail_and_says_when_nobody_is_left() -> None:
    jury = make_jury(jurors=4, entries=4, per_entry=3)
    code = code_of(jury, 0)
    made = handing.find_stead(round_id=jury.round.pk, code=code, by=jury.organiser, at=jury.at)
    mail = Mail.objects.get(template="assignment_added")
    assert (mail.user_id, code in mail.subject) == (made.ballot.juror_id, True)
    with pytest.raises(Conflict) as refusal:
        handing.find_stead(round_id=jury.round.pk, code=code, by=jury.organiser, at=jury.at)
    assert refusal.value.code == "nobody_left"


def test_replace_hands_the_list_over_under_a_new_pseudonym_and_drops_what_was_not_sealed() -> None:
    jury = make_jury(jurors=3, entries=3)
    old = Ballot.objects.get(juror=jury.jurors[0])
    order = list(Assignment.objects.filter(juror=jury.jurors[0]).values_list("entry_id", flat=True))
    fill(jury, 0)
    replace(jury, make_juror(jury.edition, old.city))
    new = Ballot.objects.exclude(juror__in=jury.jurors).get()
    assert (new.pseudonym, new.city_id, new.sheets.count()) == ("J04", old.city_id, 3)
    assert list(Assignment.objects.filter(juror=new.juror).values_list("entry_id", flat=True)) == order
    assert not Ballot.objects.filter(pk=old.pk).exists()
    act = next(act for act in ledger.acts(jury.edition.pk) if act.verb == "jury.replace")
    assert '"dropped":6' in act.document


def test_replace_of_a_sealed_ballot_or_from_another_city_is_refused() -> None:
    jury = make_jury(jurors=3, entries=1)
    cities = {ballot.juror_id: ballot.city for ballot in Ballot.objects.all()}
    with pytest.raises(Invalid) as refusal:
        replace(jury, make_juror(jury.edition, cities[jury.jurors[1].pk]))
    assert list(refusal.value.fields) == ["comes"]
    fill(jury, 0)
    seal(jury, 0)
    with pytest.raises(Conflict) as sealed:
        replace(jury, make_juror(jury.edition, cities[jury.jurors[0].pk]))
    assert sealed.value.code == "ballot_sealed"
