"""What stands in a document, value by value: a digit inside of a random id is no mark that leaked."""

from collections.abc import Iterator, Mapping
from typing import Any


def leaves(document: Any) -> Iterator[Any]:
    """Every value in nested mappings and sequences, keys not included."""
    if isinstance(document, Mapping):
        document = list(document.values())
    if isinstance(document, list | tuple):
        for one in document:
            yield from leaves(one)
    else:
        yield document
