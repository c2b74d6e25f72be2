"""The heartbeat that beat rings every 10 seconds."""

from musicprize.kernel.queue import task
from musicprize.supervisor import heartbeat as signs


@task(signs.TASK)
def heartbeat() -> None:
    """Say that a worker of the quick queue runs tasks."""
    signs.write("quick")
