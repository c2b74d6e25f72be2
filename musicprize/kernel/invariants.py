"""What must hold in the whole database, whoever wrote to it: each room registers its checks in AppConfig.ready.

    invariants.register("ledger", ledger.problems)

A check yields one sentence for everything that is wrong and nothing where all is well. It only reads.
`manage.py check_invariants` runs them all: after integration tests, after a restore, and whenever an operator asks.
"""

from collections.abc import Callable, Iterable, Iterator

from django.db import IntegrityError, connection

Check = Callable[[], Iterable[str]]

_checks: dict[str, Check] = {}


def register(name: str, check: Check) -> None:
    """Add a check under a name of its own. ValueError for a name that is taken by another one."""
    if _checks.setdefault(name, check) is not check:
        raise ValueError(f"there is an invariant {name!r} already")


def names() -> tuple[str, ...]:
    """All checks, in the order in which they run."""
    return tuple(sorted(_checks))


def problems(*, only: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """(name of the check, what is wrong), as found. `only`: these checks; KeyError for a name that there is not."""
    for name in sorted(set(only)) or names():
        for problem in _checks[name]():
            yield name, problem


def dangling_keys() -> Iterator[str]:
    """Foreign keys that point at no row. PostgreSQL keeps them itself; SQLite only while its pragma is on."""
    try:
        connection.check_constraints()
    except IntegrityError as problem:
        yield str(problem)


register("keys", dangling_keys)
