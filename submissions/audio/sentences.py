"""What an artist reads about a finding or a refusal: what it is, where, and what to do. Needs Django.

The pipeline itself speaks in codes (findings.py, report.py); this is the only file of the two halves with sentences.
`explain_finding` and `explain_refusal` are called while a page is rendered, in the language of its reader.
"""

from collections.abc import Mapping

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from submissions.audio.report import Figure, Figures

FINDINGS: Mapping[str, Promise] = {
    "silent_start": _(
        "The first %(seconds)s seconds are silent. If that is not meant, cut them off and upload the file again."
    ),
    "silent_end": _(
        "The last %(seconds)s seconds, from %(start)s on, are silent."
        " If that is not meant, cut them off and upload the file again."
    ),
    "silent_inside": _(
        "From %(start)s to %(end)s there is silence. If that is not meant, check your export and upload the file again."
    ),
    "nearly_silent": _(
        "%(percent)s %% of this file is silent. Check that the right track was exported and not muted,"
        " then upload it again."
    ),
    "dead_channel_left": _(
        "Only the right channel has sound, the left one is empty. Check the panning and the cables,"
        " then upload the file again, unless it is meant."
    ),
    "dead_channel_right": _(
        "Only the left channel has sound, the right one is empty. Check the panning and the cables,"
        " then upload the file again, unless it is meant."
    ),
    "out_of_phase": _(
        "From %(start)s to %(end)s the left and right channels work against each other: on a single"
        " loudspeaker the sound almost vanishes. If that is not meant, reverse the polarity of one channel"
        " and upload the file again."
    ),
    "mono_in_stereo": _(
        "Both channels are the same, so the piece will be heard in mono. There is nothing you must do."
    ),
    "clipped": _(
        "The sound is clipped in %(runs)s places between %(start)s and %(end)s: the level was too high when it was"
        " recorded or exported. If you can, export it again at a lower level and upload it."
    ),
    "true_peak_over": _(
        "The peaks reach %(dbtp)s dBTP, which is above full scale. We lower the level for listening,"
        " so there is nothing you must do."
    ),
    "dc_offset": _(
        "The sound is shifted from its centre by %(percent)s %% of full scale (DC offset), which can click at the start"
        " and the end. If you can, remove the offset and upload the file again."
    ),
    "cut_off": _(
        "The file says that it lasts %(declared)s, but there is sound for %(decoded)s only: it was cut off."
        " Export it again and upload the new file."
    ),
    "no_end": _(
        "The file stops at %(duration)s without its end mark; it may have been cut off."
        " Listen to the end of it here, and upload it again if something is missing."
    ),
    "length_differs": _(
        "The file says that it lasts %(declared)s, but %(decoded)s can be heard."
        " Listen to the end of it here, and export it again if something is missing."
    ),
    "bad_packets": _(
        "%(bad)s of %(packets)s parts of this file are damaged and were left out."
        " Listen to it here, and upload it again if you hear gaps."
    ),
    "too_short": _(
        "The file lasts %(seconds)s seconds. At least %(limit_s)s seconds are asked for. Upload a longer one."
    ),
    "too_long": _("The file lasts %(duration)s. At most %(limit)s are allowed. Shorten it and upload it again."),
    "low_bit_rate": _(
        "The file is compressed to %(kbps)s kbit/s. From %(limit_kbps)s kbit/s on it sounds better to a jury;"
        " a WAV or FLAC file is best. If you have one, upload it instead."
    ),
    "same_sound": _("This is the same sound as in your work “%(work)s”. If that is a mistake, upload the right file."),
    "video_present": _("The file has a picture as well. The jury hears its sound only, as long as the round is blind."),
    "downmixed": _(
        "The file has %(channels)s channels. The jury hears a stereo mix of them (by ITU-R BS.775)."
        " If you have a stereo mix of your own, upload that instead."
    ),
}

REFUSALS: Mapping[str, Promise] = {
    "empty_file": _("The file is empty. Export it again and upload the new file."),
    "not_audio": _(
        "This is not an audio file. Upload the piece as WAV, AIFF, FLAC, ALAC, AAC, MP3, Ogg Vorbis or Opus."
    ),
    "not_audio_playlist": _("This is a playlist, not a sound. Upload the audio file that it points to."),
    "not_audio_web_page": _(
        "This is a web page, not a sound. Download the audio file itself first, then upload it here."
    ),
    "not_audio_archive": _("This is an archive. Unpack it and upload the audio file that is in it."),
    "not_audio_program": _("This is a program, not a sound. Upload the audio file of your piece."),
    "not_audio_document": _("This is a document, not a sound. Upload the audio file of your piece."),
    "not_audio_picture": _("This is a picture, not a sound. Upload the audio file of your piece."),
    "not_audio_text": _("This is a text, not a sound. Upload the audio file of your piece."),
    "not_audio_midi": _("This is a MIDI file: notes without a sound. Render it to an audio file and upload that."),
    "no_sound": _("There is no sound in this file. Check your export and upload the file again."),
    "video_not_allowed": _("This is a film. Export its sound alone, for example as WAV or FLAC, and upload that."),
    "no_picture": _("There is no moving picture in this file. The jury hears its sound."),
    "picture_not_supported": _(
        "The picture is coded as %(codec)s, which we cannot show. Export the film with H.264 and upload that."
    ),
    "picture_too_large": _(
        "The picture has %(width)s × %(height)s dots, which is more than we can take."
        " Export the film with at most 1920 × 1080 and upload that."
    ),
    "codec_not_supported": _(
        "The sound is coded as %(codec)s, which we cannot play. Export it as WAV or FLAC and upload that."
    ),
    "not_decodable": _(
        "No sound can be read from this file; it seems to be damaged. Export it again and upload the new file."
    ),
    "damaged": _(
        "%(bad_packets)s of %(packets)s parts of this file are damaged. Export it again and upload the new file."
    ),
    "format_changes": _(
        "The number of channels or the sample rate changes within this file, at %(at)s."
        " Export it in one piece and upload the new file."
    ),
    "not_a_number": _(
        "The file has invalid sample values at %(at)s (not a number). Export it again, best as 24 bit WAV,"
        " and upload the new file."
    ),
    "too_many_channels": _(
        "The file has %(channels)s channels; at most %(limit)s are possible. Export a stereo mix and upload that."
    ),
    "sample_rate_not_supported": _(
        "The sample rate is %(sample_rate)s Hz. It must be between 8,000 and 192,000 Hz. Export the piece again."
    ),
    "too_long_to_decode": _(
        "The file is longer than %(limit)s, which is more than we can take. Shorten it and upload it again."
    ),
    "memory_limit": _(
        "This file needs far more memory than sound does, so we stopped reading it."
        " Export it again without pictures and tags, and upload the new file."
    ),
    "cpu_limit": _(
        "This file takes far more time to read than sound does, so we stopped."
        " Export it again as WAV or FLAC and upload the new file."
    ),
    "time_limit": _(
        "This file takes far more time to read than sound does, so we stopped."
        " Export it again as WAV or FLAC and upload the new file."
    ),
    "output_limit": _("This file would become too large to be played. Shorten it and upload it again."),
    "killed": _(
        "This file could not be read within its limits. Export it again as WAV or FLAC and upload the new file."
    ),
    "crashed": _("This file could not be read; it seems to be damaged. Export it again and upload the new file."),
}


def explain_finding(code: str, figures: Figures, *, start_s: float | None = None, end_s: float | None = None) -> str:
    """The sentence for a finding, in the active language. Raises KeyError for a code that nobody wrote one for."""
    key = f"{code}_{figures['channel']}" if code == "dead_channel" else code
    return str(FINDINGS[key]) % _readable({**figures, **_positions(start_s, end_s)})


def explain_refusal(code: str, figures: Figures) -> str:
    """The sentence for a refusal, in the active language. Raises KeyError for a code that nobody wrote one for."""
    kind = f"{code}_{figures.get('kind', '')}"
    return str(REFUSALS.get(kind) or REFUSALS[code]) % _readable(figures)


def clock(seconds: float) -> str:
    """Seconds as minutes and seconds (3:07) or hours, minutes and seconds (1:03:07)."""
    whole = round(seconds)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return gettext("%(hours)d:%(minutes)02d:%(seconds)02d") % {"hours": hours, "minutes": minutes, "seconds": rest}
    return gettext("%(minutes)d:%(seconds)02d") % {"minutes": minutes, "seconds": rest}


def plain_number(value: float) -> str:
    """A figure as the active language writes it, whole ones without a decimal: 5 and 4.2, not 5.0."""
    return number_format(int(value) if float(value).is_integer() else value)


def _positions(start_s: float | None, end_s: float | None) -> dict[str, Figure]:
    return {name: value for name, value in (("start_s", start_s), ("end_s", end_s)) if value is not None}


def _readable(figures: Figures) -> dict[str, str]:
    """Every figure as text of the active language, and every time also as a clock, without the unit in its name."""
    texts = {name: value if isinstance(value, str) else plain_number(value) for name, value in figures.items()}
    clocks = {"start_s": "start", "end_s": "end", "declared_s": "declared", "decoded_s": "decoded", "at_s": "at"}
    clocks |= {"limit_s": "limit", "seconds": "duration"}
    for name, short in clocks.items():
        value = figures.get(name)
        if isinstance(value, int | float) and short not in texts:
            texts[short] = clock(value)
    return texts
