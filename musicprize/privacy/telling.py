"""What rooms know about a person beside the rows that are theirs: jurors' notes about an artist, say. They register
here in AppConfig.ready, since nothing may import up (as leaving does)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

Telling = Callable[[UUID], Sequence[Mapping[str, Any]]]
"""Of an account: facts that may be handed to its person, without who else is in them."""

_tellings: dict[str, Telling] = {}


def register(name: str, telling: Telling) -> None:
    """Have `telling` in every export, under `name`. ValueError for a name that is taken by another one."""
    if _tellings.setdefault(name, telling) is not telling:
        raise ValueError(f"something named {name!r} is told already")


def told(person: UUID) -> dict[str, list[Mapping[str, Any]]]:
    """Everything that the rooms tell, by name; what is empty is left out."""
    found = {name: list(telling(person)) for name, telling in sorted(_tellings.items())}
    return {name: facts for name, facts in found.items() if facts}
