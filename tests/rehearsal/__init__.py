"""A rehearsal of a whole edition, over HTTP only, as real clients would: `python -m tests.rehearsal --help`."""
