"""Pictures for tests, with what cameras and attackers put into them."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

from PIL import Image, PngImagePlugin

from musicprize.kernel import clock
from musicprize.objectstore import ObjectStore, store
from submissions.applications.models import Application
from submissions.pictures.models import Picture
from submissions.uploads.models import Upload
from submissions.uploads.rules import Purpose
from tests.factories.works import make_upload

CANARY = "Canary Vogel 49.7557N"


def make_jpeg(size: tuple[int, int] = (640, 480), *, orientation: int = 1, tail: bytes = b"") -> bytes:
    """A photograph with place, camera, comment and a tail; its left half is red, its right half blue."""
    image = Image.new("RGB", size, (220, 20, 20))
    image.paste((20, 20, 220), (size[0] // 2, 0, size[0], size[1]))
    exif = Image.Exif()
    exif[0x0112], exif[0x013B], exif[0x010E] = orientation, CANARY, CANARY
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (49.0, 45.0, 20.0)
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=CANARY.encode())
    return out.getvalue() + tail


def make_png(size: tuple[int, int] = (64, 64), mode: str = "RGBA") -> bytes:
    """Transparent, with text chunks."""
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", CANARY)
    text.add_itxt("XML:com.adobe.xmp", f"<x>{CANARY}</x>")
    out = io.BytesIO()
    Image.new(mode, size).save(out, "PNG", pnginfo=text)
    return out.getvalue()


def make_bomb(side: int = 30_000) -> bytes:
    """A small PNG whose header claims `side` × `side` pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def make_portrait(application: Application, content: bytes, objects: ObjectStore, folder: Path) -> Upload:
    """The application's portrait, verified and stored; its clean copy is not made yet."""
    upload = make_upload(application, purpose=Purpose.PORTRAIT, file_name="me.jpg", content_type="image/jpeg")
    path = folder / "sent"
    path.write_bytes(content)
    objects.put_file(path, upload.key, content_type="application/octet-stream")
    application.portrait = upload
    application.save(update_fields=["portrait"])
    return upload


def make_clean_copy(application: Application, **fields: Any) -> Picture:
    """A portrait with its clean copy, whose bytes are in no store."""
    at = clock.now()
    upload = make_upload(application, purpose=Purpose.PORTRAIT, deleted_at=at)
    application.portrait = upload
    application.portrait_alt, application.portrait_credit = "Three people laugh", "Ines Beispiel"
    application.save(update_fields=["portrait", "portrait_alt", "portrait_credit"])
    given: dict[str, Any] = {
        "verdict": "ready", "key": store().new_key(), "size": 99_000, "width": 1600, "height": 1067, "made_at": at,
        "due_at": at, "work_state": "done", **fields,
    }  # fmt: skip
    return Picture.objects.create(upload=upload, **given)
