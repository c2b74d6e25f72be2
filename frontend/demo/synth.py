"""Music for the demo edition, made here so that it belongs to nobody else.

The same piece gives the same bytes on the same machine and numpy; between processors the last bit may differ.
"""

from __future__ import annotations

import wave
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, Final

import numpy as np
from numpy.typing import NDArray

from frontend.demo import dsp
from frontend.demo.dsp import RATE, Signal
from frontend.demo.voices import VOICES, Score

SHORTEST_S: Final = 20.0
LONGEST_S: Final = 45.0
QUIETEST_LUFS: Final = -28.0
LOUDEST_LUFS: Final = -9.0
#: How far the accompanying layer lies under the leading one.
SECOND_LAYER_GAIN: Final = 0.35


class Character(StrEnum):
    """What a piece sounds like; the names are the generators of `voices`."""

    PAD = "pad"
    PLUCK = "pluck"
    BELLS = "bells"
    GRAINS = "grains"
    PULSE = "pulse"
    DRONE = "drone"
    ARPEGGIO = "arpeggio"
    VOICE = "voice"


@dataclass(frozen=True, slots=True)
class Piece:
    """Everything that decides how a piece sounds. Length in seconds, level as integrated loudness in LUFS."""

    character: Character
    seed: int
    seconds: float
    lufs: float
    under: Character | None = None

    def __post_init__(self) -> None:
        if not SHORTEST_S <= self.seconds <= LONGEST_S:
            raise ValueError(f"a piece lasts {SHORTEST_S} to {LONGEST_S} s, not {self.seconds}")
        if not QUIETEST_LUFS <= self.lufs <= LOUDEST_LUFS:
            raise ValueError(f"a piece has {QUIETEST_LUFS} to {LOUDEST_LUFS} LUFS, not {self.lufs}")


def piece_for(character: Character, seed: int) -> Piece:
    """A piece of this character; length, level and the layer under it are drawn from the seed."""
    chance = np.random.default_rng([seed, list(Character).index(character)])
    others = [c for c in Character if c is not character]
    under = others[int(chance.integers(len(others)))] if chance.random() < 0.6 else None
    return Piece(
        character=character,
        seed=seed,
        seconds=round(float(chance.uniform(SHORTEST_S, LONGEST_S)), 1),
        lufs=round(float(chance.uniform(QUIETEST_LUFS, LOUDEST_LUFS)), 1),
        under=under,
    )


def _unit(mix: Signal) -> Signal:
    """Scale to a root mean square of 0.1, so that layers can be weighed against each other."""
    power = float(np.sqrt(np.mean(np.square(mix))))
    if power == 0.0:
        raise ValueError("a layer came out silent")
    return mix * np.float32(0.1 / power)


def render(piece: Piece) -> NDArray[np.int16]:
    """Samples of shape (n, 2), 16 bit, with a fade of half a second at either end. Deterministic by the piece."""
    score = Score.drawn(piece.seconds, piece.seed)
    mix = _unit(VOICES[piece.character](score))
    if piece.under is not None:
        mix = mix + _unit(VOICES[piece.under](score)) * np.float32(SECOND_LAYER_GAIN)
    edge = np.linspace(0, 1, RATE // 2, dtype=np.float32)[:, None]
    mix[: RATE // 2] *= edge
    mix[-(RATE // 2) :] *= edge[::-1]
    levelled = dsp.to_level(mix, piece.lufs)
    return np.asarray(np.rint(levelled * np.float32(32_767)), dtype="<i2")


def write_wav(target: str | IO[bytes], audio: NDArray[np.int16]) -> None:
    """Write samples of shape (n, 2) as 16-bit stereo WAV, without any tag. `target` is a path or an open file."""
    with wave.open(target, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(audio.tobytes())
