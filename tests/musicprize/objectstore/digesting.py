"""A small web application for test_bodies: reads the body as the platform does, and answers what it was."""

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest

from musicprize.objectstore.bodies import reader

settings.configure()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The body's SHA-256 and length; `/unread` leaves it where it is."""
    digest, length = hashlib.sha256(), 0
    if environ["PATH_INFO"] != "/unread":
        read, left = reader(WSGIRequest(environ)), int(environ["CONTENT_LENGTH"] or 0)
        try:
            while left and (piece := read(min(left, 100_000))):
                digest.update(piece)
                left, length = left - len(piece), length + len(piece)
        except OSError:
            length = -1
    told = f"{digest.hexdigest()} {length}".encode()
    start_response("200 OK", [("Content-Length", str(len(told)))])
    return [told]
