"""`python -m tests.services COMMAND …`: run a command with a real database, broker and object store in its environment.

All three are new, empty, on the loopback only, and gone when the command has ended; its exit status is ours.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.services import ServiceMissing, broker, postgres, swift

BUCKET = "musicprize-tests"


def main(command: list[str]) -> int:
    """Exit status of the command; 1 with a sentence when a service cannot be had, 2 without a command."""
    if not command:
        print("usage: python -m tests.services COMMAND …", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))  # so that nothing is left running
    try:
        with contextlib.ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="musicprize-services-")))
            environment = {
                "DATABASE_URL": stack.enter_context(postgres.database(folder / "postgres")),
                "REDIS_URL": stack.enter_context(broker.redis_server(folder / "redis")),
            }
            store = stack.enter_context(swift.s3_server(folder / "swift"))
            store.create_bucket(BUCKET)
            environment |= store.settings(BUCKET)
            # Importing the platform names its settings to this process; the command is to choose its own.
            inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
            return subprocess.run(command, env={**inherited, **environment}, check=False).returncode
    except ServiceMissing as problem:
        print(problem, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
