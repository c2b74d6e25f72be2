"""Under what name a juror is counted. Pure Python."""

from collections.abc import Iterable
from uuid import UUID

from jury.assignments.draw import drawn


def pseudonyms(user_ids: Iterable[UUID], seed: str) -> dict[UUID, str]:
    """J01, J02 … handed out in an order drawn by the seed, so that the number tells neither city nor name."""
    order = drawn([str(user_id) for user_id in user_ids], seed, "pseudonym")
    width = max(2, len(str(len(order))))
    return {UUID(user_id): f"J{number:0{width}}" for number, user_id in enumerate(order, start=1)}
