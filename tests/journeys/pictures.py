"""The README's pictures, cut from the screenshots of the last browser run: `python -m tests.journeys.pictures`."""

from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
SCREENS, PICTURES = ROOT / "var" / "screens", ROOT / "docs" / "pictures"
WANTED = {"jury-room": "jury_room-1280-light", "call": "call-1280-light", "desk": "desk_edition-1280-dark"}
HEIGHT = 880


def main() -> None:
    """Cut each to one screen and 256 colours, rare ones kept: some 50 KB."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, screen in WANTED.items():
        with Image.open(SCREENS / f"{screen}.png") as whole:
            cut = whole.convert("RGB").crop((0, 0, whole.width, min(HEIGHT, whole.height)))
        target = PICTURES / f"{name}.png"
        cut.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(target, optimize=True)
        print(f"{target.name}: {target.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
