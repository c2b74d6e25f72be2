"""Members of an ensemble as typed in by the applicant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from musicprize.kernel.errors import Invalid, Sentence
from submissions.applications.autosave import NOT_TEXT, Wrong, text
from submissions.applications.models import Member
from submissions.applications.rules import MOST_MEMBERS

LENGTHS = {"name": 120, "role": 120, "email": 254}


@dataclass(frozen=True)
class MemberGiven:
    """One member. The address is optional; whoever is named with one is told so by mail after sending."""

    name: str
    role: str = ""
    email: str = ""


def checked(raw: Any) -> list[MemberGiven]:
    """The members of a request. Invalid names each wrong field as members.<number from 0>.<field>."""
    if not isinstance(raw, list) or not all(isinstance(item, dict) for item in raw):
        raise Invalid(fields={"members": [("not_a_list", _("Send the members as a list."))]})
    if len(raw) > MOST_MEMBERS:
        message = _("At most %(most)s members can be named.") % {"most": MOST_MEMBERS}
        raise Invalid(fields={"members": [("too_many", message)]})
    wrong: dict[str, list[tuple[str, Sentence]]] = {}
    found: list[MemberGiven] = []
    for number, item in enumerate(raw):
        values: dict[str, str] = {}
        for name in LENGTHS:
            try:
                values[name] = _value(name, item.get(name, ""))
            except Wrong as problem:
                wrong[f"members.{number}.{name}"] = [(problem.code, problem.message)]
        found.append(MemberGiven(**values)) if not wrong else None
    if wrong:
        raise Invalid(fields=wrong)
    return found


def replaced(application_id: UUID, members: Sequence[MemberGiven], told: Mapping[str, datetime | None]) -> list[Member]:
    """Rows for a new list; somebody who was told already stays told."""
    return [
        Member(
            application_id=application_id,
            position=position,
            name=member.name,
            role=member.role,
            email=member.email,
            told_at=told.get(member.email) if member.email else None,
        )
        for position, member in enumerate(members, start=1)
    ]


def _value(name: str, raw: Any) -> str:
    if raw is not None and not isinstance(raw, str):
        raise Wrong("not_text", NOT_TEXT)
    value = text(raw, longest=LENGTHS[name], lines=False).strip()
    if name == "email" and value:
        value = value.lower()
        try:
            validate_email(value)
        except ValidationError as problem:
            raise Wrong("not_an_email", _("Enter a whole e-mail address, or leave the field empty.")) from problem
    return value
