"""The document that opening freezes: everything that decides what the marks will come to. Pure Python but for files."""

from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jury import tally
from jury.rounds.rules import MissingRule
from jury.tally.canonical import as_dict

FORMAT = 3
COUNTED = {
    MissingRule.REFUSE: "sealed ballots only, of all jurors; of a ballot, the sheets that are complete and not recused",
    MissingRule.SEALED: "sealed ballots only; of a ballot, the sheets that are complete and not recused",
    MissingRule.COMPLETE: "sealed ballots, and of others too the sheets that are complete and not recused",
}
"""Which marks count, for whoever reads the document without the platform."""


@cache
def code_version() -> dict[str, str]:
    """Which program counts: SHA-256 over the sources of jury.tally, in the order of their names."""
    whole = sha256()
    for source in sorted(Path(tally.__file__).parent.glob("*.py")):
        whole.update(f"{source.name}\n".encode() + source.read_bytes() + b"\0")
    return {"package": "jury.tally", "sha256": whole.hexdigest()}


def rules_document(
    *,
    round_facts: Mapping[str, Any],
    criteria: Sequence[Mapping[str, Any]],
    rule: tally.CountingRule,
    entries: Sequence[str],
    jurors: int,
    seed: str,
) -> dict[str, Any]:
    """What is hashed before the first vote; integers and strings only, see kernel.canonical.

    `round_facts`: kind, blind, marking, scale, edition, who judges, who goes on, who hears what, what closing does
    about missing ballots (`missing`), how the jury votes on motions, what is shown and published afterwards;
    `criteria`: in their order, with texts, anchors and weight; `seed` itself is not in it, only its SHA-256: it is
    told when the round is closed.
    """
    return {
        "format": FORMAT,
        "round": dict(round_facts),
        "criteria": [dict(criterion) for criterion in criteria],
        "rule": as_dict(rule),
        "counted": COUNTED[MissingRule(round_facts["missing"])],
        "entries": sorted(entries),
        "jurors": jurors,
        "code": code_version(),
        "seed_sha256": sha256(seed.encode()).hexdigest(),
    }
