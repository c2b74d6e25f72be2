"""The first view over slow 4G with a processor four times slower: bytes, what moves while it loads, when it is painted.

Bytes and movement are held to; the largest paint is told (`-rP`) and stands in docs/performance.md, measured on a quiet
machine: where several browsers and platforms share two cores it says more about those.
"""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys.addresses import PLACES, Known
from tests.journeys.conftest import Opens

SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
CPU_SLOWER = 4
MOST_BYTES = 150_000
PARTS = {"Document", "Stylesheet", "Script", "Font", "Image"}
"""Of a page; music and waveforms come with the works that are opened."""
MOST_SHIFT = 0.1
VIEWS = ("call", "result", "application", "jury_room", "desk_edition")
OBSERVE = """
  window.firstView = { shift: 0, paint: 0 };
  const seen = { "layout-shift": (one) => { if (!one.hadRecentInput) firstView.shift += one.value; },
                 "largest-contentful-paint": (one) => { firstView.paint = one.startTime; } };
  for (const [type, take] of Object.entries(seen)) {
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  }
"""


@pytest.mark.parametrize("name", VIEWS)
def test_first_view_is_small_and_stands_still(opens: Opens, known: Known, name: str) -> None:
    place = next(one for one in PLACES if one.name == name)
    page = opens(place.role)
    received = throttled(page)
    page.goto(place.path(known))
    page.wait_for_load_state("networkidle")
    seen = page.evaluate("firstView")
    total = sum(received)
    print(f"{name}: {total / 1000:.0f} KB, largest paint {seen['paint'] / 1000:.2f} s, shift {seen['shift']:.3f}")
    assert total <= MOST_BYTES
    assert seen["shift"] <= MOST_SHIFT
    assert seen["paint"] > 0


def throttled(page: Page) -> list[float]:
    """Slow line, slow processor, nothing cached; bytes of the page as they come over the line."""
    page.add_init_script(OBSERVE)
    received: list[float] = []
    ours: set[str] = set()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.send("Network.emulateNetworkConditions", SLOW_4G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWER})
    session.on("Network.responseReceived", lambda event: event["type"] in PARTS and ours.add(event["requestId"]))

    def finished(event: dict[str, Any]) -> None:
        if event["requestId"] in ours:
            received.append(event["encodedDataLength"])

    session.on("Network.loadingFinished", finished)
    return received
