"""What a platform is started with: environment, command line, the key that is made once."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from musicprize.supervisor import borrowed, configuration
from musicprize.supervisor.problems import CannotRun


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch):
    for name in ("DATA", "PORT", "HOST", "BASE_URL", "DEMO", "DEMO_DATA", "REDIS_URL", "SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)


def test_read_without_variables_is_var_on_8000_and_no_demo():
    found = configuration.read()

    assert (found.data, found.port, found.host) == (configuration.ROOT / "var", 8000, "127.0.0.1")
    assert not found.demo
    assert not found.demo_data


def test_read_takes_folder_and_port_from_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("DATA", str(tmp_path))
    monkeypatch.setenv("PORT", "9123")
    monkeypatch.setenv("DEMO", "1")

    found = configuration.read()

    assert (found.data, found.port, found.demo, found.demo_data) == (tmp_path, 9123, True, True)


@pytest.mark.parametrize("port", ["http", "-1", "65536", "80.5"])
def test_read_with_a_port_that_is_none_says_so(monkeypatch, port):
    monkeypatch.setenv("PORT", port)

    with pytest.raises(CannotRun, match="PORT"):
        configuration.read()


def test_child_environment_names_this_platform_and_keeps_the_rest(tmp_path):
    settings = configuration.read(data=str(tmp_path), port=0)
    parent = {"STORAGE": "s3", "PATH": "/bin", "DATA": "elsewhere", "PORT": "1"}

    found = configuration.child_environment(settings, port=8123, redis_url="redis://x", secret_key="key", parent=parent)

    assert found["DATA"] == str(tmp_path)
    assert found["PORT"] == "8123"
    assert found["BASE_URL"] == "http://localhost:8123"
    assert found["REDIS_URL"] == "redis://x"
    assert found["STORAGE"] == "s3"
    assert found["PATH"].endswith(":/bin")


def test_child_environment_without_a_broker_leaves_the_settings_default(tmp_path):
    found = configuration.child_environment(
        configuration.read(data=str(tmp_path)), port=1, redis_url="", secret_key="key", parent={}
    )

    assert "REDIS_URL" not in found


def test_secret_key_is_made_once_long_and_for_its_owner_only(tmp_path):
    first = configuration.secret_key(tmp_path / "new")

    assert len(first) >= 50
    assert configuration.secret_key(tmp_path / "new") == first
    assert stat.S_IMODE((tmp_path / "new" / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["secret_key"]


def test_secret_key_of_eight_starts_at_once_is_one(tmp_path, monkeypatch):
    def start(number: int) -> str:
        configuration._create_once(tmp_path / "secret_key", f"key {number}", draft=str(number))
        return configuration.secret_key(tmp_path)

    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(start, range(8)))

    assert len(keys) == 1


def test_secret_key_in_the_environment_wins(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "from the operator")

    assert configuration.secret_key(tmp_path) == "from the operator"
    assert not (tmp_path / "secret_key").exists()


def test_a_borrowed_platform_has_services_of_its_own_unless_they_are_shared(monkeypatch):
    named = {"DATABASE_URL": "postgres://x", "REDIS_URL": "redis://x", "STORAGE": "s3"}
    for name, value in {**named, "BASE_URL": "https://lender.example", "S3_REGION": "garage"}.items():
        monkeypatch.setenv(name, value)

    own, shared = borrowed._inherited(False), borrowed._inherited(True)

    assert not named.keys() & own.keys()
    assert {name: shared[name] for name in named} == named
    assert own["S3_REGION"] == "garage"
    assert not {"BASE_URL", "DJANGO_SETTINGS_MODULE"} & (own.keys() | shared.keys())
