"""Uploads while worker, broker, database and store fall: nothing is lost, nothing is left, and people are told."""

import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import redis

from submissions.uploads.rules import composite
from tests.bench.sending import DIGEST, Sending
from tests.faults.house import LEASE_S, House, house, wait
from tests.services.proxy import HANG, PASS, REFUSE, Fault, Way, slow

pytestmark = [pytest.mark.services, pytest.mark.timeout(600)]
SWEEP_S = 60
QUICKLY_S = 15
"""Every call is answered within this, whatever does not answer."""


@pytest.fixture(scope="module")
def here() -> Iterator[House]:
    """Not in pytest's folder: every other run of pytest closes that to the account that runs PostgreSQL."""
    with tempfile.TemporaryDirectory(prefix="musicprize-faults-") as folder, house(Path(folder)) as here:
        yield here


@pytest.fixture(autouse=True)
def all_is_well_again(here: House) -> Iterator[None]:
    yield
    here.broker.switch(PASS)
    here.store.switch(PASS)
    if "worker" not in here.running:
        here.start("worker")


def sent(here: House, number: int, mib: int) -> tuple[Sending, Any]:
    """All parts are at the store; only `complete` is left."""
    sending = here.sending(number, mib)
    state = sending.begin()
    sending.put_all(sending.sign_missing(state))
    return sending, state


def check_ready(here: House, upload: str, *, seconds: float, ringing: bool = True) -> None:
    ring = here.ring_sweep if ringing else lambda: None
    wait(lambda: here.state(upload) == "ready", seconds=seconds, what=f"upload {upload} ready", meanwhile=ring)
    here.check_nothing_is_left()


def test_worker_killed_in_the_middle_of_a_check_is_made_good_within_lease_and_sweep(here: House) -> None:
    sending, state = sent(here, 0, 24)
    here.store.switch(slow(1_500_000, way=Way.DOWN))
    sending.complete(state)
    running = "SELECT count(*) FROM submissions_upload WHERE id = %s AND work_state = 'running'"
    wait(lambda: here.value(running, state["id"]) == 1, seconds=30, what="the check running")
    time.sleep(2)
    here.kill("worker")
    here.store.switch(PASS)
    assert here.state(state["id"]) == "verifying"
    here.start("worker")
    check_ready(here, state["id"], seconds=LEASE_S + SWEEP_S)
    assert here.value("SELECT attempts FROM submissions_upload WHERE id = %s", state["id"]) == 2
    assert here.value("SELECT count(*) FROM submissions_recording WHERE upload_id = %s", state["id"]) == 1


@pytest.mark.parametrize("fault", [REFUSE, HANG], ids=["killed", "frozen"])
def test_broker_away_while_completing_loses_nothing(here: House, fault: Fault) -> None:
    sending, state = sent(here, 1 if fault is REFUSE else 2, 8)
    with here.broker.during(fault):
        began = time.monotonic()
        sending.complete(state)
        assert time.monotonic() - began < QUICKLY_S
        assert here.state(state["id"]) == "verifying"
    check_ready(here, state["id"], seconds=2 * SWEEP_S)


def test_broker_flushed_while_tasks_wait_loses_nothing(here: House) -> None:
    here.kill("worker")
    sending, state = sent(here, 3, 8)
    sending.complete(state)
    client = redis.Redis.from_url(here.redis_url)
    assert client.llen("qp-quick") > 0
    client.flushall()
    client.close()
    here.start("worker")
    check_ready(here, state["id"], seconds=SWEEP_S)


def test_database_restarted_in_the_middle_answers_503_and_the_retry_succeeds(here: House) -> None:
    """Four clients send one small file after the other while the database falls and comes back."""
    over, seen = threading.Event(), set[tuple[int, str]]()

    def patiently(method: str, path: str, body: Any = None) -> Any:
        while True:
            status, headers, told = here.ask(method, path, body)
            seen.add((status, headers.get("Retry-After", "")))
            if status != 503:
                assert status < 300, told
                return told
            time.sleep(0.3)

    def send_again_and_again(number: int) -> list[str]:
        done = []
        while not over.is_set():
            sending = here.sending(number, 8)
            wish = {
                "purpose": "audio", "target": sending.work, "file_name": sending.name, "size": 8 * 1024**2,
                "content_type": "audio/wav", "fingerprint": f"{time.time_ns():064x}",
            }  # fmt: skip
            upload = patiently("POST", "/api/v1/uploads", wish)["id"]
            parts = {"parts": [{"n": 1, "sha256": DIGEST}]}
            [signed] = patiently("POST", f"/api/v1/uploads/{upload}/parts/sign", parts)["parts"]
            sending.put(signed)
            patiently("POST", f"/api/v1/uploads/{upload}/complete", {"composite": composite([DIGEST])})
            done.append(upload)
        return done

    with ThreadPoolExecutor(4) as pool:
        clients = [pool.submit(send_again_and_again, number) for number in (4, 5, 6, 7)]
        time.sleep(2)
        here.cluster.fall()
        time.sleep(2)
        here.cluster.start()
        time.sleep(3)
        over.set()
        uploads = [upload for client in clients for upload in client.result(120)]
    assert (503, "5") in seen
    assert {status for status, _after in seen} <= {200, 201, 202, 503}
    assert len(uploads) >= 4
    unfinished = "SELECT count(*) FROM submissions_upload WHERE state IN ('completing', 'verifying')"
    wait(
        lambda: here.value(unfinished) == 0, seconds=LEASE_S + SWEEP_S, what="all checked",
        meanwhile=here.ring_sweep,
    )  # fmt: skip
    assert {here.state(upload) for upload in uploads} == {"ready"}
    assert here.value("SELECT count(*) FROM submissions_upload WHERE state = 'open'") == 0
    assert here.value("SELECT count(*) FROM submissions_upload WHERE state = 'failed'") == 0
    here.ring("submissions.uploads.expire")
    kept = "SELECT count(*) FROM submissions_upload WHERE discarded_at IS NOT NULL AND deleted_at IS NULL"
    wait(lambda: here.value(kept) == 0, seconds=SWEEP_S, what="replaced files deleted")
    here.check_nothing_is_left()


def test_store_that_hangs_holds_up_no_other_page(here: House) -> None:
    wishes = [here.sending(8, 8 * (number + 1)) for number in range(12)]

    def light() -> float:
        began = time.monotonic()
        assert here.ask("GET", "/api/v1/editions")[0] == 200
        return time.monotonic() - began

    light()
    with here.store.during(HANG), ThreadPoolExecutor(12) as pool:
        hanging = [pool.submit(self_begun, here, wish) for wish in wishes]
        time.sleep(1)
        times = [light() for _each in range(20)]
        answers = [one.result() for one in hanging]
    assert statistics.quantiles(times, n=20)[-1] < 2
    assert {status for status, _seconds in answers} == {503}
    assert max(seconds for _status, seconds in answers) < 25
    assert wishes[0].begin()["state"] == "open"


def self_begun(here: House, sending: Sending) -> tuple[int, float]:
    began = time.monotonic()
    try:
        sending.begin()
    except RuntimeError as problem:
        return int(str(problem).split(": ")[1].split()[0]), time.monotonic() - began
    return 201, time.monotonic() - began
