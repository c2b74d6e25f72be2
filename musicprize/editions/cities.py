"""The four cities as facts: names in four languages, coordinates (WGS 84, GeoNames), bar of the mark."""

from decimal import Decimal
from typing import NamedTuple


class CitySeed(NamedTuple):
    """What a migration writes into the table of cities."""

    code: str
    name: dict[str, str]
    country: str
    latitude: Decimal
    longitude: Decimal
    colour: int


def _names(de: str, fr: str, lb: str, en: str) -> dict[str, str]:
    return {"de": de, "fr": fr, "lb": lb, "en": en}


CITIES = (
    CitySeed("lux", _names("Luxemburg", "Luxembourg", "Lëtzebuerg", "Luxembourg"), "LU",
             Decimal("49.61167"), Decimal("6.13000"), 1),
    CitySeed("met", _names("Metz", "Metz", "Metz", "Metz"), "FR", Decimal("49.11911"), Decimal("6.17269"), 2),
    CitySeed("sbr", _names("Saarbrücken", "Sarrebruck", "Saarbrécken", "Saarbrücken"), "DE",
             Decimal("49.23262"), Decimal("7.00982"), 3),
    CitySeed("tri", _names("Trier", "Trèves", "Tréier", "Trier"), "DE", Decimal("49.75565"), Decimal("6.63935"), 4),
)  # fmt: skip
