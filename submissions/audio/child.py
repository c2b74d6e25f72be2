"""The short-lived process that touches one upload: one request in, lines of JSON out, then it is gone.

`python -m submissions.audio.child`, started by runner.py only. Everything is imported before the doors close.
"""

import errno
import gc
import importlib
import json
import os
import pkgutil
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

import av

from submissions.audio import limits as bounds
from submissions.audio import sandbox
from submissions.audio.limits import Limits
from submissions.audio.opening import Refused
from submissions.audio.report import Refusal

Answer = dict[str, Any]
Job = Callable[[Answer, Path, Path, Limits, Callable[[float], None]], Answer]


def main() -> int:
    """Read the request, lock ourselves in, do the job, say how it ended."""
    request = json.loads(sys.stdin.buffer.readline())
    out = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)  # a library that prints cannot write into the protocol
    av.logging.set_level(None)
    _import_all_of_av()
    job = JOBS[request["job"]]()
    gc.disable()  # it lives for one file and makes no circles; looking for them is 3 % of its work
    limits = Limits(**request["limits"])
    path, folder = Path(request["path"]), Path(request["folder"])
    bounds.apply(limits, cpu_s=request["cpu_s"], parent_pid=request["parent_pid"])
    locks = sandbox.enter(readable=path, writable=folder)
    _say(out, {"event": "started"})
    _say(out, {"event": "verdict", "locks": locks, **_answer(job, request, path, folder, limits, out)})
    return 0


def _answer(job: Job, request: Answer, path: Path, folder: Path, limits: Limits, out: TextIO) -> Answer:
    said = 0.0

    def progress(share: float) -> None:
        nonlocal said
        if share >= said + 0.01:
            said = share
            _say(out, {"event": "progress", "share": round(share, 3)})

    try:
        return job(request, path, folder, limits, progress)
    except Refused as refused:
        return {"refusal": asdict(refused.refusal)}
    except MemoryError:
        return {"refusal": asdict(Refusal("memory_limit", {"limit_mb": limits.memory_bytes >> 20}))}
    except OSError as error:
        return _system_error(error, limits)
    except Exception:  # noqa: BLE001 whatever breaks in here, the parent is told what and the file is refused
        return {"refusal": asdict(Refusal("crashed", detail=traceback.format_exc()[-2000:]))}


def _locks() -> Job:
    return lambda request, path, folder, limits, progress: {}


def _measure() -> Job:
    from submissions.audio.measure import measure
    from submissions.audio.wire import measurement_to_wire

    return lambda request, path, folder, limits, progress: {
        "measurement": measurement_to_wire(measure(path, folder, limits, progress))
    }


def _render() -> Job:
    from submissions.audio.render import render

    def run(request: Answer, path: Path, folder: Path, limits: Limits, progress: Callable[[float], None]) -> Answer:
        made = render(
            path,
            folder,
            gain_db=request["gain_db"],
            codecs=tuple(request["codecs"]),
            window=tuple(request["window"]) if request["window"] else None,
            limits=limits,
            on_progress=progress,
        )
        return {"renditions": [asdict(one) for one in made]}

    return run


def _film() -> Job:
    from submissions.audio.film import film

    def run(request: Answer, path: Path, folder: Path, limits: Limits, progress: Callable[[float], None]) -> Answer:
        gain_db, decoded_s = request["gain_db"], request["decoded_s"]
        made = film(path, folder, gain_db=gain_db, decoded_s=decoded_s, limits=limits, on_progress=progress)
        return {"renditions": [{"codec": "film", **asdict(made)}]}

    return run


JOBS: Mapping[str, Callable[[], Job]] = {"locks": _locks, "measure": _measure, "render": _render, "film": _film}
"""Each imports what its work needs, and no more: numpy alone is a quarter of the start of a child that renders."""


def _system_error(error: OSError, limits: Limits) -> Answer:
    """Tell apart what the file did from what our own machine lacks, which is no reason to refuse anybody."""
    if error.errno == errno.ENOMEM:
        return {"refusal": asdict(Refusal("memory_limit", {"limit_mb": limits.memory_bytes >> 20}))}
    if error.errno == errno.EFBIG:
        return {"refusal": asdict(Refusal("output_limit", {"limit_mb": limits.output_bytes >> 20}))}
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS):
        return {"fault": repr(error)}
    return {"refusal": asdict(Refusal("crashed", detail=traceback.format_exc()[-2000:]))}


def _import_all_of_av() -> None:
    """PyAV imports parts of itself when it first meets them; behind the locks it could no longer read them."""
    for module in pkgutil.walk_packages(av.__path__, "av."):
        if module.name.rpartition(".")[2] not in ("__main__", "datasets"):
            importlib.import_module(module.name)


def _say(out: TextIO, line: Answer) -> None:
    out.write(json.dumps(line, separators=(",", ":"), allow_nan=False) + "\n")
    out.flush()


if __name__ == "__main__":
    sys.exit(main())
