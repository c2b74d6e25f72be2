"""Background tasks of publication: letters and excerpts. Visibility needs none."""

from uuid import UUID

from jury.publication import actions, queries
from musicprize.kernel import clock
from musicprize.kernel.queue import enqueue, task


@task("jury.publication.letters", time_limit=600)
def letters(publication_id: str) -> None:
    actions.write_letters(publication_id=UUID(publication_id), at=clock.now())


@task("jury.publication.sweep", time_limit=60)
def sweep() -> None:
    actions.queue_missing_excerpts(at=clock.now())
    for publication_id in queries.due_letters(clock.now()):
        enqueue("jury.publication.letters", publication_id=str(publication_id))
