"""A platform with something in every corner, and ways to look at all of it at once."""

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection

from jury.rounds import actions as rounds
from jury.rounds.rules import Missing
from musicprize.accounts.actions import create_token
from musicprize.accounts.models import User
from musicprize.kernel import clock
from musicprize.mail import actions as mail
from musicprize.objectstore import store
from musicprize.objectstore.owners import owners
from submissions.applications.models import Application, Member
from submissions.audio.models import Rendition
from tests.factories.applications import make_submitted
from tests.factories.jury import Jury, make_sealed_jury
from tests.factories.people import make_user

MARK = "Zephyrine"
"""In everything that the artist wrote; nowhere else."""


@dataclass
class World:
    """`artist`: somebody with an application of three works under way, beside a jury that has counted a round."""

    jury: Jury
    artist: User
    application: Application

    @property
    def keys(self) -> set[str]:
        return {key for owner in owners() for key in owner.required()}


def make_world(data: Path) -> World:
    jury = make_sealed_jury(jurors=2, entries=2)
    rounds.close(round_id=jury.round.pk, missing=Missing.REFUSE, by=jury.organiser, at=jury.at)
    artist = make_user(f"{MARK.lower()}@example.org", name=MARK)
    application = make_submitted(
        jury.edition, artist, artist_name=f"{MARK} Trio", contact_name=MARK, phone=f"1 {MARK}", biography=f"I, {MARK}"
    )
    application.works.update(title=f"Song of {MARK}", description=MARK)
    Member.objects.create(application=application, position=1, name=MARK, email=f"band.{MARK.lower()}@example.org")
    mail.write(
        template="application_withdrawn", to=artist.email, language="en", at=clock.now(), user_id=artist.pk,
        context={"artist_name": MARK, "reference": "x", "edition_title": "y", "path": "/"},
    )  # fmt: skip
    create_token(by=artist)
    session = SessionStore()
    session.update({"_auth_user_id": str(artist.pk), "said": MARK})
    session.save()
    default_storage.save("notes/small.txt", ContentFile(b"a small file"))
    store_all(data)
    return World(jury, artist, application)


def store_all(data: Path) -> None:
    """An object of its own content for every row that needs one."""
    for row in Rendition.objects.all():  # the factories' keys are one digit too long for a store
        Rendition.objects.filter(pk=row.pk).update(key=store().new_key())
    data.mkdir(parents=True, exist_ok=True)
    for key in {key for owner in owners() for key in owner.required()}:
        put(data, key, hashlib.shake_256(key.encode()).digest(5000))


def put(data: Path, key: str, content: bytes) -> None:
    scratch = data / "scratch"
    scratch.write_bytes(content)
    store().put_file(scratch, key, content_type="audio/flac")
    scratch.unlink()


def stored() -> dict[str, str]:
    """SHA-256 of everything in the store."""
    return {found.key: digest(found.key) for found in store().list_keys()}


def digest(key: str) -> str:
    with store().open_stream(key) as pieces:
        return hashlib.sha256(b"".join(pieces)).hexdigest()


def rows(*, without: tuple[str, ...] = ()) -> dict[str, list[Any]]:
    """Every row of every table, in an order of its own."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table not in without:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                found[table] = sorted(repr([_plain(value) for value in row]) for row in cursor.fetchall())
    return found


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def run(command: str, *arguments: Any, **options: Any) -> str:
    """What a management command prints."""
    out = io.StringIO()
    call_command(command, *arguments, stdout=out, stderr=out, **options)
    return out.getvalue()
