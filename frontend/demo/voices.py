"""Eight ways to make a piece. Each takes a score (key, tempo, chords, generator of chance) and returns stereo.

Notes are made once and placed many times, which keeps a piece of half a minute at some tenths of a second.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from frontend.demo import dsp
from frontend.demo.dsp import RATE, Signal

SCALES: Final[dict[str, tuple[int, ...]]] = {
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "aeolian": (0, 2, 3, 5, 7, 8, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "hirajoshi": (0, 2, 3, 7, 8),
    "whole tone": (0, 2, 4, 6, 8, 10),
}
#: Degrees of the scale on which the chords of a piece stand.
PROGRESSIONS: Final = ((0, 5, 3, 4), (0, 3, 1, 4), (0, 4, 5, 3), (0, 2, 5, 1), (0, 6, 3, 0), (0, 3, 0, 5))
#: Formants of five vowels in Hz (G. E. Peterson and H. L. Barney, 1952, men, rounded).
VOWELS: Final = {
    "a": (730.0, 1090.0, 2440.0),
    "e": (530.0, 1840.0, 2480.0),
    "i": (270.0, 2290.0, 3010.0),
    "o": (570.0, 840.0, 2410.0),
    "u": (300.0, 870.0, 2240.0),
}


@dataclass(frozen=True)
class Score:
    """What the layers of one piece share, so that they fit together."""

    seconds: float
    chance: np.random.Generator
    scale: tuple[int, ...]
    root: int
    beat: float
    degrees: tuple[int, ...]

    @classmethod
    def drawn(cls, seconds: float, seed: int) -> Score:
        chance = np.random.default_rng(seed)
        return cls(
            seconds=seconds,
            chance=chance,
            scale=SCALES[str(chance.choice(sorted(SCALES)))],
            root=int(chance.integers(43, 55)),
            beat=60 / float(chance.integers(66, 138)),
            degrees=PROGRESSIONS[int(chance.integers(len(PROGRESSIONS)))],
        )

    def silence(self) -> Signal:
        return np.zeros((dsp.samples(self.seconds), 2), dtype=np.float32)

    def hertz(self, degree: int, octave: int = 0) -> float:
        """Frequency of a degree of the scale (may go past the octave), equal temperament, A4 = 440 Hz."""
        up, step = divmod(degree, len(self.scale))
        return float(440 * 2 ** ((self.root + self.scale[step] + 12 * (up + octave) - 69) / 12))

    @cached_property
    def bars(self) -> tuple[tuple[float, int], ...]:
        """Start in seconds and degree of each bar of four beats."""
        starts = np.arange(0, self.seconds, self.beat * 4)
        return tuple((float(t), self.degrees[i % len(self.degrees)]) for i, t in enumerate(starts))

    def tension(self, at: float) -> float:
        """The arc of the piece, 0…1: sparse at the edges, dense at two thirds."""
        x = at / self.seconds
        return float(np.clip(np.interp(x, [0, 0.15, 0.65, 0.85, 1], [0.2, 0.5, 1.0, 0.6, 0.1]), 0, 1))


def pad(score: Score) -> Signal:
    """Slow chords of detuned soft saws, one beside the other."""
    mix = score.silence()
    hold = score.beat * 8
    for number, start in enumerate(np.arange(0, score.seconds, hold)):
        base = score.degrees[number % len(score.degrees)]
        count = dsp.samples(hold * 1.6)
        shape = dsp.curve(count, [(0, 0), (0.35, 1), (0.6, 0.9), (1, 0)])
        for voice, degree in enumerate((base, base + 2, base + 4, base + 8)):
            hertz = score.hertz(degree)
            cycle = dsp.table(dsp.rolloff(hertz, 1.6 - 0.4 * score.tension(float(start))))
            for side, cents in ((-0.8, -5.0), (0.8, 6.0)):
                tone = dsp.oscillate(cycle, hertz * 2 ** (cents / 1200), count, start=voice * 0.21)
                dsp.place(mix, tone * shape, float(start), gain=0.25, pan=side)
    return dsp.room(mix, 0.5)


def _string(hertz: float, seconds: float, chance: np.random.Generator, bright: float) -> Signal:
    """A plucked string (K. Karplus and A. Strong, 1983), a whole period at a time; `bright` 0…1 keeps the highs."""
    near = np.float32(0.5 + 0.42 * bright)
    exact = RATE / hertz
    period = max(2, round(exact - float(1 - near)))
    rows = dsp.samples(seconds * 1.05) // period + 2
    line = np.empty((rows, period), dtype=np.float32)
    pick = chance.uniform(-1, 1, period).astype(np.float32)
    for _ in range(round(6 * (1 - bright)) + 1):
        pick = np.asarray((pick + np.roll(pick, 1)) / 2, dtype=np.float32)
    line[0] = (pick - pick.mean()) / np.max(np.abs(pick - pick.mean()))
    for row in range(1, rows):
        before = line[row - 1]
        line[row] = near * before + (1 - near) * np.roll(before, 1)
    # The loop is a whole number of samples long; read it at the speed that makes the pitch right.
    place = np.arange(dsp.samples(seconds)) * ((period + float(1 - near)) / exact)
    flat = np.interp(place, np.arange(line.size), line.ravel()).astype(np.float32)
    return dsp.soft_edges(flat * dsp.decay(len(flat), seconds), 0.001, 0.05)


def pluck(score: Score) -> Signal:
    """Plucked strings in broken chords with holes, more of them as the piece grows."""
    mix, chance = score.silence(), score.chance
    bright = float(chance.uniform(0.1, 0.7))
    strings = {d: _string(score.hertz(d), 2.4, chance, bright) for d in range(0, 15)}
    low = {d: _string(score.hertz(d, -1), 3.2, chance, bright) for d in set(score.degrees)}
    for start, base in score.bars:
        dsp.place(mix, low[base], start, gain=0.9)
        for eighth in range(8):
            if chance.random() < 0.35 + 0.6 * score.tension(start):
                degree = base + int(chance.choice((0, 2, 4, 7, 8)))
                late = float(chance.normal(0, 0.006))
                at = start + eighth * score.beat / 2 + late
                dsp.place(
                    mix, strings[degree % 15], at, float(chance.uniform(0.4, 0.9)), float(chance.uniform(-0.7, 0.7))
                )
    return dsp.room(mix, 0.3)


def _bell(hertz: float, seconds: float, ratio: float, depth: float) -> Signal:
    """Frequency modulation with an inharmonic ratio and a falling index (J. M. Chowning, 1973)."""
    time = np.arange(dsp.samples(seconds), dtype=np.float32) / np.float32(RATE)
    fall = dsp.decay(len(time), seconds)
    turn = np.float32(2 * np.pi * hertz)
    return dsp.soft_edges(np.sin(turn * time + depth * fall * np.sin(turn * np.float32(ratio) * time)) * fall, 0.002)


def bells(score: Score) -> Signal:
    """Bells far apart, each answered an octave away."""
    mix, chance = score.silence(), score.chance
    ratio, depth = float(chance.choice((1.4, 1.8, 2.76, 3.5))), float(chance.uniform(1.5, 5))
    tones = {d: _bell(score.hertz(d, 1), 3.5, ratio, depth) for d in range(0, 12)}
    at = 0.0
    while at < score.seconds - 1:
        degree = int(chance.integers(12))
        pan = float(chance.uniform(-0.9, 0.9))
        dsp.place(mix, tones[degree], at, float(chance.uniform(0.3, 0.9)), pan)
        if chance.random() < 0.5:
            dsp.place(mix, tones[(degree + 7) % 12], at + score.beat / 2, 0.35, -pan)
        at += score.beat * float(chance.choice((0.5, 1, 1.5, 3))) / (0.5 + score.tension(at))
    return dsp.room(mix, 0.55, 0.86)


def grains(score: Score) -> Signal:
    """A cloud: short windows cut from one sound at random places, speeds and sides."""
    mix, chance = score.silence(), score.chance
    source = _string(score.hertz(0), 3.0, chance, 0.6) + _bell(score.hertz(4), 3.0, 2.76, 3.0)
    source += chance.normal(0, 0.08, len(source)).astype(np.float32) * dsp.decay(len(source), 3.0)
    rates = [2 ** (score.scale[i % len(score.scale)] / 12 - 1 + i // 4) for i in range(8)]
    quick = [source[(np.arange(int(len(source) / r)) * r).astype(np.int64)] for r in rates]
    windows = [np.hanning(dsp.samples(s)).astype(np.float32) for s in (0.03, 0.06, 0.11, 0.19)]
    at = 0.0
    while at < score.seconds - 0.3:
        window = windows[int(chance.integers(len(windows)))]
        sound = quick[int(chance.integers(len(quick)))]
        first = int(chance.integers(max(1, len(sound) - len(window))))
        grain = sound[first : first + len(window)] * window
        dsp.place(mix, grain, at, float(chance.uniform(0.2, 1)), float(chance.uniform(-1, 1)))
        at += float(chance.exponential(0.09 - 0.07 * score.tension(at))) + 0.002
    return dsp.room(mix, 0.4)


def _kick(chance: np.random.Generator) -> Signal:
    count = dsp.samples(0.35)
    sweep = 45 + float(chance.uniform(90, 160)) * dsp.decay(count, 0.12)
    return dsp.soft_edges(dsp.glide(dsp.table([1.0]), sweep) * dsp.decay(count, 0.4), 0.001)


def _noise(chance: np.random.Generator, seconds: float, thin: int) -> Signal:
    """A burst of noise, differentiated `thin` times: the more often, the higher it sounds."""
    burst = np.diff(chance.normal(0, 0.3, dsp.samples(seconds) + thin), n=thin).astype(np.float32)
    return dsp.soft_edges(burst / np.float32(2.0**thin) * dsp.decay(len(burst), seconds), 0.0005)


def _stab(hertz: float, seconds: float, fall: float) -> Signal:
    """A short hollow tone for basses and chords."""
    count = dsp.samples(seconds)
    cycle = dsp.table(dsp.rolloff(hertz, 1.3, odd_only=True))
    return dsp.soft_edges(dsp.oscillate(cycle, hertz, count) * dsp.decay(count, fall))


def pulse(score: Score) -> Signal:
    """A drum machine with a bass, patterns of sixteen steps drawn once and varied at the end of every fourth bar."""
    mix, chance = score.silence(), score.chance
    kick, snare, hat = _kick(chance), _noise(chance, 0.18, 1) * 2, _noise(chance, 0.05, 2) * 2
    kicks = {0, int(chance.choice((6, 7, 10))), int(chance.choice((8, 10, 11)))}
    ghosts = set(chance.choice(16, 3, replace=False).tolist())
    swing = float(chance.uniform(0, 0.16))
    step = score.beat / 4
    bass = {d: _stab(score.hertz(d, -1), step * 1.8, 0.9) for d in set(score.degrees)}
    stabs = {d: _stab(score.hertz(d, 1), step * 3, 0.5) for d in range(12)}
    offbeat = int(chance.choice((3, 6, 9, 11)))
    for bar, (start, base) in enumerate(score.bars):
        for sixteenth in range(16):
            at = start + (sixteenth + swing * (sixteenth % 2)) * step
            if sixteenth in kicks and bar > 0:
                dsp.place(mix, kick, at, 0.95)
            if sixteenth in (4, 12) or (sixteenth > 13 and bar % 4 == 3):
                dsp.place(mix, snare, at, 0.6 * score.tension(at) + 0.2, 0.1)
            if sixteenth % 2 == 0 or sixteenth in ghosts:
                dsp.place(mix, hat, at, float(chance.uniform(0.1, 0.3)), 0.7 if sixteenth % 4 else -0.6)
            if sixteenth in kicks | ghosts:
                dsp.place(mix, bass[base], at, 0.5)
            if sixteenth == offbeat and score.tension(at) > 0.5:
                for voice, degree in enumerate((base, base + 2, base + 4)):
                    dsp.place(mix, stabs[degree % 12], at, 0.25, 0.8 * (voice - 1))
    return dsp.room(mix, 0.12, 0.6)


def drone(score: Score) -> Signal:
    """Pairs of partials a fraction of a hertz apart, so that each beats at its own pace; every one swells by itself."""
    mix, chance = score.silence(), score.chance
    count, ground = len(mix), score.hertz(0, -1)
    sine = dsp.table([1.0, 0.12, 0.05])
    for number, partial in enumerate((1, 1.5, 2, 3, 4, 5.04, 7.02)):
        beating = float(chance.uniform(0.15, 1.4))
        swell = dsp.curve(count, [(x, float(chance.uniform(0.1, 1)) / partial**0.7) for x in np.linspace(0, 1, 9)])
        near = dsp.oscillate(sine, ground * partial, count, float(chance.random()))
        far = dsp.oscillate(sine, ground * partial + beating, count, float(chance.random()))
        lean = 0.8 if number % 2 else 0.3
        mix[:, 0] += (near * lean + far * (1.1 - lean)) * swell
        mix[:, 1] += (near * (1.1 - lean) + far * lean) * swell
    return mix


def arpeggio(score: Score) -> Signal:
    """Sixteenths running up and down a chord, bright or hollow, with an echo that changes sides."""
    mix, chance = score.silence(), score.chance
    step, hollow = score.beat / 4, bool(chance.random() < 0.5)
    order = chance.permutation((0, 2, 4, 7, 9, 11, 7, 4)).tolist()
    tones: dict[int, Signal] = {}
    for start, base in score.bars:
        for sixteenth in range(16):
            degree = base + int(order[sixteenth % len(order)])
            if degree not in tones:
                hertz, count = score.hertz(degree), dsp.samples(step * 2.2)
                cycle = dsp.table(dsp.rolloff(hertz, 1.1, odd_only=hollow))
                tones[degree] = dsp.soft_edges(dsp.oscillate(cycle, hertz, count) * dsp.decay(count, step * 3))
            if chance.random() < 0.55 + 0.45 * score.tension(start):
                accent = 0.8 if sixteenth % 4 == 0 else 0.45
                dsp.place(mix, tones[degree], start + sixteenth * step, accent, 0.5 * (-1) ** sixteenth)
    return dsp.echo(mix, score.beat * 0.75, 0.42)


def _vowel(hertz: float, formants: tuple[float, ...]) -> Signal:
    """One glottal cycle seen through three formants."""
    number = np.arange(1, int(6_000 / hertz) + 1, dtype=np.float32) * np.float32(hertz)
    shape = sum(np.exp(-(((number - f) / (60 + 0.05 * f)) ** 2)) / (1 + i) for i, f in enumerate(formants))
    return dsp.table(np.asarray((shape + 0.01) * (hertz / number) ** 0.5, dtype=np.float32))


def voice(score: Score) -> Signal:
    """Syllables without words: vowels that melt into each other on a spoken melody, with breath between phrases."""
    mix, chance = score.silence(), score.chance
    pitch, names = float(chance.uniform(95, 210)), sorted(VOWELS)
    cycles = {name: _vowel(pitch, VOWELS[name]) for name in names}
    breath = _noise(chance, 0.06, 1)
    at = 0.2
    while at < score.seconds - 1.5:
        side = float(chance.uniform(-0.5, 0.5))
        for _ in range(int(chance.integers(3, 8))):
            count = dsp.samples(float(chance.uniform(0.12, 0.34)))
            line = dsp.curve(count, [(0, pitch * chance.uniform(0.9, 1.3)), (1, pitch * chance.uniform(0.8, 1.1))])
            one, two = (cycles[str(n)] for n in chance.choice(names, 2))
            melt = np.linspace(0, 1, count, dtype=np.float32)
            tone = dsp.glide(one, line) * (1 - melt) + dsp.glide(two, line) * melt
            dsp.place(mix, breath, at, 0.4, side)
            dsp.place(mix, dsp.soft_edges(tone, 0.02, 0.05), at + 0.02, 0.8, side)
            at += count / RATE * float(chance.uniform(0.85, 1.1))
        at += score.beat * float(chance.choice((1, 2))) * (1.2 - 0.6 * score.tension(at))
    return dsp.room(mix, 0.25)


VOICES: Final[dict[str, Callable[[Score], Signal]]] = {
    "pad": pad,
    "pluck": pluck,
    "bells": bells,
    "grains": grains,
    "pulse": pulse,
    "drone": drone,
    "arpeggio": arpeggio,
    "voice": voice,
}
