"""Which fields a work has, and what may be saved in each. Pure Python."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from musicprize.kernel.errors import Invalid
from submissions.applications.autosave import Field, Kind

MOST_CUE_MS = 24 * 3600 * 1000
ISRC_LENGTH = 12

FIELDS: dict[str, Field] = {
    "title": Field(Kind.LINE, longest=200),
    "title_language": Field(Kind.TAG, longest=8),
    "year": Field(Kind.WHOLE, lowest=1900, highest=2200),
    "in_progress": Field(Kind.FLAG),
    "contributors": Field(Kind.TEXT, longest=2000),
    "description": Field(Kind.TEXT, longest=4000),
    "start_cue_ms": Field(Kind.WHOLE, highest=MOST_CUE_MS),
    "video_url": Field(Kind.ADDRESS, longest=300),
    "isrc": Field(Kind.TAG, longest=15),
}


def normalised(values: dict[str, Any]) -> dict[str, Any]:
    """Values as they are stored: an ISRC without hyphens and in capitals (ISO 3901), no cue as the beginning.

    Invalid for an ISRC that is too long even without its hyphens."""
    found = dict(values)
    if "isrc" in found:
        found["isrc"] = found["isrc"].replace("-", "").upper()
        if len(found["isrc"]) > ISRC_LENGTH:
            raise Invalid(fields={"isrc": [("too_long", _("An ISRC has twelve letters and digits."))]})
    if "start_cue_ms" in found:
        found["start_cue_ms"] = found["start_cue_ms"] or 0
    return found
