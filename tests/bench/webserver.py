"""The platform's own web server for measuring, and people in its database. Django is set up in this process too."""

import contextlib
import os
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from musicprize.supervisor import configuration, services
from tests.services import processes


@dataclass(frozen=True)
class Server:
    """gunicorn with its workers."""

    base: str
    leader: psutil.Process

    def _all(self) -> list[psutil.Process]:
        return [self.leader, *self.leader.children(recursive=True)]

    def cpu(self) -> float:
        """CPU seconds so far, of all its processes, in user and system."""
        return sum(sum(one.cpu_times()[:2]) for one in self._all())

    def memory(self) -> int:
        """Bytes that are its own (shared pages counted in proportion)."""
        return sum(one.memory_full_info().pss for one in self._all())


@contextlib.contextmanager
def web_server(data: Path, environment: Mapping[str, str], *, name: str) -> Iterator[Server]:
    """`python -m musicprize.supervisor web` as it runs in production, on a free port."""
    port = processes.free_ports(1)[0]
    bind = f"127.0.0.1:{port}"
    settings = configuration.read()
    child = configuration.child_environment(
        settings, port=port, redis_url=os.environ["REDIS_URL"], secret_key=os.environ["SECRET_KEY"]
    )
    child |= dict(environment)
    command = services.web(bind=bind, data=data, environment=child)
    log = data / f"{name}.log"
    with processes.running(command, log=log, environment=child) as process:
        server = Server(f"http://{bind}", psutil.Process(process.pid))
        processes.wait(lambda: _answers(server.base), what="the web server", log=log, seconds=60, process=process)
        yield server


def _answers(base: str) -> bool:
    """Whatever it answers: there is no worker, so /healthz says 503."""
    try:
        urllib.request.urlopen(f"{base}/healthz", timeout=5).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def set_up_django(data: Path, redis_url: str) -> None:
    """The real settings on an empty database in `data`."""
    import django
    from django.core.management import call_command

    (data / "log").mkdir()
    os.environ.update(
        DATA=str(data), SECRET_KEY="only for measuring", REDIS_URL=redis_url, STORAGE="local", DEMO="0",
        API_RATE_USER="100000/min", DJANGO_SETTINGS_MODULE="musicprize.settings",
    )  # fmt: skip
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)


def make_artist(works: int) -> tuple[Any, str, list[str]]:
    """(user, API token, ids of works) in an edition that is open and takes files of 2 GB."""
    from knox.models import AuthToken

    from tests.factories.applications import make_draft
    from tests.factories.editions import make_edition
    from tests.factories.people import make_user
    from tests.factories.works import make_work

    user = make_user()
    edition = make_edition(works_required=works, max_file_bytes=2_000_000_000)
    application = make_draft(edition, user)
    made = [str(make_work(application, position).pk) for position in range(1, works + 1)]
    _instance, token = AuthToken.objects.create(user)
    return user, token, made
