"""One platform per store for all tests here, an artist with an application each, and the store looked at afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.people import House
from tests.journeys.uploads.artist import Artist
from tests.journeys.uploads.site import Site, site
from tests.services.proxy import PASS
from tests.submissions.audio import synth


@pytest.fixture(scope="package", params=["local", "s3"])
def stage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(request.param, tmp_path_factory.mktemp(f"uploads-{request.param}")) as here:
        yield here


@pytest.fixture(scope="package")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ninety seconds in 24 bits: 26 MB, four parts of an upload."""
    sound = synth.faded(synth.pink(90, seed=19, channels=2))
    return synth.wav(tmp_path_factory.mktemp("recordings") / "long piece.wav", sound, bits=24)


@pytest.fixture
def artist(stage: Site, browser: Browser) -> Iterator[Artist]:
    """Somebody new with an empty application, in a browser; when the test is over, nothing in the store is without a
    row and no row without its object."""
    here = Artist.arrived(stage, House(stage.base, browser, {}))
    yield here
    stage.bytes_to.switch(PASS)
    stage.web.switch(PASS)
    here.leave()
    assert "0 orphans, 0 dangling rows" in stage.scan()
