"""What a picture may be, and the sentences for those that are not. Pure Python."""

from datetime import timedelta
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from musicprize.kernel.errors import Sentence

FORMATS = ("JPEG", "PNG", "WEBP")
"""By the bytes, whatever the name says. Nothing else is tried: fewer decoders, fewer holes."""
LONGEST_EDGE = 1600
QUALITY = 86
MOST_PIXELS = 60_000_000
"""A camera of 60 megapixels; what claims more is not decoded."""
CONTENT_TYPE = "image/jpeg"
LEASE = timedelta(minutes=3)
WALL_S = 60.0
CPU_S = 30
MEMORY_BYTES = 768 * 1024**2


class Verdict(StrEnum):
    QUEUED = "queued"
    READY = "ready"
    REFUSED = "refused"


class Code(StrEnum):
    """Why a file was refused."""

    NO_PICTURE = "no_picture"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_COSTLY = "too_costly"


REFUSALS: dict[str, Sentence] = {
    Code.NO_PICTURE: _("This file is not a picture that we can open. Please send it as JPEG, PNG or WebP."),
    Code.TOO_MANY_PIXELS: _("The picture is too large. Please send it with at most 60 million pixels."),
    Code.TOO_COSTLY: _("This picture takes too much work to open. Please save it anew as JPEG and send that."),
}
PARKED = _("The picture could not be prepared yet. We look into it; you need not send it again.")
