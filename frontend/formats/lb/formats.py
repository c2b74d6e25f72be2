"""Dates and numbers in Luxembourgish: written as in German."""

from frontend.formats.de.formats import *  # noqa: F403
