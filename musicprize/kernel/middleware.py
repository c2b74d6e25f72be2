"""What holds for every page: compression, language, refusals as pages, a plain answer without a database."""

import logging
from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from musicprize.kernel.api import status_of
from musicprize.kernel.errors import Refusal

log = logging.getLogger(__name__)
Answer = Callable[[HttpRequest], HttpResponse]
TEXT = ("text/", "application/json", "application/problem+json", "image/svg+xml")


class CompressedText(GZipMiddleware):
    """Pages and answers of the API travel compressed; recordings and other files as they are, for their ranges.

    Django adds up to 100 random bytes to each and masks the CSRF token anew, so that lengths tell nothing about it.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not response.get("Content-Type", "").startswith(TEXT):
            return response
        return super().process_response(request, response)


class ReaderLanguage:
    """A signed-in person reads in the language of their account unless this device chose another."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        from django.conf import settings

        try:
            chosen = str(getattr(request.user, "language", ""))  # the first question to the database, before any view
        except OperationalError as problem:
            log.error("database away: %s", problem)
            return _unavailable(_database_away())
        if chosen and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(chosen)
            request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        patch_vary_headers(response, ["Cookie"])
        return response


class RefusalsAsPages:
    """A refusal raised while a page is made becomes a page with its sentence; the API maps its own before this."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if not isinstance(problem, Refusal):
            return None
        status = status_of(problem)
        return render(request, "refusal.html", {"refusal": problem, "status": status}, status=status)


class DatabaseAway:
    """503 with Retry-After instead of a stack trace while the database restarts.

    The same while the cache does not answer a page that may not go on without it: sign-in counts its tries there.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if isinstance(problem, OperationalError):
            sentence = _database_away()
        elif isinstance(problem, RedisError):
            sentence = _("Signing in is not possible just now. Try again in a minute.")
        else:
            return None
        log.error("not available: %s", problem)
        return _unavailable(sentence)


def _database_away() -> str:
    return _("The platform cannot reach its database just now. Nothing was changed. Try again in a minute.")


def _unavailable(sentence: str) -> HttpResponse:
    body = {"type": "about:blank", "title": "unavailable", "status": 503, "code": "unavailable", "detail": sentence}
    return JsonResponse(
        {**body, "errors": {}}, status=503, headers={"Retry-After": "5"}, content_type="application/problem+json"
    )
