"""Index of the ground floor's background tasks; each lives in its room."""

from musicprize.mail import tasks as mail
from musicprize.privacy import tasks as privacy
from musicprize.supervisor import tasks as supervisor

__all__ = ["mail", "privacy", "supervisor"]
