"""Real services for tests, each started by the suite itself on the loopback: PostgreSQL, Redis, an S3 server.

`python -m tests.services COMMAND …` runs a command with all three in its environment; the modules' context managers
give one each. A service that cannot be had raises ServiceMissing: what needs it fails, it is never skipped.
"""


class ServiceMissing(RuntimeError):
    """A service cannot be started here; the message says what is missing and how to get it."""
