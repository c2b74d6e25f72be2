"""Signed addresses of files: for the artist, the desk, and through the jury's floor a juror."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from rest_framework import serializers

from musicprize.accounts.access import Person
from musicprize.kernel.errors import NotFound
from musicprize.objectstore import store
from submissions.applications import access
from submissions.applications.models import Application
from submissions.applications.rules import FILES, PORTRAIT
from submissions.pictures import queries as pictures
from submissions.pictures.queries import CleanCopy
from submissions.uploads import queries as uploads

LIFE: Final = timedelta(minutes=10)
ENDINGS: Final = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
}


@dataclass(frozen=True)
class Link:
    """An address that works for `expires_in` seconds."""

    url: str
    expires_in: int
    content_type: str
    size: int


class FileLinkSerializer(serializers.Serializer):
    url = serializers.CharField()
    expires_in = serializers.IntegerField()
    content_type = serializers.CharField()
    size = serializers.IntegerField()


def link(application_id: UUID, what: str, *, by: Person) -> Link:
    """Where to fetch the portrait or the rider's PDF. NotFound for strangers, and where there is none.

    Of a portrait only the clean copy is ever shown: no place, no camera, no byte of the file itself.

    The content type is one of a few that browsers show without running anything; the name is the reference.
    """
    application = Application.objects.filter(pk=application_id).first()
    if application is None or what not in FILES:
        raise NotFound()
    access.check_can_see(by, application)
    return _signed(application, what, name=application.reference)


def for_the_jury(application_id: UUID, what: str, *, name: str) -> Link:
    """The same under another name than the artist's reference, for a program that has asked who may see it. NotFound
    where there is none."""
    application = Application.objects.filter(pk=application_id).first()
    if application is None or what not in FILES:
        raise NotFound()
    return _signed(application, what, name=name)


def _signed(application: Application, what: str, *, name: str) -> Link:
    upload_id = getattr(application, f"{FILES[what].column}_id")
    if upload_id is None:
        raise NotFound()
    file = pictures.copy_of(upload_id) if what == PORTRAIT else uploads.file_of(upload_id=upload_id)
    content_type = file.content_type if isinstance(file, CleanCopy) else _shown_as(file.content_type, file.file_name)
    file_name = f"{name}-{what}.{ENDINGS.get(content_type, 'bin')}"
    url = store().sign_get(file.key, content_type=content_type, file_name=file_name, expires=LIFE)
    return Link(url, int(LIFE.total_seconds()), content_type, file.size)


def portrait_url(application_id: UUID, *, by: Person) -> str:
    """Where to see the portrait; "" while there is no clean copy."""
    try:
        return link(application_id, PORTRAIT, by=by).url
    except NotFound:
        return ""


def _shown_as(content_type: str, file_name: str) -> str:
    """One of the known types, by what was declared or by the ending; else a stream of bytes that is only saved."""
    if content_type in ENDINGS:
        return content_type
    ending = file_name.rsplit(".", 1)[-1].lower().replace("jpeg", "jpg")
    return next((kind for kind, known in ENDINGS.items() if known == ending), "application/octet-stream")
