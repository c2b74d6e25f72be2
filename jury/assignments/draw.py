"""Drawing lots so that anybody can draw them again: sort by SHA-256 of seed, purpose and name. Pure Python.

No generator of a library is used: its sequence would be part of the rules, and may change with a version.
"""

from collections.abc import Iterable
from hashlib import sha256


def drawn(names: Iterable[str], seed: str, purpose: str) -> list[str]:
    """`names` in drawn order. Depends on the set of names, the seed and the purpose, not on the order given."""
    return sorted(set(names), key=lambda name: (lot(seed, purpose, name), name))


def lot(seed: str, purpose: str, name: str) -> str:
    """64 hex digits."""
    return sha256(f"{seed}\n{purpose}\n{name}".encode()).hexdigest()


def draw_seed(rules_sha256: str, sealed_seed: str) -> str:
    """The seed of every draw of a round: SHA-256 of the frozen rules' hash and the sealed seed.

    Both are fixed before the first vote; the rules hold the hash of the sealed seed, so that neither can be chosen
    afterwards to fit the other.
    """
    return sha256(f"{rules_sha256}\n{sealed_seed}".encode()).hexdigest()
