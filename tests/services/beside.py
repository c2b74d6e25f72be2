"""A Django process beside a running platform, on its database, store and broker, that answers questions.

`with beside(environment) as there: there.call("package.module:function", "argument")`. Starting Django for each
question took most of the tests' time. As a program it is that process: a line of JSON for a call, one for its answer.
"""

import contextlib
import importlib
import io
import json
import subprocess
import sys
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from musicprize.supervisor.configuration import ROOT


@dataclass(frozen=True)
class Beside:
    process: "subprocess.Popen[str]"

    def call(self, function: str, *arguments: Any) -> Any:
        """What the function returned, by way of JSON (or else as text); AssertionError when it raised."""
        return self._answer(function, arguments)["returned"]

    def manage(self, command: str, *arguments: str) -> str:
        """What `manage.py command` printed."""
        return str(self._answer("django.core.management:call_command", (command, *arguments))["printed"]).strip()

    def _answer(self, function: str, arguments: tuple[Any, ...]) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(json.dumps([function, *arguments]), file=self.process.stdin, flush=True)
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        assert "raised" not in answer, answer["raised"]
        return answer


@contextlib.contextmanager
def beside(environment: Mapping[str, str]) -> Iterator[Beside]:
    """`environment`: all of the process's own, as the platform's programs have it."""
    command = [sys.executable, "-m", "tests.services.beside"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Beside(process)
        finally:
            process.kill()


def answer(function: str, *arguments: Any) -> dict[str, Any]:
    """{"returned", "printed"} or {"raised"}; connections to the database end with each call, as after a request."""
    from django.db import connections

    printed = io.StringIO()
    module, _, name = function.partition(":")
    try:
        with contextlib.redirect_stdout(printed):
            returned = getattr(importlib.import_module(module), name)(*arguments)
    except (Exception, SystemExit):  # noqa: BLE001 - told to whoever asked
        return {"raised": f"{printed.getvalue()}{traceback.format_exc()}"}
    finally:
        connections.close_all()
    return {"returned": returned, "printed": printed.getvalue()}


def main() -> None:
    import django

    django.setup()
    for line in sys.stdin:
        print(json.dumps(answer(*json.loads(line)), default=str), flush=True)


if __name__ == "__main__":
    main()
