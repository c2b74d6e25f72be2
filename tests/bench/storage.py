"""What sending and playing files costs, as ratios within one run: `make bench-storage [MIB=1024] [JSON=file]`.

Our own web server as in production (gunicorn, two processes), SQLite, a private Redis, a real S3 server; everything on
the loopback. CPU is user and system together, of the web server or of the task; the client's and the store's are not
counted. It is compared with what `sha256sum` takes for the same file.
"""

import argparse
import hashlib
import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from musicprize.supervisor.configuration import ROOT
from tests.bench.sending import BLOCK, LANES, MIB, PART, Sending, ask
from tests.bench.slow import slow_uploads
from tests.bench.webserver import Server, make_artist, set_up_django, web_server
from tests.services import broker, swift
from tests.services.proxy import PASS, Way, proxied, slow

BUCKET = "bench"
FILES = 3
"""How many are sent to the S3 server, one after the other."""
VERIFY = """
import sys, time, uuid, django
django.setup()
from musicprize.kernel import clock
from submissions.uploads import verifying
from submissions.uploads.models import Upload
began = time.process_time()
verifying.verify(upload_id=uuid.UUID(sys.argv[1]), now=clock.now)
spent = time.process_time() - began
assert Upload.objects.get(pk=sys.argv[1]).state == "ready", Upload.objects.get(pk=sys.argv[1]).failure
print(spent)
"""


@dataclass(frozen=True)
class Figure:
    """One line of the table. `goal`: the value may be at most this."""

    name: str
    value: float
    goal: float
    note: str

    @property
    def held(self) -> bool:
        return self.value <= self.goal


def main() -> int:
    """Measure all, print a table, write JSON on demand. Exit status 1 when a goal is not reached."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.storage", description=__doc__)
    parser.add_argument("--mib", type=int, default=1024, help="size of each file in MiB, a multiple of 8, at least 64")
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="musicprize-bench-") as scratch:
        figures = measure(Path(scratch), chosen.mib)
    for one in figures:
        mark = "held" if one.held else "NOT HELD"
        print(f"{one.name:64} {one.value:9.3f}  goal {one.goal:9.3f}  {mark:8}  {one.note}")
    if chosen.json:
        told = [{"name": f.name, "value": f.value, "goal": f.goal, "held": f.held, "note": f.note} for f in figures]
        chosen.json.write_text(json.dumps({"mib": chosen.mib, "figures": told}, indent=2) + "\n")
    return 0 if all(one.held for one in figures) else 1


def measure(folder: Path, mib: int) -> list[Figure]:
    """All figures of one run."""
    with broker.redis_server(folder / "redis") as redis_url, swift.s3_server(folder / "swift") as store:
        store.create_bucket(BUCKET)
        set_up_django(folder, redis_url)
        user, token, works = make_artist(8)
        in_s3 = {**store.settings(BUCKET), "STORAGE": "s3"}
        with web_server(folder, {"STORAGE": "local"}, name="local") as local:
            mine = Local(local, folder, token, mib)
            figures = mine.four_at_once(works[:4])
            figures += [mine.killed(works[4]), mine.beside_slow(works[5]), mine.ranges()]
        with web_server(folder, in_s3, name="s3") as server:
            figures += straight_to_the_store(server, token, works[6], mib, mine.cpu_a_gib)
            figures.append(verified_in_s3(in_s3, works[6], mib, mine.sha))
        figures += queries(user, works[7])
    return figures


class Local:
    """Our own host is the store."""

    def __init__(self, server: Server, folder: Path, token: str, mib: int) -> None:
        self.server, self.folder, self.token, self.mib = server, folder, token, mib
        self.sha = self.cpu_a_gib = 0.0
        self.uploads: list[str] = []

    def four_at_once(self, works: list[str]) -> list[Figure]:
        """Memory and CPU of the web server while four files come at once, three connections each; then their checks."""
        warm(self.server, self.token, works[0])
        before, spent = self.server.memory(), self.server.cpu()
        files = [Sending(self.server.base, self.token, work, self.mib) for work in works]
        begun = [(one, state, list(one.sign_missing(state))) for one in files if (state := one.begin())]
        signed = self.server.cpu()
        with peak_of(self.server.memory) as peak, ThreadPoolExecutor(len(files)) as together:
            list(together.map(lambda one: one[0].put_all(one[2]), begun))
        arrived = self.server.cpu()
        for one, state, _addresses in begun:
            one.complete(state)
        self.uploads = [state["id"] for _one, state, _addresses in begun]
        gibs = len(files) * self.mib / 1024
        self.cpu_a_gib = (self.server.cpu() - spent) / gibs
        grown = max(peak) - before
        connections = len(works) * LANES
        check = statistics.median(verify(upload, {"STORAGE": "local"}) for upload in self.uploads)
        self.sha = sha256_cpu(stored(self.uploads[0]))
        put = (arrived - signed) / len(files)
        return [
            Figure("local PUT, CPU ÷ SHA-256 of the same bytes", put / self.sha, 3,
                   f"{(arrived - signed) / gibs:.2f} s a GiB, {self.cpu_a_gib:.2f} with opening, signing and closing"),
            Figure("memory growth with 4 files at once ÷ (part size × connections)", grown / PART / connections, 2,
                   f"{grown / MIB:.0f} MiB in all, {connections} connections"),
            Figure("assemble and verify, CPU ÷ SHA-256 (local)", check / self.sha, 3.5,
                   f"{check:.2f} s, median of {len(files)}"),
        ]  # fmt: skip

    def killed(self, work: str) -> Figure:
        """A client is killed (SIGKILL) half way and begins again; what travels twice."""
        mib = 96
        with proxied(self.server.base) as link:
            command = [sys.executable, "-m", "tests.bench.sending", link.url, self.token, work, str(mib)]
            link.switch(slow(10_000_000, way=Way.UP))
            with subprocess.Popen(command, cwd=ROOT) as first:
                while link.moved[Way.UP] < mib * MIB // 2:
                    if first.poll() is not None:
                        raise RuntimeError("the client ended before it was killed")
                    time.sleep(0.002)
                first.kill()
            link.switch(PASS)
            subprocess.run(command, cwd=ROOT, check=True)
            again = link.moved[Way.UP] - mib * MIB
        note = f"{again / MIB:.1f} MiB of {mib} MiB, headers included"
        return Figure("sent again after a kill ÷ (lanes × part size)", again / (LANES * PART), 1, note)

    def beside_slow(self, work: str) -> Figure:
        """A light page's p95 while 20 uploads trickle in, against an idle server's."""
        sending = Sending(self.server.base, self.token, work, 20 * 8, name="slow.wav")
        state = sending.begin()
        signed = sending.sign(state["id"], range(1, 21))
        light_get(self.server.base, self.token, 20)
        idle = light_get(self.server.base, self.token, 200)
        with slow_uploads(self.server.base, signed, PART, rate=100_000) as under_way:
            busy = light_get(self.server.base, self.token, 200)
            if under_way() != 20:
                raise RuntimeError(f"only {under_way()} slow uploads went on")
        note = f"{idle * 1000:.1f} ms idle, {busy * 1000:.1f} ms busy"
        return Figure("light GET beside 20 slow uploads, p95 ÷ idle p95", busy / idle, 3, note)

    def ranges(self) -> Figure:
        """The first two bytes of a large and of a small file."""
        from submissions.uploads.models import Upload

        small = self.folder / "small"
        small.write_bytes(BLOCK[:MIB])
        here = local_store()
        keys = [here.new_key(), Upload.objects.get(pk=self.uploads[0]).key]
        here.put_file(small, keys[0], content_type="audio/wav")
        one, large = (two_bytes(self.server.base, url(here, key)) for key in keys)
        note = f"{one * 1000:.2f} ms and {large * 1000:.2f} ms, medians"
        return Figure(f"2-byte range of {self.mib} MiB ÷ of 1 MiB (local)", large / one, 2, note)


def straight_to_the_store(server: Server, token: str, work: str, mib: int, local_cpu: float) -> list[Figure]:
    """What the web server has to do with a file that goes to the store by signed addresses."""
    with proxied(server.base) as link:
        warm(server, token, work)
        spent, moved = server.cpu(), dict(link.moved)
        for number in range(FILES):
            Sending(link.url, token, work, mib, name=f"bench{number}.wav").whole()
        cpu = (server.cpu() - spent) * 1024 / mib / FILES
        up, down = (link.moved[way] - moved[way] for way in (Way.UP, Way.DOWN))
    parts = FILES * mib * MIB // PART
    # All that reached us are requests in JSON; one part alone would be 8 MiB.
    audio = up // PART
    note = f"{up / 1024:.0f} KiB of JSON in, {down / 1024:.0f} KiB out, for {parts} parts"
    return [
        Figure("S3: parts of audio that passed through Django", audio, 0, note),
        Figure("S3: Django's CPU a GiB ÷ local", cpu / local_cpu, 0.15, f"{cpu:.3f} s and {local_cpu:.2f} s a GiB"),
    ]


def verified_in_s3(environment: dict[str, str], work: str, mib: int, sha: float) -> Figure:
    from submissions.uploads.models import Upload

    uploads = Upload.objects.filter(target=work, size=mib * MIB)
    cpu = statistics.median(verify(str(upload.pk), environment) for upload in uploads)
    return Figure("verify, CPU ÷ SHA-256 (S3, reading included)", cpu / sha, 3.5, f"{cpu:.2f} s, median of {FILES}")


def queries(user: Any, work: str) -> list[Figure]:
    """SQL statements of signing 20 parts, and how many more listing 200 takes than listing one."""
    from django.conf import settings
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from rest_framework.test import APIClient

    from submissions.uploads.models import Upload

    settings.ALLOWED_HOSTS = ["testserver"]
    api = APIClient()
    api.force_authenticate(user)
    Upload.objects.filter(state="open").update(state="aborted")

    def counted(act: Callable[[], Any]) -> tuple[int, Any]:
        with CaptureQueriesContext(connection) as seen:
            answer = act()
        if answer.status_code >= 400:
            raise RuntimeError(answer.content)
        return len(seen), answer.json()

    def create(number: int) -> Any:
        wish = {
            "purpose": "audio", "target": work, "file_name": "a.wav", "size": 20 * PART,
            "content_type": "audio/wav", "fingerprint": f"{number:064x}",
        }  # fmt: skip
        return counted(lambda: api.post("/api/v1/uploads", wish, format="json"))[1]

    first = create(0)
    parts = {"parts": [{"n": n, "sha256": f"{n:064x}"} for n in range(1, 21)]}
    sign, _signed = counted(lambda: api.post(f"/api/v1/uploads/{first['id']}/parts/sign", parts, format="json"))
    one, _list = counted(lambda: api.get("/api/v1/uploads"))
    Upload.objects.bulk_create(_copies(Upload.objects.get(pk=first["id"]), 199))
    many, listed = counted(lambda: api.get("/api/v1/uploads", {"page_size": 200}))
    if len(listed["results"]) != 200:
        raise RuntimeError(f"listed {len(listed['results'])}")
    return [
        Figure("SQL statements of signing 20 parts", sign, 8, ""),
        Figure("SQL statements more for listing 200 open uploads than for 1", many - one, 0, f"{many} in all"),
    ]


def _copies(upload: Any, count: int) -> Iterator[Any]:
    import uuid

    for number in range(1, count + 1):
        upload.pk, upload.fingerprint, upload.key = uuid.uuid4(), f"{number:064x}", f"a/00/{number:032x}"
        yield type(upload)(**{field.attname: getattr(upload, field.attname) for field in upload._meta.concrete_fields})


# --- Tools ---------------------------------------------------------------------------------------------------


def warm(server: Server, token: str, work: str) -> None:
    """What each process does once, such as making its clients, is not what a file costs."""
    for number in range(6):
        Sending(server.base, token, work, 8, name=f"warm{number}.wav").whole()


def sha256_cpu(path: Path) -> float:
    """CPU seconds of what `sha256sum` does: reading the file, here from memory, and hashing it. Median of three."""
    spent = []
    for _each in range(3):
        began = time.process_time()
        with path.open("rb") as source:
            hashlib.file_digest(source, "sha256")
        spent.append(time.process_time() - began)
    return statistics.median(spent)


def stored(upload: str) -> Path:
    from submissions.uploads.models import Upload

    return Path(local_store().path(Upload.objects.get(pk=upload).key))


def verify(upload: str, environment: dict[str, str]) -> float:
    """CPU seconds of the check of one upload, in a process of its own as a worker's; without starting Django."""
    command = [sys.executable, "-c", VERIFY, upload]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return float(done.stdout.splitlines()[-1])


@contextmanager
def peak_of(ask_now: Callable[[], int]) -> Iterator[list[int]]:
    """Samples five times a second while the block runs."""
    samples, over = [ask_now()], threading.Event()

    def sample() -> None:
        while not over.wait(0.2):
            samples.append(ask_now())

    thread = threading.Thread(target=sample)
    thread.start()
    try:
        yield samples
    finally:
        over.set()
        thread.join()


def light_get(base: str, token: str, times: int) -> float:
    """p95 of a small page of the API, one new connection each, in seconds."""
    taken = []
    for _each in range(times):
        began = time.perf_counter()
        ask(base, token, "GET", "/api/v1/editions")
        taken.append(time.perf_counter() - began)
    return statistics.quantiles(taken, n=20)[-1]


def two_bytes(base: str, path: str) -> float:
    """Median of 200 requests for the first two bytes, on one connection, in seconds."""
    connection, taken = http.client.HTTPConnection(urlsplit(base).netloc, timeout=30), []
    for _each in range(200):
        began = time.perf_counter()
        connection.request("GET", path, headers={"Range": "bytes=0-1"})
        answer = connection.getresponse()
        if (answer.status, len(answer.read())) != (206, 2):
            raise RuntimeError(f"a range answered {answer.status}")
        taken.append(time.perf_counter() - began)
    connection.close()
    return statistics.median(taken)


def local_store() -> Any:
    from musicprize.objectstore import store

    return store()


def url(here: Any, key: str) -> str:
    return str(here.sign_get(key, content_type="audio/wav", file_name="b.wav", expires=timedelta(hours=1)))


if __name__ == "__main__":
    sys.exit(main())
