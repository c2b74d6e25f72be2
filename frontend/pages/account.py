"""One's own account, invitations, and in the demo the mails that would have been sent."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path

from musicprize.accounts import queries
from musicprize.accounts.access import grants_of, signed_in
from musicprize.accounts.models import Role
from musicprize.editions import queries as editions
from musicprize.kernel import clock
from musicprize.kernel.errors import NotFound
from musicprize.mail import queries as mail

HOMES = (
    (Role.ORGANISER, "desk"), (Role.JUROR, "jury"), (Role.CHAIR, "jury"), (Role.COORDINATOR, "screening"),
)  # fmt: skip


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Where somebody belongs after signing in: an invitation to answer, the work of their role, their application."""
    if queries.open_invitations(email=signed_in(request.user).email):
        return redirect("account")
    roles = [grant.role for grant in grants_of(request.user)]
    for role, page in HOMES:
        if role in roles:
            return redirect(page)
    return redirect("apply")


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Name, language, roles, invitations, passkeys."""
    known = {edition.id: edition for edition in editions.editions(published_only=False)}
    cities = {city.id: city for city in editions.cities()}
    grants = [
        {
            "role": grant.role,
            "edition": known.get(grant.edition_id) if grant.edition_id else None,
            "city": cities.get(grant.city_id) if grant.city_id else None,
        }
        for grant in grants_of(request.user)
    ]
    invitations = queries.open_invitations(email=signed_in(request.user).email)
    organiser = any(grant["role"] == Role.ORGANISER for grant in grants)
    return render(
        request,
        "pages/account/account.html",
        {"grants": grants, "invitations": invitations, "offers_passkeys": organiser},
    )


@login_required
def invitation(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """One invitation, for the address it was sent to."""
    mine = queries.open_invitations(email=signed_in(request.user).email)
    found = next((one for one in mine if one.id == invitation_id), None)
    if found is None:
        raise NotFound()
    edition = editions.by_id(found.edition_id) if found.edition_id else None
    city = edition.city(found.city_id) if edition else None
    context = {"invitation": found, "edition": edition, "city": city, "expired": clock.now() >= found.expires_at}
    return render(request, "pages/account/invitation.html", context)


def demo_mail(request: HttpRequest) -> HttpResponse:
    """The outbox, readable by everybody: only in the demo, where no mail leaves the machine."""
    if not settings.DEMO:
        raise NotFound()
    letters = mail.newest(to=request.GET.get("to", ""))
    return render(request, "pages/account/demo_mail.html", {"letters": letters, "to": request.GET.get("to", "")})


urlpatterns: list[URLPattern] = [
    path("welcome/", home, name="home_after_sign_in"),
    path("account/", account, name="account"),
    path("invitations/<uuid:invitation_id>/", invitation, name="invitation"),
    path("demo/mail", demo_mail, name="demo_mail"),
]
