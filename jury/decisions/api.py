"""Decisions in the API."""

from typing import Any

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from jury.decisions import access, actions, queries
from jury.decisions.rules import Kind
from musicprize.accounts.requests import person
from musicprize.editions import queries as editions
from musicprize.kernel import clock
from musicprize.kernel.serializers import TextsSerializer, checked


class DecideSerializer(serializers.Serializer):
    """What the jury decided. `entries`: codes, in order; `prize`: needed where several are of this kind."""

    kind = serializers.ChoiceField(choices=[kind.value for kind in Kind])
    round = serializers.UUIDField()
    entries = serializers.ListField(child=serializers.CharField(max_length=16))
    prize = serializers.UUIDField(required=False, allow_null=True)
    reasons = TextsSerializer(required=False, default=dict)


class DecisionSerializer(serializers.Serializer):
    """A decision, with the hashes that it rests on."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    round = serializers.UUIDField(source="round_id", allow_null=True)
    prize = serializers.UUIDField(source="prize_id", allow_null=True)
    entries = serializers.SerializerMethodField()
    reasons = serializers.DictField()
    document = serializers.DictField()
    sha256 = serializers.CharField()
    decided_by = serializers.CharField()
    decided_at = serializers.DateTimeField()
    superseded = serializers.BooleanField()

    def get_entries(self, decision: Any) -> list[str]:
        return [entry.code for entry in decision.entries]


class Decisions(APIView):
    """The decisions of an edition, those that were replaced included."""

    @extend_schema(tags=["decisions"], responses=DecisionSerializer(many=True))
    def get(self, request: Request, slug: str) -> Response:
        edition = editions.by_slug(slug)
        access.check_can_read(request.user, edition.id)
        found = queries.decisions(edition.id, superseded=True)
        return Response({"results": DecisionSerializer(found, many=True).data})

    @extend_schema(tags=["decisions"], request=DecideSerializer, responses={201: DecisionSerializer})
    def post(self, request: Request, slug: str) -> Response:
        edition = editions.by_slug(slug)
        access.check_can_decide(request.user, edition.id)
        given = DecideSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        wanted = given.validated_data
        made = actions.decide(
            edition_id=edition.id, kind=Kind(wanted["kind"]), round_id=wanted["round"], codes=wanted["entries"],
            prize_id=wanted.get("prize"), reasons=wanted["reasons"], by=person(request), at=clock.now(),
        )  # fmt: skip
        found = next(one for one in queries.decisions(edition.id) if one.id == made.pk)
        return Response(DecisionSerializer(found).data, status=201)


class ReplaceSerializer(serializers.Serializer):
    """The finalist who withdrew, and why the next of the reserve moves up."""

    entry = serializers.CharField(max_length=16)
    reasons = TextsSerializer()


class Replace(APIView):
    """Putting the next of the reserve list in the place of a finalist who withdrew."""

    @extend_schema(tags=["decisions"], request=ReplaceSerializer, responses={201: DecisionSerializer})
    def post(self, request: Request, slug: str) -> Response:
        edition = editions.by_slug(slug)
        access.check_can_decide(request.user, edition.id)
        given = checked(ReplaceSerializer, request)
        made = actions.replace_finalist(
            edition_id=edition.id, code=given["entry"], reasons=given["reasons"], by=person(request), at=clock.now()
        )
        found = next(one for one in queries.decisions(edition.id) if one.id == made.pk)
        return Response(DecisionSerializer(found).data, status=201)


urlpatterns = [
    path("editions/<slug:slug>/decisions", Decisions.as_view(), name="api-decisions"),
    path("editions/<slug:slug>/decisions/replace", Replace.as_view(), name="api-decisions-replace"),
]
