"""Background tasks of deliberation: the figures around a counted round."""

from uuid import UUID

from jury.deliberation import figures_actions
from musicprize.kernel import clock
from musicprize.kernel.queue import task


@task("jury.deliberation.figures", time_limit=2400)
def figures(analysis_id: str) -> None:
    figures_actions.compute(analysis_id=UUID(analysis_id), at=clock.now())


@task("jury.deliberation.sweep", time_limit=60)
def sweep() -> None:
    figures_actions.sweep(at=clock.now())
