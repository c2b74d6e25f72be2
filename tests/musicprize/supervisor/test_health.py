"""/healthz: all four named, each fault told apart, and an answer in time even when something hangs."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
import redis
from django.db import OperationalError
from django.test import RequestFactory

from musicprize.objectstore import StoreAway
from musicprize.supervisor import broker, health, heartbeat
from musicprize.supervisor.tasks import heartbeat as heartbeat_task


class FakeRedis:
    """Just enough of a broker to keep signs of life; expiry is Redis's own and tested against a real one."""

    def __init__(self) -> None:
        self.kept: dict[str, int] = {}

    def ping(self) -> bool:
        return True

    def set(self, key: str, value: str, ex: int) -> None:
        self.kept[key] = ex

    def exists(self, key: str) -> bool:
        return key in self.kept

    def close(self) -> None: ...


@pytest.fixture
def bells(monkeypatch) -> FakeRedis:
    fake = FakeRedis()
    monkeypatch.setattr(heartbeat, "client", lambda: fake)
    return fake


@pytest.fixture(autouse=True)
def own_questions(monkeypatch) -> None:
    """Each test asks afresh, of everything but the database, which pytest keeps from other threads."""
    monkeypatch.setattr(health, "_under_way", {})
    monkeypatch.setitem(health.CHECKS, "database", lambda: True)
    monkeypatch.setattr(health, "store", lambda: SimpleNamespace(check=lambda: True))


def get() -> tuple[int, dict[str, object], float]:
    started = time.monotonic()
    response = health.healthz(RequestFactory().get("/healthz"))
    return response.status_code, json.loads(response.content), time.monotonic() - started


def test_healthz_when_all_work_is_200_and_names_the_four(bells):
    heartbeat.write("quick")
    heartbeat.write("audio")

    status, body, _seconds = get()

    assert status == 200
    assert body == {"database": True, "broker": True, "storage": True, "worker": True}


def test_healthz_may_not_be_cached(bells):
    response = health.healthz(RequestFactory().get("/healthz"))

    assert "no-store" in response["Cache-Control"]


def test_healthz_refuses_to_be_written_to(bells):
    assert health.healthz(RequestFactory().post("/healthz")).status_code == 405


@pytest.mark.parametrize("silent", ["quick", "audio"])
def test_healthz_when_one_worker_is_silent_names_its_queue(bells, silent):
    for queue in set(heartbeat.QUEUES) - {silent}:
        heartbeat.write(queue)

    status, body, _seconds = get()

    assert status == 503
    assert body["worker"] == f"not heard of for 45 seconds: {silent}"
    assert body["broker"] is True


def test_healthz_when_the_store_is_away_says_so_and_not_where_it_is(bells, monkeypatch):
    def away() -> bool:
        raise StoreAway("/srv/secret is read-only")

    monkeypatch.setattr(health, "store", lambda: SimpleNamespace(check=away))

    status, body, _seconds = get()

    assert status == 503
    assert body["storage"] == "does not answer"


def test_healthz_when_the_store_cannot_be_used_is_503(bells, monkeypatch):
    monkeypatch.setattr(health, "store", lambda: SimpleNamespace(check=lambda: False))

    assert get()[0] == 503


def test_healthz_when_the_database_is_away_says_so_without_its_address(bells, monkeypatch):
    def away() -> bool:
        raise OperationalError("connection to db.internal failed")

    monkeypatch.setitem(health.CHECKS, "database", away)

    status, body, _seconds = get()

    assert status == 503
    assert body["database"] == "does not answer"


def test_healthz_when_the_broker_is_away_names_broker_and_worker(settings):
    settings.REDIS_URL = f"redis://127.0.0.1:{broker.free_port()}/0"

    status, body, _seconds = get()

    assert status == 503
    assert body["broker"] == body["worker"] == "does not answer"
    assert body["storage"] is True


@pytest.fixture
def frozen_redis(settings) -> Iterator[None]:
    """Accepts connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.REDIS_URL = f"redis://127.0.0.1:{server.getsockname()[1]}/0"
        yield


def test_healthz_when_the_broker_is_frozen_answers_within_three_seconds(frozen_redis):
    status, body, seconds = get()

    assert status == 503
    assert body["broker"] is not True
    assert body["database"] is True
    assert seconds < 3.5


def test_healthz_when_a_check_hangs_is_in_time_and_does_not_pile_up_threads(bells, monkeypatch):
    monkeypatch.setattr(health, "DEADLINE_SECONDS", 0.2)
    asked, release = [], threading.Event()

    def hang() -> bool:
        asked.append(1)
        return release.wait(10)

    monkeypatch.setitem(health.CHECKS, "database", hang)
    try:
        for _ in range(3):
            status, body, seconds = get()
            assert status == 503
            assert str(body["database"]).startswith("no answer within")
            assert seconds < 1
        assert len(asked) == 1
    finally:
        release.set()


def test_heartbeat_task_is_registered_under_the_name_that_beat_rings(bells):
    assert heartbeat_task.name == "musicprize.supervisor.heartbeat"

    heartbeat_task.apply(throw=True)

    assert bells.kept == {"qp:heartbeat:quick": heartbeat.STALE_SECONDS}


def worker_of(*queues: str) -> SimpleNamespace:
    return SimpleNamespace(amqp=SimpleNamespace(queues=SimpleNamespace(consume_from={name: None for name in queues})))


def test_a_worker_that_is_ready_speaks_for_its_own_queues(bells):
    heartbeat._on_ready(SimpleNamespace(app=worker_of("audio")))

    assert heartbeat.silent() == ["quick"]


def test_the_main_process_goes_on_speaking_for_audio_only(bells):
    heartbeat._on_heartbeat(SimpleNamespace(eventer=SimpleNamespace(app=worker_of("quick", "audio"))))

    assert heartbeat.silent() == ["quick"]


def test_a_heartbeat_without_a_broker_does_not_end_the_worker(settings):
    settings.REDIS_URL = f"redis://127.0.0.1:{broker.free_port()}/0"

    heartbeat._on_ready(SimpleNamespace(app=worker_of("audio")))

    with pytest.raises(redis.RedisError):
        heartbeat.write("audio")


@pytest.mark.django_db(transaction=True)
def test_the_database_check_asks_the_real_database():
    assert health._database() is True
