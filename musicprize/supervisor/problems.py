"""The one kind of refusal the supervisor knows: it cannot run, and one sentence says what to do about it."""


class CannotRun(RuntimeError):
    """The platform cannot be started as asked; the message is one sentence for the person at the keyboard."""
