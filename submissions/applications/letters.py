"""Mails about an application, in the artist's language. Written in the transaction of the act they tell about."""

from datetime import datetime
from typing import Any

from musicprize.editions.queries import EditionFacts
from musicprize.kernel.texts import in_language
from musicprize.mail import actions as mail
from submissions.applications.models import Application


def to_artist(
    application: Application,
    edition: EditionFacts,
    *,
    template: str,
    at: datetime,
    campaign: str = "",
    attachment: tuple[str, bytes] | None = None,
    **context: Any,
) -> None:
    """One mail to the artist. `campaign`: at most one of it."""
    mail.write(
        template=template,
        to=application.owner.email,
        user_id=application.owner_id,
        language=application.language,
        at=at,
        campaign=campaign,
        attachment=attachment,
        context={
            "reference": application.reference,
            "artist_name": application.artist_name,
            "edition_title": in_language(edition.titles, application.language),
            "closes_at": edition.closes_at,
            "path": f"/application/{application.pk}/",
            **context,
        },
    )


def tell_members(application: Application, edition: EditionFacts, *, at: datetime) -> None:
    """Tell everybody whom the applicant named with an address that their data are here (GDPR Art. 14): once each."""
    for member in application.members.filter(told_at__isnull=True).exclude(email=""):
        if member.email != application.owner.email:
            mail.write(
                template="application_member",
                to=member.email,
                language=application.language,
                at=at,
                campaign=f"member:{application.pk}",
                context={
                    "member_name": member.name,
                    "artist_name": application.artist_name,
                    "contact_name": application.contact_name,
                    "edition_title": in_language(edition.titles, application.language),
                    "retention_months": edition.retention_months,
                },
            )
        member.told_at = at
        member.save(update_fields=["told_at"])
