"""Reading the body of an autosave, for applications and works alike."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from musicprize.kernel.errors import Invalid
from submissions.applications.autosave import versions_given


def changes_of(request: Request) -> tuple[dict[str, Any], dict[str, int]]:
    """({field: value}, {field: version}) of an autosave. The values are checked by the action, field by field."""
    if not isinstance(request.data, dict):
        raise Invalid(message=_("Send the fields as one JSON object."))
    body = dict(request.data)
    return body, versions_given(body.pop("versions", None))
