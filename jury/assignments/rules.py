"""Rules of who hears what. Pure Python."""

from enum import StrEnum


class Origin(StrEnum):
    """How a juror came to an entry: the allocator at the opening, an organiser's hand, in the place of somebody who
    stood aside, or with the seat of a juror who left."""

    DRAW = "draw"
    HAND = "hand"
    STEAD = "stead"
    SEAT = "seat"
