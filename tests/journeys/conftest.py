"""One platform and one browser for all journeys; everybody signs in as people do, once."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from musicprize.supervisor import Platform, platform_state, running_platform
from tests.journeys.addresses import Known, get_known
from tests.journeys.people import House
from tests.journeys.season import Season, prepared

APPLICATIONS = 8
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first is Chromium without the window around the page: a new browser costs a seventh of the processor's time."""
QUIET = ("--disable-gpu", "--disable-background-networking")
expect.set_options(timeout=15_000)  # several browsers and platforms share the machine; what has a limit names it


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs the browser and the platform; the first test also waits for both to start."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(600))


class ByPlatform(LoadScopeScheduling):
    """`-n 4 --dist loadscope`: what shares a platform runs in one process, after each other.

    That of all journeys is one; those of the uploads, which mostly wait for slow and broken lines, are two for each
    store.
    """

    def _split_scope(self, nodeid: str) -> str:
        if "/uploads/" not in nodeid:
            return "journeys"
        return f"{'faults' if '/test_faults.py' in nodeid else 'uploads'} on {'s3' if '[s3-' in nodeid else 'local'}"


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling | None:
    return ByPlatform(config, log) if config.getoption("dist") == "loadscope" else None


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's own Chromium. A machine without one fails: a browser test that did not run proves nothing."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail(f"No browser in PATH: install one of {', '.join(NAMES)}.", pytrace=False)
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": found, "args": [*sandbox, *QUIET]}


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """A demo of its own; with RUNNING_PLATFORM=<its DATA folder> the one that runs there, for trying tests quickly."""
    if folder := os.environ.get("RUNNING_PLATFORM"):
        there = platform_state.read(Path(folder) / "run")
        assert there, f"no platform runs on {folder}"
        yield there
        return
    few = {"DEMO_APPLICATIONS": str(APPLICATIONS)}
    with running_platform(data=tmp_path_factory.mktemp("platform"), demo=True, environment=few) as running:
        yield running


@pytest.fixture(scope="session")
def house(platform: Platform, browser: Browser) -> Iterator[House]:
    """The platform with the people who use it."""
    with House.opened(platform, browser) as here:
        yield here


@pytest.fixture(scope="session")
def season(house: House, tmp_path_factory: pytest.TempPathFactory) -> Season:
    """A small edition whose jury round is counted: for what comes after it."""
    return prepared(house, tmp_path_factory.mktemp("season"))


@pytest.fixture(scope="session")
def known(house: House) -> Known:
    """What the addresses of the demo's pages need."""
    return get_known(house)


Opens = Callable[..., Page]


@pytest.fixture
def opens(house: House) -> Iterator[Opens]:
    """`opens("juror")`: a page of somebody who is signed in, in English, watched for errors; closed after the test.

    Fails the test when a page wrote an error to the console, or asked another host for anything.
    """
    pages: list[Page] = []

    def opened(role: str = "", **options: Any) -> Page:
        pages.append(house.page(role, **options))
        return pages[-1]

    yield opened
    seen = [problem for page in pages for problem in house.problems(page)]
    for page in pages:
        page.context.close()
    assert seen == []
