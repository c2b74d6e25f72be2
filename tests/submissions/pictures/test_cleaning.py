"""Only pixels leave: whatever a camera, a program or an attacker put into the file stays behind."""

import resource
from pathlib import Path

import pytest
from PIL import Image

from submissions.pictures import cleaning, rules
from submissions.pictures.cleaning import Cleaned, Refusal
from submissions.pictures.rules import Code
from tests.factories.pictures import CANARY, make_bomb, make_jpeg, make_png
from tests.factories.processes import children

SCRIPT = b"<script>alert(1)</script><?php system('id'); ?>PK\x03\x04"


def _clean(content: bytes, folder: Path, **options: float) -> Cleaned | Refusal:
    source, out = folder / "sent", folder / "out"
    source.write_bytes(content)
    out.mkdir()
    return cleaning.clean(source, out, **options)


@pytest.mark.parametrize("content", [make_jpeg(tail=SCRIPT), make_png()], ids=["jpeg", "png"])
def test_clean_keeps_no_metadata_and_no_foreign_bytes(content: bytes, tmp_path: Path) -> None:
    assert CANARY.encode() in content
    made = _clean(content, tmp_path)
    assert isinstance(made, Cleaned)
    copy = made.path.read_bytes()
    for mark in (CANARY.encode(), b"Canary", b"Exif", b"script", b"<?php", b"PK\x03\x04", b"xmp", b"ICC_PROFILE"):
        assert mark not in copy
    with Image.open(made.path) as image:
        assert (image.format, image.mode, dict(image.getexif())) == ("JPEG", "RGB", {})
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}


def test_clean_turns_the_picture_upright(tmp_path: Path) -> None:
    """Orientation 6: the camera was turned; red, on the left in the file, is on top for the eye."""
    made = _clean(make_jpeg((640, 480), orientation=6), tmp_path)
    assert isinstance(made, Cleaned)
    assert (made.width, made.height) == (480, 640)
    with Image.open(made.path) as image:
        top, bottom = image.getpixel((240, 40)), image.getpixel((240, 600))
    assert top[0] > 180 > 60 > top[2]
    assert bottom[2] > 180 > 60 > bottom[0]


def test_clean_is_at_most_1600_pixels_and_never_enlarged(tmp_path: Path) -> None:
    big = _clean(make_jpeg((4000, 2000)), tmp_path)
    assert isinstance(big, Cleaned)
    assert (big.width, big.height) == (1600, 800)
    assert big.size == big.path.stat().st_size


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "I;16", "RGB"])
def test_clean_takes_every_mode_of_png(mode: str, tmp_path: Path) -> None:
    made = _clean(make_png((32, 32), mode), tmp_path)
    assert isinstance(made, Cleaned)
    assert (made.width, made.height) == (32, 32)


def test_clean_puts_transparency_on_white(tmp_path: Path) -> None:
    made = _clean(make_png(), tmp_path)
    assert isinstance(made, Cleaned)
    with Image.open(made.path) as image:
        assert min(image.getpixel((10, 10))) > 250


@pytest.mark.parametrize(
    "content",
    [b"", b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a" + b"\0" * 50, make_jpeg()[:400],
     b"%!PS-Adobe-3.0\n(/etc/passwd) run", SCRIPT, make_png()[:60]],
    ids=["empty", "text", "svg", "gif", "cut jpeg", "postscript", "script", "cut png"],
)  # fmt: skip
def test_clean_what_is_no_picture_is_refused(content: bytes, tmp_path: Path) -> None:
    refused = _clean(content, tmp_path)
    assert isinstance(refused, Refusal)
    assert refused.code == Code.NO_PICTURE
    assert list((tmp_path / "out").iterdir()) == []


def test_clean_a_bomb_is_refused_by_its_header(tmp_path: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    refused = _clean(make_bomb(), tmp_path)
    assert isinstance(refused, Refusal)
    assert refused.code == Code.TOO_MANY_PIXELS
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 5


def test_clean_runs_out_of_time_is_refused_and_leaves_no_process(tmp_path: Path) -> None:
    refused = _clean(make_jpeg(), tmp_path, wall_s=0.001)
    assert isinstance(refused, Refusal)
    assert refused.code == Code.TOO_COSTLY
    assert children() == []


def test_clean_that_cannot_start_refuses_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning, "ROOT", tmp_path)
    with pytest.raises(cleaning.CleaningFault):
        _clean(make_jpeg(), tmp_path)


@pytest.mark.parametrize("answer", [{}, {"width": 10}, {"width": 9999, "height": 1}, {"width": "1", "height": 1}])
def test_child_s_odd_answers_are_not_believed(answer: dict[str, object], tmp_path: Path) -> None:
    copy = tmp_path / "clean.jpg"
    copy.write_bytes(b"\xff\xd8\xff\xe0")
    assert isinstance(cleaning._checked(answer, copy), Refusal)
    copy.write_bytes(SCRIPT)
    assert isinstance(cleaning._checked({"width": 1, "height": 1}, copy), Refusal)


def test_every_refusal_has_its_sentence() -> None:
    assert set(rules.REFUSALS) == set(Code)
