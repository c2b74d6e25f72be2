"""What keeps a backup from being taken or restored."""


class BackupProblem(RuntimeError):
    """The message is a sentence for whoever ran the command. It holds no secret: neither password nor key."""
