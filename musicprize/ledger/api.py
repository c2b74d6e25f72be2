"""The ledger in the API."""

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from musicprize.accounts.access import check_organiser
from musicprize.editions import queries as editions
from musicprize.ledger import queries


class ActSerializer(serializers.Serializer):
    """One act. `document` is the canonical text whose hash is `hash`."""

    seq = serializers.IntegerField()
    verb = serializers.CharField()
    subject = serializers.CharField()
    document = serializers.CharField()
    hash = serializers.CharField()
    at = serializers.DateTimeField()


class VerdictSerializer(serializers.Serializer):
    """Whether the chain is sound; its head is what witnesses keep."""

    ok = serializers.BooleanField()
    entries = serializers.IntegerField()
    head = serializers.CharField()
    problems = serializers.ListField(child=serializers.CharField())


class StretchSerializer(serializers.Serializer):
    """Which acts: `limit` of them, after number `after`."""

    after = serializers.IntegerField(min_value=0, default=0)
    limit = serializers.IntegerField(min_value=1, max_value=1000, default=500)


class ActsSerializer(serializers.Serializer):
    """A stretch of the acts. `next`: what to give as `after` for the following ones, null at the end."""

    results = ActSerializer(many=True)
    next = serializers.IntegerField(allow_null=True)


class Ledger(APIView):
    """The acts of an edition, oldest first. For its organisers."""

    @extend_schema(tags=["ledger"], parameters=[StretchSerializer], responses=ActsSerializer)
    def get(self, request: Request, slug: str) -> Response:
        edition = editions.by_slug(slug)
        check_organiser(request.user, edition.id)
        asked = StretchSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        after, limit = asked.validated_data["after"], asked.validated_data["limit"]
        found = queries.acts(edition.id, after=after, limit=limit + 1)
        more = found[limit - 1].seq if len(found) > limit else None
        return Response(ActsSerializer({"results": found[:limit], "next": more}).data)


class Verify(APIView):
    """Check the whole chain. For everybody: it tells nothing but whether it is sound."""

    permission_classes = [AllowAny]

    @extend_schema(tags=["ledger"], responses=VerdictSerializer)
    def get(self, request: Request) -> Response:
        found, head = queries.verify(), queries.head()
        verdict = {"ok": not found, "entries": head.seq, "head": head.hash, "problems": found}
        return Response(VerdictSerializer(verdict).data)


urlpatterns = [
    path("editions/<slug:slug>/ledger", Ledger.as_view(), name="api-ledger"),
    path("ledger/verify", Verify.as_view(), name="api-ledger-verify"),
]
