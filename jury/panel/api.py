"""The witnesses of an edition's counts in the API."""

from uuid import UUID

from django.conf import settings
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from jury.panel import actions, queries
from musicprize.accounts.access import check_organiser
from musicprize.accounts.requests import person
from musicprize.editions import queries as editions
from musicprize.kernel import clock


class WitnessSerializer(serializers.Serializer):
    """An address that is mailed the end of the ledger when a round is closed; `city`: its code."""

    id = serializers.UUIDField(read_only=True)
    city = serializers.CharField(max_length=8)
    email = serializers.EmailField(max_length=254)
    language = serializers.ChoiceField(choices=[code for code, _name in settings.LANGUAGES])


class Witnesses(APIView):
    """The witnesses of an edition. For its organisers."""

    @extend_schema(tags=["people"], responses=WitnessSerializer(many=True))
    def get(self, request: Request, slug: str) -> Response:
        edition = editions.by_slug(slug)
        check_organiser(request.user, edition.id)
        return Response({"results": WitnessSerializer(queries.witnesses(edition.id), many=True).data})

    @extend_schema(tags=["people"], request=WitnessSerializer, responses={201: WitnessSerializer})
    def post(self, request: Request, slug: str) -> Response:
        edition = editions.by_slug(slug)
        check_organiser(request.user, edition.id)
        given = WitnessSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        made = actions.name_witness(edition_id=edition.id, by=person(request), at=clock.now(), **given.validated_data)
        found = next(one for one in queries.witnesses(edition.id) if one.id == made.pk)
        return Response(WitnessSerializer(found).data, status=201)


class Dismiss(APIView):
    """Take an address off the list."""

    @extend_schema(tags=["people"], request=None, responses={204: None})
    def post(self, request: Request, witness_id: UUID) -> Response:
        actions.dismiss_witness(witness_id=witness_id, by=person(request), at=clock.now())
        return Response(status=204)


urlpatterns = [
    path("editions/<slug:slug>/witnesses", Witnesses.as_view(), name="api-witnesses"),
    path("witnesses/<uuid:witness_id>/dismiss", Dismiss.as_view(), name="api-witnesses-dismiss"),
]
