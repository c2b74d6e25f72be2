"""Filter graphs of both passes, wired by name. FFmpeg's filters see frames that we hand them, never a file."""

from collections.abc import Iterator
from fractions import Fraction

import av
from av.audio.frame import AudioFrame
from av.filter import Graph
from av.filter.context import FilterContext

# ITU-R BS.775-3, table 2: centre and surrounds at 1/sqrt(2), the low frequency channel left out. No normalising:
# the level is set by the gain that is computed from this same mix.
DOWNMIX = (
    "ochl=stereo:center_mix_level=0.70710678:surround_mix_level=0.70710678:lfe_mix_level=0:rematrix_maxval=1000"
    ":internal_sample_fmt=fltp"
)


class Wiring:
    """A graph with one source; branches are added, then frames pushed in and pulled from each branch's sink."""

    def __init__(self, first: AudioFrame, branches: int) -> None:
        self.graph = Graph()
        self._source = self.graph.add_abuffer(
            sample_rate=first.sample_rate,
            format=first.format.name,
            layout=first.layout.name,
            time_base=Fraction(1, first.sample_rate),
        )
        self._split = self.graph.add("asplit", f"outputs={branches}")
        self._source.link_to(self._split)
        self._used = 0

    def branch(self, *filters: tuple[str, str]) -> FilterContext:
        """Add a branch of (filter, arguments) and give its sink."""
        before, pad = self._split, self._used
        self._used += 1
        for name, arguments in (*filters, ("abuffersink", "")):
            node = self.graph.add(name, arguments or None)
            before.link_to(node, pad, 0)
            before, pad = node, 0
        return before

    def configure(self) -> None:
        """Check and negotiate the formats; call once, after the last branch."""
        self.graph.configure()

    def push(self, frame: AudioFrame | None) -> bool:
        """Hand in the next frame, None at the end. False: every branch has all it wants (a trimmed one), stop."""
        try:
            self._source.push(frame)
        except av.EOFError:
            return False
        return True


def pulled(sink: FilterContext) -> Iterator[AudioFrame]:
    """The frames that a branch has ready now."""
    while True:
        try:
            frame = sink.pull()
        except (av.BlockingIOError, av.EOFError):
            return
        assert isinstance(frame, AudioFrame)
        yield frame
