"""A platform with an edition that is open, behind TCP proxies that misbehave on demand; on the local store or on S3."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from musicprize.supervisor import Platform, running_platform
from tests.journeys.uploads import killing
from tests.rehearsal import edition
from tests.rehearsal.client import Client
from tests.services import processes, swift
from tests.services.beside import Beside, beside
from tests.services.proxy import Proxy, Way, proxied

ORGANISER = "office@uploads.invalid"
BUCKET = "musicprize-uploads"
PART = 8 * 1024**2
LANES = 3
TALK = 300_000
"""Bytes that the pages and the API need on the way of the parts in the meantime."""


@dataclass
class Site:
    """`web`: between the browser and the web server. `bytes_to`: the way of a file's parts, through us or to the store.

    `kill_store`: SIGKILL to what takes the parts in, and start it again where nothing else does.
    """

    kind: str
    platform: Platform
    web: Proxy
    bytes_to: Proxy
    there: Beside
    kill_store: Callable[[], None]

    @property
    def base(self) -> str:
        return self.web.url.rstrip("/")

    def sent(self) -> int:
        """Bytes that went up so far, on the way that the parts take."""
        return self.bytes_to.moved[Way.UP]

    def scan(self) -> str:
        """The store compared with the rows, however young: the last line, "… 0 orphans, 0 dangling rows"."""
        return self.there.manage("scan_storage", "--hours=0")


@contextmanager
def site(kind: str, folder: Path) -> Iterator[Site]:
    """`kind`: "local" or "s3". Its edition takes recordings from one second on."""
    with ExitStack() as stack:
        environment: dict[str, str] = {}
        bytes_to = None
        if kind == "s3":
            server = stack.enter_context(swift.s3_server(folder / "swift"))
            server.create_bucket(BUCKET)
            bytes_to = stack.enter_context(proxied(server.endpoint))
            environment = {**server.settings(BUCKET), "S3_PUBLIC_ENDPOINT": bytes_to.url}
        platform = stack.enter_context(
            running_platform(data=folder / "data", demo=True, demo_data=False, environment=environment)
        )
        web = stack.enter_context(proxied(f"http://127.0.0.1:{platform.port}"))

        def kill_store() -> None:
            if kind == "s3":
                _kill_swift(stack, folder / "swift")
            else:  # the local store is the web server itself; its main process starts others
                killing.kill(killing.children(killing.program(platform.pid, "gunicorn")))

        settings = {"DJANGO_SETTINGS_MODULE": "musicprize.settings", "SECRET_KEY": "unused"}
        own = {**os.environ, **environment, **settings, "DATA": str(platform.data)}
        there = stack.enter_context(beside(own))
        there.manage("organiser", ORGANISER, "--name", "Office")
        here = Site(kind, platform, web, bytes_to or web, there, kill_store)
        edition.create(Client(f"http://127.0.0.1:{platform.port}", ORGANISER).sign_in(), f"uploads-{kind}")
        yield here


def _kill_swift(stack: ExitStack, folder: Path) -> None:
    """All its servers at once; then again on what they left behind."""
    assert killing.kill(killing.with_words(f"{folder}/")) >= len(swift.STORAGE_SERVERS) + 1
    for kind in (*swift.STORAGE_SERVERS, "proxy"):
        command = [str(swift.VENV / "bin" / f"swift-{kind}-server"), str(folder / f"{kind}.conf")]
        stack.enter_context(processes.running(command, log=folder / f"{kind}.log"))
