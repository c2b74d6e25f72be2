"""Index of this floor's tables; each lives in its room."""

from submissions.applications.models import Application, Member, Receipt, Screening
from submissions.audio.models import Recording, Rendition
from submissions.eligibility.models import EligibilityDecision
from submissions.pictures.models import Picture
from submissions.uploads.models import Upload, UploadPart
from submissions.works.models import Work

__all__ = [
    "Application",
    "EligibilityDecision",
    "Member",
    "Picture",
    "Receipt",
    "Recording",
    "Rendition",
    "Screening",
    "Upload",
    "UploadPart",
    "Work",
]
