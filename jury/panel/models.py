"""Who witnesses a count from outside. Jurors have no table here: they are grants of the accounts room."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower

from musicprize.kernel.personal import Declaration, Erase
from musicprize.kernel.rows import Row


class Witness(Row):
    """Somebody outside the jury, standing for a city, who is mailed the ledger's head when a round is closed."""

    edition = models.ForeignKey("musicprize.Edition", on_delete=models.CASCADE, related_name="+")
    city = models.ForeignKey("musicprize.City", on_delete=models.PROTECT, related_name="+")
    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=2)
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    named_at = models.DateTimeField()

    privacy = Declaration(
        purpose="who keeps the end of the ledger outside the platform",
        subject="",
        personal={"email": Erase.PSEUDONYM},
        plain=("id", "edition", "city", "language", "named_by", "named_at"),
    )

    class Meta:
        ordering = ["city__colour", "email"]
        constraints = [models.UniqueConstraint(Lower("email"), "edition", name="witness_once_an_edition")]

    def __str__(self) -> str:
        return f"{self.city_id}: {self.email}"
