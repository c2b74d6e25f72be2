"""How the API answers: problem bodies (RFC 9457) with stable codes, and pages by cursor."""

from math import ceil
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.pagination import CursorPagination
from rest_framework.response import Response

from musicprize.kernel import errors

STATUS: dict[type[errors.Refusal], int] = {
    errors.NotAllowed: status.HTTP_403_FORBIDDEN,
    errors.NotFound: status.HTTP_404_NOT_FOUND,
    errors.Conflict: status.HTTP_409_CONFLICT,
    errors.Gone: status.HTTP_410_GONE,
    errors.Invalid: status.HTTP_400_BAD_REQUEST,
    errors.Unavailable: status.HTTP_503_SERVICE_UNAVAILABLE,
}


def problem_response(problem: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: every refusal and every error of DRF's own becomes one shape of body.

    {type, title, status, code, detail, errors: {field: [{code, message}]}, …extra}; None for a defect of ours (500).
    """
    if isinstance(problem, errors.Refusal):
        return _of_refusal(problem)
    if isinstance(problem, Http404):
        return _of_refusal(errors.NotFound())
    if isinstance(problem, PermissionDenied):
        return _of_refusal(errors.NotAllowed())
    if isinstance(problem, exceptions.APIException):
        return _of_framework(problem)
    return None


def status_of(refusal: errors.Refusal) -> int:
    """The HTTP status of a refusal; an `http_status` given in `extra` wins (413, 415, 422, 507)."""
    given = refusal.extra.get("http_status")
    return int(given) if given else next(code for kind, code in STATUS.items() if isinstance(refusal, kind))


def _of_refusal(refusal: errors.Refusal) -> Response:
    fields = refusal.fields if isinstance(refusal, errors.Invalid) else {}
    body = {
        "errors": {name: [{"code": c, "message": str(m)} for c, m in found] for name, found in fields.items()},
        **{key: value for key, value in refusal.extra.items() if key != "http_status"},
    }
    answer = _problem(status_of(refusal), refusal.code, str(refusal.message), body)
    if isinstance(refusal, errors.Unavailable):
        answer["Retry-After"] = "5"
    return answer


def _of_framework(problem: exceptions.APIException) -> Response:
    if isinstance(problem, exceptions.ValidationError):
        summary = str(errors.Invalid().message)
        return _problem(problem.status_code, "invalid", summary, {"errors": _fields(problem.get_full_details())})
    answer = _problem(problem.status_code, problem.default_code, str(problem.detail), {"errors": {}})
    wait = getattr(problem, "wait", None)  # of Throttled, in seconds
    if wait is not None:
        answer["Retry-After"] = str(max(1, ceil(wait)))
    if isinstance(problem, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        challenge = getattr(problem, "auth_header", None)
        if challenge:
            answer["WWW-Authenticate"] = challenge
    return answer


def _problem(code: int, name: str, detail: str, extra: dict[str, Any]) -> Response:
    body = {
        "type": "about:blank",
        "title": name.replace("_", " "),
        "status": code,
        "code": name,
        "detail": detail,
    }
    return Response({**body, **extra}, status=code, content_type="application/problem+json")


def _fields(details: Any, prefix: str = "") -> dict[str, list[dict[str, str]]]:
    """Flatten DRF's nested details: "works.0.title" → problems."""
    if isinstance(details, dict) and set(details) == {"message", "code"}:
        return {prefix or "non_field_errors": [{"code": str(details["code"]), "message": str(details["message"])}]}
    found: dict[str, list[dict[str, str]]] = {}
    pairs = details.items() if isinstance(details, dict) else enumerate(details)
    for key, value in pairs:
        leaf = isinstance(value, dict) and set(value) == {"message", "code"}
        name = prefix if leaf and not isinstance(details, dict) else f"{prefix}.{key}".lstrip(".")
        for field, problems in _fields(value, name).items():
            found.setdefault(field, []).extend(problems)
    return found


class CreatedPagination(CursorPagination):
    """Pages by cursor: stable while rows are added, and no count that would tell how many there are."""

    ordering = "pk"
    page_size_query_param = "page_size"
    max_page_size = 200
