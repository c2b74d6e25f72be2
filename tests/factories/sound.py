"""A work that can be played: rows and stored objects as the audio queue leaves them, without decoding anything."""

import secrets
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from musicprize.kernel import clock
from musicprize.objectstore import store
from submissions.audio.models import Recording, Rendition
from submissions.works.models import Work
from tests.factories.recordings import make_ready_upload


@dataclass(frozen=True)
class Sound:
    """The bytes behind the addresses."""

    content: bytes
    peaks: bytes


def make_sound(work: Work, *, duration_ms: int = 60_000, gain: int = 0) -> Sound:
    """A ready recording with its waveform and its AAC rendition; the bytes are random, not music."""
    sound = Sound(secrets.token_bytes(512), secrets.token_bytes(64))
    at = clock.now()
    with TemporaryDirectory() as folder:
        upload = make_ready_upload(work, _file(folder, "song.wav", secrets.token_bytes(128)))
        work.audio = upload
        work.save(update_fields=["audio"])
        peaks, preview = store().new_key(), store().new_key()
        store().put_file(_file(folder, "peaks", sound.peaks), peaks, content_type="application/octet-stream")
        store().put_file(_file(folder, "preview", sound.content), preview, content_type="audio/mp4")
    recording = Recording.objects.create(
        upload=upload, work=work, verdict="ready", percent=100, duration_ms=duration_ms, gain=gain, measured_at=at,
        due_at=at, work_state="done", peaks=[{"key": peaks, "samples_per_pixel": 256, "length": 10}],
    )  # fmt: skip
    Rendition.objects.create(
        recording=recording, codec="aac", gain=gain, key=preview, content_type="audio/mp4", size=len(sound.content),
        duration_ms=duration_ms, percent=100, rendered_at=at, due_at=at, work_state="done",
    )  # fmt: skip
    return sound


def _file(folder: str, name: str, content: bytes) -> Path:
    path = Path(folder) / name
    path.write_bytes(content)
    return path
