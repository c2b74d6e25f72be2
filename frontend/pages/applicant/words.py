"""Names that several of the artist's pages use."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from musicprize.kernel.errors import Sentence
from submissions.applications.completeness import Status

STATUSES: dict[str, Sentence] = {
    Status.TODO: _("To do"),
    Status.PROGRESS: _("In progress"),
    Status.PROBLEM: _("Problem"),
    Status.DONE: _("Done"),
    Status.BLOCKED: _("Cannot start yet"),
}
STATES: dict[str, Sentence] = {
    "draft": _("Not sent yet"),
    "submitted": _("Sent"),
    "admitted": _("Admitted"),
    "refused": _("Not admitted"),
    "withdrawn": _("Withdrawn"),
}
BASES: dict[str, Sentence] = {
    "born": _("I was born there"),
    "lives": _("I live there"),
    "works": _("I work there"),
    "studies": _("I study there"),
}
LANGUAGES: dict[str, str] = {"de": "Deutsch", "fr": "Français", "lb": "Lëtzebuergesch", "en": "English"}
"""Own names: they are the same in every language."""

FIELDS: dict[str, Sentence] = {
    "artist_name": _("Artist or ensemble"),
    "ensemble": _("Several people play"),
    "members": _("Members"),
    "contact_name": _("Contact person"),
    "phone": _("Telephone"),
    "website": _("Website"),
    "language": _("Language of our letters"),
    "basis": _("Link to the region"),
    "place_name": _("Place"),
    "city": _("City"),
    "region_link": _("In your own words"),
    "biography": _("Biography"),
    "motivation": _("Letter of motivation"),
    "project": _("Project"),
    "rider_inputs": _("Audio inputs"),
    "rider_power": _("Power"),
    "rider_projection": _("Projection and light"),
    "rider_setup_minutes": _("Minutes to set up"),
    "rider_people": _("People on stage"),
    "rider_notes": _("Anything else"),
    "rider_file": _("Stage plan (PDF)"),
    "portrait": _("Picture"),
    "portrait_credit": _("Photographer"),
    "portrait_alt": _("Description of the picture"),
    "title": _("Title"),
    "title_language": _("Language of the title"),
    "year": _("Year of composition"),
    "in_progress": _("Work in progress"),
    "contributors": _("Contributors"),
    "description": _("Lyrics or description"),
    "start_cue_ms": _("The jury begins at"),
    "video_url": _("Video"),
    "isrc": _("ISRC"),
    "audio": _("Recording"),
}


def left(parts: int) -> str:
    """How much is in the way of sending."""
    sentence = ngettext(
        "%(parts)s part is not complete yet; you can look at everything already.",
        "%(parts)s parts are not complete yet; you can look at everything already.",
        parts,
    )
    return sentence % {"parts": parts}
