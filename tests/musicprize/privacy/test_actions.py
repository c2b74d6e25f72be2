"""Consent: to one wording, once, withdrawn at any time, nothing deleted."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from musicprize.editions import actions as editions
from musicprize.editions.models import ConsentText, Edition
from musicprize.kernel import clock
from musicprize.kernel.errors import Conflict, NotFound
from musicprize.privacy import actions, queries
from musicprize.privacy.models import Consent
from tests.factories.editions import in_all, make_consents, make_edition
from tests.factories.people import make_organiser, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    made = make_edition()
    make_consents(made)
    return made


def _text(edition: Edition, purpose: str = "excerpt") -> ConsentText:
    return ConsentText.objects.get(edition=edition, purpose=purpose, replaced_at__isnull=True)


def _reword(edition: Edition, purpose: str = "excerpt") -> None:
    texts = [
        {"purpose": one.purpose, "required": one.required, "title": one.title,
         "text": in_all("New") if one.purpose == purpose else one.text}
        for one in ConsentText.objects.filter(edition=edition, replaced_at__isnull=True)
    ]  # fmt: skip
    editions.set_consent_texts(edition_id=edition.pk, texts=texts, by=make_organiser(edition), at=clock.now())


def test_give_nothing_given_is_nothing_agreed(edition: Edition) -> None:
    assert queries.state_of(make_user().pk, edition.pk) == {"rules": False, "excerpt": False}


def test_give_keeps_wording_language_and_time(edition: Edition) -> None:
    user, at = make_user(), clock.now()
    actions.give(user=user, text_id=_text(edition).pk, language="fr", at=at)
    row = Consent.objects.get()
    assert (row.text.version, row.language, row.given_at) == (1, "fr", at)
    assert queries.state_of(user.pk, edition.pk) == {"rules": False, "excerpt": True}


def test_give_twice_changes_nothing(edition: Edition) -> None:
    user, at = make_user(), clock.now()
    for later in (timedelta(), timedelta(hours=1)):
        actions.give(user=user, text_id=_text(edition).pk, language="fr", at=at + later)
    assert Consent.objects.get().given_at == at


def test_give_to_a_replaced_wording_is_refused(edition: Edition) -> None:
    old = _text(edition)
    _reword(edition)
    with pytest.raises(Conflict) as refused:
        actions.give(user=make_user(), text_id=old.pk, language="de", at=clock.now())
    assert refused.value.code == "wording_replaced"
    assert not Consent.objects.exists()


def test_give_to_no_wording_finds_nothing(edition: Edition) -> None:
    with pytest.raises(NotFound):
        actions.give(user=make_user(), text_id=edition.pk, language="de", at=clock.now())


def test_new_wording_no_longer_counts_the_old_agreement(edition: Edition) -> None:
    user = make_user()
    actions.give(user=user, text_id=_text(edition).pk, language="de", at=clock.now())
    _reword(edition)
    assert queries.state_of(user.pk, edition.pk)["excerpt"] is False
    actions.give(user=user, text_id=_text(edition).pk, language="de", at=clock.now())
    assert queries.state_of(user.pk, edition.pk)["excerpt"] is True
    assert Consent.objects.count() == 2


def test_withdraw_takes_back_every_version_and_deletes_nothing(edition: Edition) -> None:
    user, at = make_user(), clock.now()
    actions.give(user=user, text_id=_text(edition).pk, language="de", at=at)
    _reword(edition)
    actions.give(user=user, text_id=_text(edition).pk, language="de", at=at)
    assert actions.withdraw(user=user, edition_id=edition.pk, purpose="excerpt", at=at) == 2
    assert actions.withdraw(user=user, edition_id=edition.pk, purpose="excerpt", at=at) == 0
    assert queries.state_of(user.pk, edition.pk)["excerpt"] is False
    assert Consent.objects.filter(withdrawn_at=at).count() == 2


def test_withdraw_touches_nobody_else(edition: Edition) -> None:
    other, user, at = make_edition(), make_user(), clock.now()
    make_consents(other)
    neighbour = make_user()
    for person, where in ((user, edition), (user, other), (neighbour, edition)):
        actions.give(user=person, text_id=_text(where).pk, language="de", at=at)
        actions.give(user=person, text_id=_text(where, "rules").pk, language="de", at=at)
    actions.withdraw(user=user, edition_id=edition.pk, purpose="excerpt", at=at)
    assert queries.state_of(user.pk, edition.pk) == {"rules": True, "excerpt": False}
    assert queries.state_of(user.pk, other.pk) == {"rules": True, "excerpt": True}
    assert queries.state_of(neighbour.pk, edition.pk) == {"rules": True, "excerpt": True}


def test_give_again_after_withdrawing_is_a_new_agreement(edition: Edition) -> None:
    user, at = make_user(), clock.now()
    actions.give(user=user, text_id=_text(edition).pk, language="de", at=at)
    actions.withdraw(user=user, edition_id=edition.pk, purpose="excerpt", at=at)
    actions.give(user=user, text_id=_text(edition).pk, language="de", at=at + timedelta(days=1))
    assert queries.state_of(user.pk, edition.pk)["excerpt"] is True
    assert list(Consent.objects.order_by("given_at").values_list("withdrawn_at", flat=True)) == [at, None]


def test_database_refuses_a_withdrawal_before_the_agreement(edition: Edition) -> None:
    at = clock.now()
    given = actions.give(user=make_user(), text_id=_text(edition).pk, language="de", at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.filter(pk=given.pk).update(withdrawn_at=at - timedelta(seconds=1))


def test_consents_of_many_people_in_a_constant_number_of_queries(edition: Edition) -> None:
    people = [make_user() for _ in range(3)]
    for person in people:
        actions.give(user=person, text_id=_text(edition).pk, language="de", at=clock.now())
    counts = []
    for asked in (people[:1], people):
        with CaptureQueriesContext(connection) as seen:
            found = queries.consents_of([person.pk for person in asked], edition.pk)
        assert all(one == {"rules": False, "excerpt": True} for one in found.values())
        counts.append(len(seen))
    assert counts == [2, 2]
