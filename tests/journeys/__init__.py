"""Whole journeys in a real browser, and every page looked at: marker `browser`."""
