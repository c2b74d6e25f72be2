"""Findings of a recording as a page shows them: beside its waveform, with their places."""

from typing import Any

from frontend.templatetags.prize import clock


def marked(finding: dict[str, Any]) -> dict[str, Any]:
    """A finding with its place: `clock` for reading, `at` and `until` in seconds for the waveform. Empty: all of it."""
    at, until = finding["at_ms"], finding["until_ms"]
    if at is None:
        return {**finding, "clock": ""}
    return {**finding, "clock": clock(at), "at": f"{at / 1000}", "until": f"{(until or at) / 1000}"}
