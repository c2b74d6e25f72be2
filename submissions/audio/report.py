"""What the pipeline says about a file: plain frozen values, shared by the child process and by its callers.

Units are in the names: `_s` seconds, `_lufs` / `_lu` loudness by EBU R128 (ITU-R BS.1770-4), `_dbtp` decibels true
peak, `_db` decibels, `_hz` samples a second, `_bytes`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

Figure = int | float | str
Figures = Mapping[str, Figure]


class Severity(StrEnum):
    """How a finding counts. The pipeline proposes one; the edition's rules may decide otherwise."""

    REFUSAL = "refusal"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about the sound that its author should know, with where it is and how much."""

    code: str
    severity: Severity
    start_s: float | None = None
    end_s: float | None = None
    figures: Figures = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """The file is not sound that can be decoded within bounds. `code` is stable, `detail` is for logs only."""

    code: str
    figures: Figures = field(default_factory=dict)
    detail: str = ""


@dataclass(frozen=True, slots=True)
class PeaksFile:
    """One zoom of the waveform: BBC audiowaveform binary version 2, 8 bit."""

    path: Path
    samples_per_pixel: int
    length: int
    channels: int


@dataclass(frozen=True, slots=True)
class Measurement:
    """Everything the measure pass knows about a file that decodes.

    `integrated_lufs` is None where the gate lets nothing through (silence, under 0.4 s); `true_peak_dbtp` is None for
    digital silence. The `heard_…` values are those of what a juror hears: mono on both loudspeakers, more than two
    channels mixed down to stereo by ITU-R BS.775; the gain is computed from them. `samples_sha256` is the SHA-256 of
    the decoded samples, equal for the same sound in WAV, FLAC and ALAC.
    """

    container: str
    codec: str
    sample_rate: int
    channels: int
    channel_layout: str
    bit_depth: int | None
    bit_rate: int
    lossy: bool
    size_bytes: int
    declared_s: float | None
    decoded_s: float
    integrated_lufs: float | None
    loudness_range_lu: float | None
    true_peak_dbtp: float | None
    heard_lufs: float | None
    heard_true_peak_dbtp: float | None
    samples_sha256: str
    packets: int
    bad_packets: int
    peaks: tuple[PeaksFile, ...]
    findings: tuple[Finding, ...]

    @property
    def peaks_path(self) -> Path:
        """The finest merged zoom: what a player draws first."""
        merged = [file for file in self.peaks if file.channels == 1]
        return min(merged, key=lambda file: file.samples_per_pixel).path

    @property
    def refused(self) -> tuple[Finding, ...]:
        """Findings that refuse the file unless the edition's rules say otherwise."""
        return tuple(found for found in self.findings if found.severity is Severity.REFUSAL)


@dataclass(frozen=True, slots=True)
class Rendition:
    """One file made for listening. `codec` is the asked name: aac, opus, flac, or film with picture and sound."""

    codec: str
    path: Path
    content_type: str
    size_bytes: int
    sha256: str
    duration_s: float
    sample_rate: int
    channels: int
    gain_db: float
    downmixed: bool
    width: int = 0
    height: int = 0
