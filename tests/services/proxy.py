"""A TCP proxy that misbehaves on demand, in front of any service: object store, database, broker, our own web server.

    with proxied(server.endpoint) as link:      # link.url is what the platform is told
        ...
        link.switch(REFUSE)                     # from now on, also for connections that are open
        ...
        link.switch(PASS)

It lives in a thread of its own, so that a test, a browser or a platform beside it can be interrupted at any moment.
"""

import asyncio
import contextlib
import socket
import struct
import threading
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

PIECE = 64 * 1024
RECEIVES = 128 * 1024
"""Bytes that wait before the narrow place. Loopback's own 6 MiB would swallow a whole part at once, which no line does:
its sender would be told that all has left while nothing has arrived."""
UNAVAILABLE_XML = b'<?xml version="1.0"?><Error><Code>SlowDown</Code><Message>Later.</Message></Error>'
AT_ONCE_RESET = struct.pack("ii", 1, 0)
"""SO_LINGER: closing sends RST and drops what was not sent."""
DRAIN_SECONDS = 10


class Kind(StrEnum):
    """What is done to connections."""

    PASS = "pass"
    REFUSE = "refuse"
    RESET = "reset"
    HANG = "hang"
    CUT = "cut"
    SLOW = "slow"
    UNAVAILABLE = "unavailable"


class Way(StrEnum):
    """`UP`: from the client to the service."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True)
class Fault:
    """One way of misbehaving. `way`: only in this direction (None: both).

    `after`: bytes that still pass on each connection before a cut or a hang. `rate`: bytes a second and connection of
    a slow one. `times`: how many connections it hits, all later ones pass; 0: all.
    """

    kind: Kind
    way: Way | None = None
    after: int = 0
    rate: int = 0
    times: int = 0


PASS = Fault(Kind.PASS)
REFUSE = Fault(Kind.REFUSE)
"""Nobody listens: connection refused."""
RESET = Fault(Kind.RESET)
"""Taken, and reset as soon as something is asked."""
HANG = Fault(Kind.HANG)
"""Taken, and not a byte moves until it is switched to something else; then it goes on where it was."""
UNAVAILABLE = Fault(Kind.UNAVAILABLE)
"""Every request is answered 503 SlowDown, readable by pages of any origin; the service sees none of it."""


def cut(after: int, *, way: Way = Way.UP, times: int = 0) -> Fault:
    """The connection ends after so many more bytes in this direction. `cut(0, way=DOWN)`: what was asked is done, and
    the answer is lost."""
    return Fault(Kind.CUT, way=way, after=after, times=times)


def slow(rate: int, *, way: Way | None = None) -> Fault:
    """At most `rate` bytes a second and connection."""
    return Fault(Kind.SLOW, way=way, rate=rate)


class _Ended(Exception):
    """This connection was ended on purpose: what was sent arrives, then both sides see the end."""


class _Struck(Exception):
    """This connection is to be reset."""


@dataclass(eq=False)
class _Connection:
    """A client, what it is connected to, and what moved since the fault was switched on."""

    writers: dict[Way, asyncio.StreamWriter] = field(default_factory=dict)
    moved: dict[Way, int] = field(default_factory=lambda: dict.fromkeys(Way, 0))
    hit: bool = False

    def reset(self) -> None:
        for writer in self.writers.values():
            peer = writer.get_extra_info("socket")
            with contextlib.suppress(OSError, AttributeError):
                peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE_RESET)
            writer.transport.abort()


class Proxy:
    """Made by `proxied`. `moved`: bytes since the start by direction; `taken`: connections since the start."""

    def __init__(self, target: str) -> None:
        url = urlsplit(target)
        self._target = (url.hostname or "127.0.0.1", url.port or 80)
        self._loop = asyncio.new_event_loop()
        self._changed = asyncio.Event()
        self._open: set[_Connection] = set()
        self._server: asyncio.Server | None = None
        self._hits = 0
        self.fault = PASS
        self.moved = dict.fromkeys(Way, 0)
        self.taken = 0
        # Holds the port while nobody listens; a bound socket that does not listen refuses.
        self._holder = socket.socket()
        self._holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self._holder.bind(("127.0.0.1", 0))
        self.port = int(self._holder.getsockname()[1])
        self.url = url._replace(netloc=f"127.0.0.1:{self.port}").geturl()
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy", daemon=True)

    # --- From outside, any thread ----------------------------------------------------------------------------

    def switch(self, fault: Fault) -> None:
        """From now on. REFUSE, RESET and UNAVAILABLE also end connections that are open, as a real fall does."""
        self._run(self._switch(fault))

    @contextlib.contextmanager
    def during(self, fault: Fault) -> Iterator[None]:
        """Misbehave inside the block, and pass again."""
        self.switch(fault)
        try:
            yield
        finally:
            self.switch(PASS)

    def start(self) -> None:
        self._thread.start()
        self._run(self._listen())

    def stop(self) -> None:
        """End all connections and free the port."""
        self._run(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()
        self._holder.close()

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    # --- Inside its thread -----------------------------------------------------------------------------------

    async def _listen(self) -> None:
        if self._server is None:
            ear = socket.socket()
            ear.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            ear.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVES)
            ear.bind(("127.0.0.1", self.port))
            self._server = await asyncio.start_server(self._serve, sock=ear)

    async def _deafen(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    async def _close(self) -> None:
        await self._switch(REFUSE)
        others = [one for one in asyncio.all_tasks() if one is not asyncio.current_task()]
        for one in others:
            one.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _switch(self, fault: Fault) -> None:
        self.fault, self._hits = fault, 0
        for connection in self._open:
            connection.moved, connection.hit = dict.fromkeys(Way, 0), False
        if fault.kind in (Kind.REFUSE, Kind.RESET, Kind.UNAVAILABLE):
            for connection in list(self._open):
                connection.reset()
        await (self._deafen() if fault.kind == Kind.REFUSE else self._listen())
        self._changed.set()
        self._changed = asyncio.Event()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.taken += 1
        connection = _Connection({Way.DOWN: writer})
        self._open.add(connection)
        try:
            await self._join(connection, reader)
        except* (_Ended, asyncio.CancelledError):
            pass
        except* (_Struck, OSError, EOFError):
            connection.reset()
        finally:
            self._open.discard(connection)
            for one in connection.writers.values():
                one.close()

    async def _join(self, connection: _Connection, reader: asyncio.StreamReader) -> None:
        async with asyncio.TaskGroup() as both:
            far_reader, connection.writers[Way.UP] = await asyncio.open_connection(*self._target)
            both.create_task(self._pump(connection, Way.UP, reader))
            both.create_task(self._pump(connection, Way.DOWN, far_reader))

    async def _pump(self, connection: _Connection, way: Way, reader: asyncio.StreamReader) -> None:
        while piece := await reader.read(PIECE):
            if self._strikes(connection, way, Kind.RESET):
                raise _Struck
            if way == Way.UP and self._strikes(connection, way, Kind.UNAVAILABLE):
                await self._refuse_politely(connection, reader)
            await self._through(connection, way, piece)
        connection.writers[way].write_eof()

    async def _through(self, connection: _Connection, way: Way, piece: bytes) -> None:
        """Let a piece through as the fault of this moment allows."""
        while self._strikes(connection, way, Kind.HANG, len(piece)):
            await self._changed.wait()
        if self._strikes(connection, way, Kind.CUT, len(piece)):
            await self._send(connection, way, piece[: self.fault.after - connection.moved[way]])
            raise _Ended
        while piece and self._strikes(connection, way, Kind.SLOW):
            rate = self.fault.rate
            now, piece = piece[: max(1, rate // 10)], piece[max(1, rate // 10) :]
            await self._send(connection, way, now)
            await asyncio.sleep(len(now) / rate)
        await self._send(connection, way, piece)

    def _strikes(self, connection: _Connection, way: Way, kind: Kind, size: int = 1) -> bool:
        """Whether the fault of this moment is of this kind and strikes before `size` more bytes have passed."""
        fault = self.fault
        if fault.kind != kind or fault.way not in (None, way) or connection.moved[way] + size <= fault.after:
            return False
        if not connection.hit:
            if fault.times and self._hits >= fault.times:
                return False
            connection.hit, self._hits = True, self._hits + 1
        return True

    async def _send(self, connection: _Connection, way: Way, piece: bytes) -> None:
        connection.writers[way].write(piece)
        connection.moved[way] += len(piece)
        self.moved[way] += len(piece)
        await connection.writers[way].drain()

    async def _refuse_politely(self, connection: _Connection, reader: asyncio.StreamReader) -> None:
        """503 at once; what still comes of the request is read and dropped: closing early would lose the answer."""
        head = (
            "HTTP/1.1 503 Slow Down\r\nContent-Type: application/xml\r\nRetry-After: 1\r\n"
            f"Access-Control-Allow-Origin: *\r\nConnection: close\r\nContent-Length: {len(UNAVAILABLE_XML)}\r\n\r\n"
        )
        writer = connection.writers[Way.DOWN]
        writer.write(head.encode() + UNAVAILABLE_XML)
        writer.write_eof()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_SECONDS):
                while await reader.read(PIECE):
                    pass
        raise _Ended


@contextlib.contextmanager
def proxied(target: str) -> Iterator[Proxy]:
    """A proxy on a free loopback port in front of `target` (scheme://host:port/…), passing until it is switched."""
    proxy = Proxy(target)
    proxy.start()
    try:
        yield proxy
    finally:
        proxy.stop()
