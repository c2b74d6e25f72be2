"""Index of the ground floor's tables; each lives in its room."""

from musicprize.accounts.models import Invitation, Role, RoleGrant, User
from musicprize.editions.models import City, ConsentText, Edition, Prize
from musicprize.ledger.models import LedgerEntry
from musicprize.mail.models import Mail
from musicprize.privacy.models import Consent

__all__ = [
    "City",
    "Consent",
    "ConsentText",
    "Edition",
    "Invitation",
    "LedgerEntry",
    "Mail",
    "Prize",
    "Role",
    "RoleGrant",
    "User",
]
