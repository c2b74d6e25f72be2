"""Index of this floor's background tasks; each lives in its room."""

from jury.deliberation import tasks as deliberation
from jury.publication import tasks as publication

__all__ = ["deliberation", "publication"]
