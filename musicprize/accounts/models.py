"""People: who signs in, and in what role."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from musicprize.kernel.constraints import one_of
from musicprize.kernel.personal import Declaration, Erase
from musicprize.kernel.rows import Row


class UserManager(BaseUserManager["User"]):
    """Accounts have no password: people sign in with a code sent by mail, or a passkey."""

    def create_user(self, email: str, *, language: str = "de", name: str = "") -> "User":
        user = self.model(email=email.strip().lower(), language=language, name=name)
        user.set_unusable_password()
        user.save(using=self._db)
        return user


class User(Row, AbstractBaseUser, PermissionsMixin):
    """A person. One address, one account."""

    class Language(models.TextChoices):
        DE = "de"
        FR = "fr"
        LB = "lb"
        EN = "en"

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.DE)
    theme = models.CharField(max_length=5, blank=True, help_text="light, dark, or empty for the device's own")
    single_keys = models.BooleanField(default=True, help_text="single-key shortcuts in the jury room (WCAG 2.1.4)")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    privacy = Declaration(
        purpose="signing in and writing to people",
        subject="id",
        personal={
            "email": Erase.PSEUDONYM,
            "name": Erase.BLANK,
            "last_login": Erase.BLANK,
            "seen_at": Erase.BLANK,
        },
        plain=(
            *("id", "password", "language", "theme", "single_keys", "is_active", "joined_at"),
            *("is_superuser", "groups", "user_permissions"),
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique"),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_lower"),
        ]

    def __str__(self) -> str:
        return self.email


class Role(models.TextChoices):
    """What somebody may be. `chair` is held beside `juror` or `organiser`."""

    ORGANISER = "organiser"
    COORDINATOR = "coordinator"
    JUROR = "juror"
    CHAIR = "chair"


class RoleGrant(Row):
    """A role of a person in an edition (null: in all of them, organisers only), for a city where the role has one."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=12, choices=Role.choices)
    edition = models.ForeignKey("musicprize.Edition", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    city = models.ForeignKey("musicprize.City", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    privacy = Declaration(
        purpose="who may do what",
        subject="user",
        personal={"user": Erase.KEEP},
        plain=("id", "role", "edition", "city", "granted_at", "granted_by", "revoked_at"),
        keep_because="the record of who decided stays, under the erased account",
    )

    class Meta:
        constraints = [
            one_of("role", Role, name="rolegrant_role_known"),
            models.UniqueConstraint(
                fields=["user", "role", "edition"], condition=Q(revoked_at__isnull=True), name="rolegrant_once"
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(revoked_at__isnull=True, edition__isnull=True),
                name="rolegrant_once_everywhere",
            ),
            models.CheckConstraint(
                condition=Q(edition__isnull=False) | Q(role="organiser"), name="rolegrant_edition_unless_organiser"
            ),
            models.CheckConstraint(
                condition=~Q(role__in=["coordinator", "juror"]) | Q(city__isnull=False), name="rolegrant_city_given"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.user_id}"


class Invitation(Row):
    """An address asked to take a role. Accepted by signing in with that address: the mailed code is the proof."""

    class State(models.TextChoices):
        SENT = "sent"
        ACCEPTED = "accepted"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, choices=User.Language.choices)
    role = models.CharField(max_length=12, choices=Role.choices)
    edition = models.ForeignKey("musicprize.Edition", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    city = models.ForeignKey("musicprize.City", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.SENT)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    privacy = Declaration(
        purpose="asking people to take a role",
        subject="",
        personal={"email": Erase.PSEUDONYM, "name": Erase.BLANK},
        plain=(
            *("id", "language", "role", "edition", "city", "state", "invited_by", "invited_at", "expires_at"),
            "answered_at",
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["sent", "accepted", "declined", "withdrawn"]), name="invitation_state_known"
            ),
            models.UniqueConstraint(
                Lower("email"), "role", "edition", condition=Q(state="sent"), name="invitation_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.email}"
