"""Running the platform: one command starts, watches and stops everything that it consists of.

`python -m musicprize.supervisor` is the command line; `running_platform` gives another program a platform of its own.
"""

from musicprize.supervisor.borrowed import running_platform
from musicprize.supervisor.platform_state import Platform, SignIn
from musicprize.supervisor.problems import CannotRun

__all__ = ["CannotRun", "Platform", "SignIn", "running_platform"]
