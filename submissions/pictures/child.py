"""The short-lived process that opens one picture of a stranger: one request in, one line of JSON out.

`python -m submissions.pictures.child`, started by cleaning.py only. All that is needed is imported before the doors
close: then it reads one file, writes one file, and reaches nothing else.
"""

import io
import json
import os
import sys
import warnings
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageOps

from submissions.audio import limits, sandbox
from submissions.audio.limits import Limits

Answer = dict[str, Any]


class TooManyPixels(Exception):
    """The header claims more than we decode."""


def main() -> int:
    """Read the request, lock ourselves in, write the copy, say how it ended."""
    request = json.loads(sys.stdin.buffer.readline())
    out = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)  # a library that prints cannot write into the answer
    source, target = Path(request["source"]), Path(request["target"])
    Image.init()  # Pillow imports parts of itself when it first meets them; behind the locks it could not
    srgb = ImageCms.createProfile("sRGB")
    bounds = Limits(memory_bytes=request["memory_bytes"], output_bytes=64 * 2**20)
    limits.apply(bounds, cpu_s=request["cpu_s"], parent_pid=request["parent_pid"])
    sandbox.enter(readable=source, writable=target.parent)
    out.write(json.dumps({"started": True}) + "\n")
    out.flush()
    out.write(json.dumps(_answer(request, source, target, srgb)) + "\n")
    out.flush()
    return 0


def _answer(request: Answer, source: Path, target: Path, srgb: Any) -> Answer:
    try:
        width, height = clean(
            source, target, srgb=srgb, formats=tuple(request["formats"]), most_pixels=request["most_pixels"],
            edge=request["edge"], quality=request["quality"],
        )  # fmt: skip
        return {"width": width, "height": height}
    except TooManyPixels:
        return {"refusal": "too_many_pixels"}
    except MemoryError:
        return {"refusal": "too_costly"}
    except Exception as problem:  # noqa: BLE001 - decoders raise what they like; the file is then no picture of ours
        return {"refusal": "no_picture", "detail": repr(problem)[:500]}


def clean(
    source: Path, target: Path, *, srgb: Any, formats: tuple[str, ...], most_pixels: int, edge: int, quality: int
) -> tuple[int, int]:
    """Write the pixels of `source`, upright and in sRGB, as a JPEG of at most `edge` pixels: (width, height).

    Nothing else of the file is written: no EXIF, place, comment, profile, thumbnail or trailing bytes.
    """
    Image.MAX_IMAGE_PIXELS = most_pixels
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        image = Image.open(source, formats=formats)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise TooManyPixels from bomb
    profile = image.info.get("icc_profile")
    image.draft("RGB", (edge, edge))  # JPEG only: decodes a fraction of the pixels
    image.load()
    if getattr(image, "n_frames", 1) > 1:
        image.seek(0)
    upright = ImageOps.exif_transpose(image)
    small = _small(upright, edge)
    flat = _flat(_in_srgb(small, profile, srgb))
    bare = Image.frombytes("RGB", flat.size, flat.tobytes())  # a new object: whatever hung on the old one stays behind
    bare.save(target, "JPEG", quality=quality, optimize=True, progressive=True)
    return bare.size


def _small(image: Image.Image, edge: int) -> Image.Image:
    if image.mode in ("P", "PA", "1"):
        image = image.convert("RGBA")
    if image.mode.startswith("I"):  # 16 bits of grey
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    image.thumbnail((edge, edge), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return image


def _in_srgb(image: Image.Image, profile: bytes | None, srgb: Any) -> Image.Image:
    """Colours as they were meant. A profile that is broken is left out: then the numbers are taken as sRGB."""
    if not profile or image.mode not in ("RGB", "CMYK", "L"):
        return image
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, own, srgb, outputMode="RGB") or image
    except ImageCms.PyCMSError:
        return image


def _flat(image: Image.Image) -> Image.Image:
    """Without transparency: on white."""
    if image.mode in ("RGBA", "LA") or "transparency" in image.info:
        whole = image.convert("RGBA")
        ground = Image.new("RGBA", whole.size, (255, 255, 255, 255))
        return Image.alpha_composite(ground, whole).convert("RGB")
    return image.convert("RGB")


if __name__ == "__main__":
    sys.exit(main())
