"""What an artist reads about a sound file that was measured: figures in words, in the language of the reader."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from submissions.audio.models import Recording
from submissions.audio.sentences import clock, plain_number

CONTAINERS = {
    "wav": "WAV", "rf64": "WAV (RF64)", "bw64": "WAV (BW64)", "w64": "WAV (W64)", "aiff": "AIFF", "aifc": "AIFF-C",
    "flac": "FLAC", "ogg": "Ogg", "caf": "CAF", "mp4": "MP4", "mp3": "MP3",
    "adts": "AAC", "matroska": "Matroska",
}  # fmt: skip
CODECS = {
    "aac": "AAC", "mp3": "MP3", "alac": "ALAC", "vorbis": "Vorbis", "opus": "Opus", "flac": "FLAC",
    "wavpack": "WavPack", "ac3": "AC-3", "eac3": "E-AC-3",
}  # fmt: skip


@dataclass(frozen=True)
class Fact:
    """One line: what, and how much. `note`: what it means, where that does not go without saying."""

    label: str
    value: str
    note: str = ""


def facts_of(row: Recording) -> tuple[Fact, ...]:
    """The facts of a measured file; none for one that is not decodable sound."""
    if row.duration_ms is None:
        return ()
    found = [
        Fact(_("Format"), _format(row)),
        Fact(_("Length"), clock(row.duration_ms / 1000)),
        Fact(_("Sample rate"), _("%(khz)s kHz") % {"khz": plain_number((row.sample_rate or 0) / 1000)}),
        _channels(row),
        *_levels(row),
    ]
    if row.gain is not None:
        found.append(_gain(row.gain))
    return tuple(found)


def _format(row: Recording) -> str:
    container, codec = CONTAINERS.get(row.container, row.container.upper()), CODECS.get(row.codec, "")
    named = container if not codec or codec == container else f"{container}, {codec}"
    if row.bit_depth:
        return _("%(format)s, %(bits)s bit") % {"format": named, "bits": row.bit_depth}
    if row.codec.startswith("pcm_f"):
        return _("%(format)s, floating point") % {"format": named}
    if row.bit_rate:
        return _("%(format)s, %(kbps)s kbit/s") % {"format": named, "kbps": round(row.bit_rate / 1000)}
    return named


def _channels(row: Recording) -> Fact:
    if row.channels == 1:
        return Fact(_("Channels"), _("mono"), _("The jury hears it on both loudspeakers."))
    if row.channels == 2:
        return Fact(_("Channels"), _("stereo"))
    note = _("The jury hears a stereo mix of them, made by the rules of ITU-R BS.775.")
    return Fact(_("Channels"), number_format(row.channels or 0), note)


def _levels(row: Recording) -> list[Fact]:
    found = []
    if row.loudness is not None:
        value = _("%(value)s LUFS") % {"value": _level(row.loudness)}
        found.append(Fact(_("Loudness"), value, _("Of the whole piece, after EBU R 128.")))
    if row.loudness_range is not None:
        value = _("%(value)s LU") % {"value": number_format(row.loudness_range / 100, 1)}
        found.append(Fact(_("Loudness range"), value, _("Between its soft and its loud passages.")))
    if row.true_peak is not None:
        found.append(Fact(_("True peak"), _("%(value)s dBTP") % {"value": _level(row.true_peak)}))
    return found


def _gain(gain: int) -> Fact:
    size = number_format(abs(gain) / 100, 1)
    if round(gain / 10) == 0:
        value = _("just as loud as your file")
    elif gain > 0:
        value = _("%(db)s dB louder than your file") % {"db": size}
    else:
        value = _("%(db)s dB softer than your file") % {"db": size}
    note = _(
        "One and the same change for all works of your application, so that entries are equally loud and the balance"
        " between your works stays. Nothing is compressed."
    )
    return Fact(_("What the jury hears"), value, note)


def _level(hundredths: int) -> str:
    """A level with a real minus sign."""
    return number_format(hundredths / 100, 1).replace("-", "−")
