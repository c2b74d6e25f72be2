"""Building blocks of the demo's synthesiser: oscillators, envelopes, echo, loudness. numpy only, float32 throughout.

A signal is an array of shape (n,) for mono or (n, 2) for stereo at RATE samples a second, full scale ±1.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Signal = NDArray[np.float32]

RATE: Final = 44_100
_TABLE_BITS: Final = 11
TABLE_SIZE: Final = 1 << _TABLE_BITS
_PHASE_BITS: Final = 32
#: Partials above this would fold back as aliases.
HIGHEST_PARTIAL_HZ: Final = 16_000.0
#: Primes, in samples, so that the echoes of the four combs never fall together.
_COMB_DELAYS: Final = (1_423, 1_657, 1_949, 2_137)


def samples(seconds: float) -> int:
    return max(1, round(seconds * RATE))


def table(amplitudes: Signal | list[float], phases: Signal | None = None) -> Signal:
    """One cycle with the given amplitudes of partials 1, 2, 3 …, peak 1 (additive synthesis by inverse FFT)."""
    spectrum = np.zeros(TABLE_SIZE // 2 + 1, dtype=np.complex64)
    weights = np.asarray(amplitudes, dtype=np.float32)[: TABLE_SIZE // 2 - 1]
    turn = np.zeros(len(weights), dtype=np.float32) if phases is None else phases[: len(weights)]
    spectrum[1 : len(weights) + 1] = weights * np.exp(1j * (turn - np.pi / 2))
    cycle = np.fft.irfft(spectrum, TABLE_SIZE).astype(np.float32)
    return np.asarray(cycle / np.max(np.abs(cycle)), dtype=np.float32)


def rolloff(frequency: float, slope: float, *, odd_only: bool = False) -> Signal:
    """Amplitudes k^-slope of as many partials as fit below HIGHEST_PARTIAL_HZ: 1 is a saw, 2 is soft."""
    number = np.arange(1, max(1, int(HIGHEST_PARTIAL_HZ / frequency)) + 1, dtype=np.float32)
    weights = number**-slope
    if odd_only:
        weights[1::2] = 0.0
    return np.asarray(weights, dtype=np.float32)


def oscillate(cycle: Signal, frequency: float, count: int, start: float = 0.0) -> Signal:
    """Read a cycle at a constant frequency; the 32-bit phase wraps by itself. `start` in turns."""
    step = np.uint32(round(frequency / RATE * 2**_PHASE_BITS) % 2**_PHASE_BITS)
    phase = np.arange(count, dtype=np.uint32) * step + np.uint32(int(start % 1.0 * 2**_PHASE_BITS))
    return np.take(cycle, phase >> np.uint32(_PHASE_BITS - _TABLE_BITS))


def glide(cycle: Signal, frequencies: Signal) -> Signal:
    """Read a cycle at a frequency that changes from sample to sample (Hz)."""
    turns = np.cumsum(frequencies / RATE, dtype=np.float64)
    return np.take(cycle, ((turns % 1.0) * TABLE_SIZE).astype(np.int64))


def curve(count: int, points: list[tuple[float, float]]) -> Signal:
    """Straight lines through (position 0…1, value), e.g. an envelope or a slow movement."""
    where, values = zip(*points, strict=True)
    return np.asarray(np.interp(np.linspace(0, 1, count), where, values), dtype=np.float32)


def decay(count: int, seconds: float) -> Signal:
    """Exponential decay to -60 dB within `seconds`."""
    fall = np.arange(count, dtype=np.float32) * np.float32(-6.908 / (seconds * RATE))
    return np.asarray(np.exp(fall), dtype=np.float32)


def soft_edges(signal: Signal, attack: float = 0.005, release: float = 0.02) -> Signal:
    """Fade a note in and out in place (seconds), so that nothing clicks."""
    rise, fall = min(samples(attack), len(signal)), min(samples(release), len(signal))
    signal[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    signal[-fall:] *= np.linspace(1, 0, fall, dtype=np.float32)
    return signal


def place(mix: Signal, note: Signal, at: float, gain: float = 1.0, pan: float = 0.0) -> None:
    """Add a mono note to the stereo mix at a time (seconds); equal-power pan from -1 (left) to 1 (right)."""
    first = round(at * RATE)
    if first < 0 or first >= len(mix):
        return
    part = note[: len(mix) - first]
    angle = (pan + 1) * np.pi / 4
    mix[first : first + len(part), 0] += part * np.float32(gain * np.cos(angle))
    mix[first : first + len(part), 1] += part * np.float32(gain * np.sin(angle))


def echo(mix: Signal, seconds: float, feedback: float) -> Signal:
    """Feedback echo whose repeats change sides. Works in blocks of the delay, so the cost does not depend on it."""
    step = samples(seconds)
    out = mix.copy()
    for first in range(step, len(out), step):
        block = out[first : first + step]
        block += out[first - step : first - step + len(block), ::-1] * np.float32(feedback)
    return out


def room(mix: Signal, wet: float, feedback: float = 0.78) -> Signal:
    """Small reverberation: four feedback combs with damped return (M. R. Schroeder, 1962), block by block."""
    tail = np.zeros_like(mix)
    for number, delay in enumerate(_COMB_DELAYS):
        line = mix[:, ::-1].copy() if number % 2 else mix.copy()
        for first in range(delay, len(line), delay):
            block = line[first : first + delay]
            back = line[first - delay : first - delay + len(block)]
            block += back * np.float32(feedback * 0.62)
            block[1:] += back[:-1] * np.float32(feedback * 0.38)
        tail += line
    return mix + (tail - len(_COMB_DELAYS) * mix) * np.float32(wet / len(_COMB_DELAYS))


def _k_weight(block: int) -> NDArray[np.float64]:
    """Power response of the K-weighting filter of ITU-R BS.1770-4 (its two biquads at 48 kHz) per FFT bin."""
    turn = np.exp(-2j * np.pi * np.fft.rfftfreq(block, 1 / RATE) / 48_000)
    shelf_b, shelf_a = (1.53512485958697, -2.69169618940638, 1.19839281085285), (-1.69065929318241, 0.73248077421585)
    pass_b, pass_a = (1.0, -2.0, 1.0), (-1.99004745483398, 0.99007225036621)
    gain = np.ones_like(turn)
    for (b0, b1, b2), (a1, a2) in ((shelf_b, shelf_a), (pass_b, pass_a)):
        gain = gain * (b0 + b1 * turn + b2 * turn**2) / (1 + a1 * turn + a2 * turn**2)
    return np.asarray(np.abs(gain) ** 2)


def loudness(mix: Signal) -> float:
    """Integrated loudness in LUFS of a stereo signal, after ITU-R BS.1770-4; -inf for silence.

    The weighting is applied to the spectrum of blocks of 100 ms instead of in time, which is cheaper and agrees to
    some tenths of a LU: enough to set a level, not a meter (the platform's own is in submissions/audio).
    """
    block = RATE // 10
    count = len(mix) // block
    if count < 4:
        return float("-inf")
    cut = mix[: count * block].reshape(count, block, 2)
    spectrum = np.fft.rfft(cut, axis=1)
    weight = _k_weight(block)
    energy = np.einsum("kfc,f->k", np.square(spectrum.real) + np.square(spectrum.imag), weight) * 2 / block**2
    windows = np.convolve(energy, np.full(4, 0.25), mode="valid")
    heard = windows[_lufs(windows) > -70.0]
    if not len(heard):
        return float("-inf")
    gated = heard[_lufs(heard) > float(_lufs(heard.mean())) - 10.0]
    return float(_lufs(gated.mean()))


def _lufs(power: NDArray[np.floating] | np.floating) -> NDArray[np.float64]:
    return np.asarray(-0.691 + 10 * np.log10(np.maximum(power, 1e-12)), dtype=np.float64)


def saturate(mix: Signal, knee: float = 0.7) -> Signal:
    """Bend what is above the knee smoothly towards full scale, in place: below it nothing changes."""
    over = np.abs(mix) > knee
    hot = mix[over]
    room_left = np.float32(0.98 - knee)
    mix[over] = np.sign(hot) * (knee + room_left * np.tanh((np.abs(hot) - knee) / room_left))
    return mix


def to_level(mix: Signal, lufs: float) -> Signal:
    """Bring a signal to an integrated loudness. Loud targets are bent at the peaks, and measured again after that."""
    for _ in range(3):
        missing = lufs - loudness(mix)
        if not np.isfinite(missing) or abs(missing) < 0.2:
            break
        mix *= np.float32(10 ** (missing / 20))
        saturate(mix)
    return mix
