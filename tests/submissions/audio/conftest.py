"""What the audio tests share: measuring in this process (fast) and decoding a rendition again."""

from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from submissions.audio.limits import Limits
from submissions.audio.measure import measure
from submissions.audio.report import Finding, Measurement
from tests.submissions.audio.synth import Sound

Measure = Callable[..., Measurement]


@pytest.fixture
def measured(tmp_path: Path) -> Measure:
    """Measure a file in this process, without the child and its locks (those have tests of their own)."""

    def run(path: Path, **limits: object) -> Measurement:
        return measure(path, tmp_path, Limits(**limits), lambda share: None)  # type: ignore[arg-type]

    return run


def codes(measurement: Measurement) -> set[str]:
    """The codes of all findings."""
    return {finding.code for finding in measurement.findings}


def finding(measurement: Measurement, code: str) -> Finding:
    """The one finding with this code."""
    (only,) = [one for one in measurement.findings if one.code == code]
    return only


def decoded(path: Path) -> tuple[Sound, int]:
    """A file decoded again, as a sound and its rate."""
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        resampler = av.AudioResampler(format="dblp")
        parts = [ready.to_ndarray() for frame in container.decode(stream) for ready in resampler.resample(frame)]
        return np.concatenate(parts, axis=1), stream.rate
