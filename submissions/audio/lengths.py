"""Findings about the file as a whole: its length, its damage, its bit rate."""

from submissions.audio.findings import Code, found
from submissions.audio.limits import Limits
from submissions.audio.report import Finding

TOLERANCE_S = 0.25
TOLERANCE_SHARE = 0.01
CUT_SHARE = 0.02
LOW_KBPS_PER_CHANNEL = 64  # 128 kbit/s in stereo


def find_length_faults(
    decoded_s: float, declared_s: float | None, limits: Limits, *, open_end: bool = False
) -> list[Finding]:
    """Too short, too long, cut off, or otherwise not what the header says. Times in seconds of decoded samples."""
    findings = []
    if decoded_s < limits.min_s:
        findings.append(found(Code.TOO_SHORT, seconds=round(decoded_s, 2), limit_s=limits.min_s))
    if decoded_s > limits.max_s:
        figures = {"seconds": round(decoded_s, 1), "limit_s": limits.max_s}
        findings.append(found(Code.TOO_LONG, limits.max_s, decoded_s, **figures))
    if open_end:
        findings.append(found(Code.NO_END, decoded_s, seconds=round(decoded_s, 1)))
    if declared_s is None:
        return findings
    missing = declared_s - decoded_s
    lengths = {"declared_s": round(declared_s, 2), "decoded_s": round(decoded_s, 2)}
    if missing > max(TOLERANCE_S, CUT_SHARE * declared_s):
        findings.append(found(Code.CUT_OFF, decoded_s, declared_s, **lengths))
    elif abs(missing) > max(TOLERANCE_S, TOLERANCE_SHARE * declared_s):
        findings.append(found(Code.LENGTH_DIFFERS, **lengths))
    return findings


def find_damage(packets: int, bad_packets: int) -> list[Finding]:
    """Packets that did not decode; the share that refuses is judged by the decoder itself."""
    if not bad_packets:
        return []
    return [found(Code.BAD_PACKETS, bad=bad_packets, packets=packets)]


def find_low_bit_rate(bit_rate: int, channels: int, *, lossy: bool) -> list[Finding]:
    """A lossy file under 64 kbit/s a channel. `bit_rate` in bit/s, counted from the packets."""
    if not lossy or bit_rate >= 1000 * LOW_KBPS_PER_CHANNEL * min(channels, 2):
        return []
    return [found(Code.LOW_BIT_RATE, kbps=round(bit_rate / 1000), limit_kbps=LOW_KBPS_PER_CHANNEL * min(channels, 2))]
