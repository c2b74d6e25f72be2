"""What the person at the keyboard sees, and the same lines kept in the platform's log folder."""

import contextlib
import os
from pathlib import Path
from typing import IO

WIDTH = 7
COLOURS = {"redis": 31, "setup": 36, "web": 32, "worker": 35, "audio": 33, "beat": 34}
KEEP_BYTES = 10 * 1024 * 1024
"""A log file larger than this is set aside (`.1`) at the next start."""


class Printer:
    """Writes each line of a process with its name in front, coloured on a terminal, and into `<name>.log`."""

    def __init__(self, stream: IO[str], *, log_dir: Path) -> None:
        self._stream = stream
        self._colour = stream.isatty() and not os.environ.get("NO_COLOR")
        self._log_dir = log_dir
        self._logs: dict[str, IO[str]] = {}
        self._listening = True
        log_dir.mkdir(parents=True, exist_ok=True)

    def line(self, name: str, text: str) -> None:
        """One line that a process wrote."""
        self._log(name).write(text + "\n")
        prefix = f"{name:<{WIDTH}}│ "
        if self._colour:
            prefix = f"\033[{COLOURS.get(name, 37)}m{prefix}\033[0m"
        self._show(prefix + text)

    def say(self, text: str = "") -> None:
        """A sentence of the supervisor's own."""
        self._log("platform").write(text + "\n")
        self._show(text)

    def close(self) -> None:
        for file in self._logs.values():
            file.close()
        self._logs.clear()

    def _show(self, text: str) -> None:
        if not self._listening:
            return
        try:
            self._stream.write(text + "\n")
            self._stream.flush()
        except (BrokenPipeError, OSError):
            # Whoever read us has gone (`make run | head`, a closed terminal). The log files go on.
            self._listening = False

    def _log(self, name: str) -> IO[str]:
        if name not in self._logs:
            path = self._log_dir / f"{name}.log"
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_size > KEEP_BYTES:
                    path.replace(path.with_suffix(".log.1"))
            self._logs[name] = path.open("a", encoding="utf-8", buffering=1)
        return self._logs[name]
