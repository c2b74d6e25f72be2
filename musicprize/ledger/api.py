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


class Ledger(APIView):
    """The acts of an edition. For its organisers."""

    @extend_schema(tags=["ledger"], responses=ActSerializer(many=True))
    def get(self, request: Request, slug: str) -> Response:
        edition = editions.by_slug(slug)
        check_organiser(request.user, edition.id)
        return Response({"results": ActSerializer(queries.acts(edition.id), many=True).data})


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
