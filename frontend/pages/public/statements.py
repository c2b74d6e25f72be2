"""Pages of plain words: accessibility, privacy, sources and licences."""

from email.utils import parseaddr
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static

from musicprize.editions import queries as editions
from musicprize.kernel import clock
from submissions.eligibility import gazetteer

BODIES: Final = (
    ("LU", "Service information et presse (SIP)", "https://accessibilite.public.lu"),
    ("FR", "Défenseur des droits", "https://www.defenseurdesdroits.fr"),
    ("DE", "Überwachungsstelle des Bundes für Barrierefreiheit von Informationstechnik (BFIT-Bund)",
     "https://www.bfit-bund.de"),
)  # fmt: skip
"""Who enforces the right to accessible public services: country, name, address."""

SOFTWARE: Final = (
    ("Django", "BSD-3-Clause"), ("Django REST framework", "BSD-3-Clause"), ("django-allauth", "MIT"),
    ("Celery", "BSD-3-Clause"), ("psycopg", "LGPL-3.0-only"), ("NumPy", "BSD-3-Clause"), ("PyAV", "BSD-3-Clause"),
    ("boto3", "Apache-2.0"), ("typst", "Apache-2.0"), ("WhiteNoise", "MIT"), ("idb", "ISC"),
)  # fmt: skip
FONTS: Final = ("bricolage-grotesque", "atkinson-hyperlegible-next")


def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    context = {"contact": parseaddr(settings.DEFAULT_FROM_EMAIL)[1], "bodies": BODIES}
    return render(request, "pages/public/accessibility.html", context)


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, why, how long, and what people may ask for."""
    context = {"contact": parseaddr(settings.DEFAULT_FROM_EMAIL)[1], "edition": editions.current(clock.now())}
    return render(request, "pages/public/privacy.html", context)


def sources(request: HttpRequest) -> HttpResponse:
    """Data, fonts and software of others, with their licences."""
    context = {
        "licence": gazetteer.LICENCE_URL,
        "number": len(gazetteer.all_places()),
        "software": SOFTWARE,
        "fonts": [static(f"fonts/{name}-OFL.txt") for name in FONTS],
    }
    return render(request, "pages/public/sources.html", context)
