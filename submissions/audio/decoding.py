"""One decode, start to end: packets in, frames out, on our own sample clock, with what went wrong counted."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.packet import Packet

from submissions.audio.limits import Limits
from submissions.audio.opening import Opened, Refused
from submissions.audio.report import Refusal

BAD_SHARE = 0.02
LOWEST_HZ, HIGHEST_HZ = 8000, 192000
Progress = Callable[[float], None]


@dataclass(slots=True)
class Decode:
    """The state of one decode: counts are of what was decoded, not of what a header says."""

    source: Opened
    limits: Limits
    on_progress: Progress
    samples: int = 0
    packets: int = 0
    bad_packets: int = 0
    packet_bytes: int = 0
    sample_rate: int = 0
    shape: tuple[int, str, str] = field(default=(0, "", ""))

    @property
    def seconds(self) -> float:
        """Length decoded so far."""
        return self.samples / self.sample_rate if self.sample_rate else 0.0

    def frames(self) -> Iterator[AudioFrame]:
        """Every decoded frame, with time stamps of our own. Raises Refused past the bounds or when nothing decodes."""
        for packet in self._packets():
            for frame in self._decode(packet):
                self._accept(frame)
                yield frame
        if not self.samples:
            raise Refused(Refusal("not_decodable", {"packets": self.packets, "bad_packets": self.bad_packets}))
        if self.bad_packets > BAD_SHARE * self.packets:
            raise Refused(Refusal("damaged", {"packets": self.packets, "bad_packets": self.bad_packets}))

    def _packets(self) -> Iterator["Packet[AudioStream] | None"]:
        """Packets in file order, then None, which empties the decoder."""
        packets = self.source.container.demux(self.source.stream)
        while True:
            try:
                packet = next(packets)
            except StopIteration:
                break
            except av.FFmpegError:  # the container breaks off here; what was decoded is compared with the header
                self.packets += 1
                self.bad_packets += 1
                break
            if not packet.size:
                break
            yield packet
            self.on_progress(min(1.0, (packet.pos or 0) / max(1, self.source.size_bytes)))
        yield None

    def _decode(self, packet: "Packet[AudioStream] | None") -> list[AudioFrame]:
        if packet is not None:
            self.packets += 1
            self.packet_bytes += packet.size
        try:
            frames = self.source.stream.decode(packet)
        except av.EOFError:
            return []
        except (av.InvalidDataError, av.PatchWelcomeError, av.PermissionError) as error:
            # The last one is -1, which FFmpeg's AAC decoder answers where it means invalid data.
            self.bad_packets += 1
            if self.bad_packets == self.packets >= 200:
                raise Refused(Refusal("not_decodable", {"packets": self.packets}, repr(error))) from error
            return []
        if len(frames) > 1 and self.source.stream.codec_context.name == "flac":
            # A packet is one frame; around a damaged one the parser joins several, and PyAV tells only of the good.
            self.bad_packets += 1
        return frames

    def _accept(self, frame: AudioFrame) -> None:
        shape = (frame.sample_rate, frame.layout.name, frame.format.name)
        if not self.samples:
            self._check_first(frame)
            self.shape, self.sample_rate = shape, frame.sample_rate
        elif shape != self.shape:
            raise Refused(Refusal("format_changes", {"at_s": round(self.seconds, 3)}))
        frame.pts = self.samples
        frame.time_base = Fraction(1, self.sample_rate)
        self.samples += frame.samples
        if self.seconds > self.limits.hard_max_s:
            raise Refused(Refusal("too_long_to_decode", {"limit_s": self.limits.hard_max_s}))

    def _check_first(self, frame: AudioFrame) -> None:
        channels = frame.layout.nb_channels
        if not 1 <= channels <= self.limits.max_channels:
            raise Refused(Refusal("too_many_channels", {"channels": channels, "limit": self.limits.max_channels}))
        check_rate(frame.sample_rate)


def check_rate(sample_rate: int) -> None:
    """Raises Refused for a rate, in Hz, outside of what sound is recorded at."""
    if not LOWEST_HZ <= sample_rate <= HIGHEST_HZ:
        raise Refused(Refusal("sample_rate_not_supported", {"sample_rate": sample_rate}))
