"""State machines as tables: {(state, verb): state}. The table is the documentation; docs/states.md is made from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from django.utils.translation import gettext_lazy as _

from musicprize.kernel.errors import Conflict

S = TypeVar("S", bound=StrEnum)
V = TypeVar("V", bound=StrEnum)


WRONG_STATE = _("This is not possible any more in the present state. Reload the page to see what has changed.")


@dataclass(frozen=True)
class Machine(Generic[S, V]):
    """`table` says what follows; whatever is not in it is refused as a Conflict `wrong_state`."""

    name: str
    initial: S
    table: Mapping[tuple[S, V], S]

    def next(self, state: str, verb: V) -> S:
        """The state after `verb`; Conflict `wrong_state` where the table has none."""
        for (before, said), after in self.table.items():
            if before == state and said == verb:
                return after
        raise Conflict("wrong_state", WRONG_STATE, state=str(state), verb=str(verb))

    def allows(self, state: str, verb: V) -> bool:
        """Whether the table has a state after `verb`."""
        return any(before == state and said == verb for before, said in self.table)
