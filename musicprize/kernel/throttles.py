"""How often one may ask. A cache that does not answer must not take the site down: then nobody is throttled."""

import logging
from typing import TYPE_CHECKING

from django.core.cache import cache
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle, UserRateThrottle

if TYPE_CHECKING:
    from rest_framework.views import APIView

log = logging.getLogger(__name__)


class PersonThrottle(UserRateThrottle):
    """Per signed-in person; anonymous requests are left to AnonymousThrottle."""

    cache = cache

    def allow_request(self, request: Request, view: "APIView") -> bool:
        if not (request.user and request.user.is_authenticated):
            return True
        try:
            return super().allow_request(request, view)
        except RedisError as problem:
            log.warning("no throttling, the cache does not answer: %s", problem)
            return True


class AnonymousThrottle(AnonRateThrottle):
    """Per address, for those who are not signed in."""

    cache = cache

    def allow_request(self, request: Request, view: "APIView") -> bool:
        try:
            return super().allow_request(request, view)
        except RedisError as problem:
            log.warning("no throttling, the cache does not answer: %s", problem)
            return True
