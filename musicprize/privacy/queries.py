"""Who agreed to what."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from musicprize.editions import queries as editions
from musicprize.privacy.models import Consent


def state_of(user_id: UUID, edition_id: UUID) -> dict[str, bool]:
    """{purpose: agreed} over the edition's current wordings; an agreement to a replaced wording does not count."""
    return consents_of([user_id], edition_id)[user_id]


def consents_of(user_ids: Iterable[UUID], edition_id: UUID) -> dict[UUID, dict[str, bool]]:
    """The same for several people, in two queries."""

    purposes = [text.purpose for text in editions.consent_texts(edition_id)]
    given: dict[UUID, set[str]] = defaultdict(set)
    rows = Consent.objects.filter(
        user_id__in=list(user_ids),
        text__edition_id=edition_id,
        text__replaced_at__isnull=True,
        withdrawn_at__isnull=True,
    )
    for user_id, purpose in rows.values_list("user_id", "text__purpose"):
        given[user_id].add(purpose)
    return {user_id: {purpose: purpose in given[user_id] for purpose in purposes} for user_id in user_ids}
