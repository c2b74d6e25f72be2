"""How the texts of an application are composed: sentences by hand, in one language, filled for one artist.

`[one|several]` picks the wording for a person or for an ensemble; `{place}` and `{theme}` are filled in.
Sentences are picked by the artist's number within the language, each list at a pace of its own, so that two artists
share a sentence sometimes but never a text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import gcd
from typing import Final

from frontend.demo.synth import Character

Sentences = tuple[str, ...]
_CHOICE: Final = re.compile(r"\[([^\[\]|]*)\|([^\[\]|]*)\]")


@dataclass(frozen=True, slots=True)
class Phrases:
    """All sentences of one language."""

    practice: Mapping[Character, Sentences]
    basis: Mapping[str, Sentences]
    no_city: Sentences
    source: Sentences
    career: Sentences
    closing: Sentences
    motive: Sentences
    need: Sentences
    region: Sentences
    wish: Sentences
    core: Mapping[Character, Sentences]
    technique: Sentences
    stage: Sentences
    plan: Sentences
    describe: Mapping[Character, Sentences]
    rider_inputs: Sentences
    rider_power: Sentences
    rider_projection: Sentences
    rider_notes: Sentences
    composition: str


def say(template: str, *, several: bool, **facts: str) -> str:
    """Fill one sentence. Raises KeyError for a fact that the sentence needs and nobody gave."""
    chosen = _CHOICE.sub(lambda found: found[2 if several else 1], template)
    sentence = " ".join(chosen.format(**facts).split())
    return sentence[:1].upper() + sentence[1:]


def pick(sentences: Sequence[str], turn: int, pace: int = 1, shift: int = 0) -> str:
    """The sentence for this turn; another shift is another sentence.

    A list is walked `pace` steps a turn, or one where that pace would skip sentences for ever.
    """
    if gcd(pace, len(sentences)) != 1:
        pace = 1
    return sentences[(turn * pace + turn // len(sentences) + shift) % len(sentences)]
