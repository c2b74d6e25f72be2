"""Index of this floor's background tasks; each lives in its room."""

from submissions.applications import tasks as applications
from submissions.audio import tasks as audio
from submissions.pictures import tasks as pictures
from submissions.uploads import tasks as uploads

__all__ = ["applications", "audio", "pictures", "uploads"]
