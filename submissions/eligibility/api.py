"""The place checker: how far a place is from the four cities. Public, and it stores nothing."""

from typing import Any

from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from musicprize.editions import access as editions_access
from musicprize.editions import queries as editions
from musicprize.kernel import clock
from submissions.applications.serializers import listed, one_page
from submissions.eligibility import gazetteer, queries
from submissions.eligibility.rules import DEFAULT_RADIUS_KM


class PlaceDistanceSerializer(serializers.Serializer):
    city = serializers.CharField()
    city_name = serializers.CharField()
    km = serializers.FloatField()


class PlaceSerializer(serializers.Serializer):
    """A place of the region. `sentence`: the answer in words."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    country = serializers.CharField()
    distances = PlaceDistanceSerializer(many=True)
    nearest = PlaceDistanceSerializer()
    within = serializers.BooleanField()
    sentence = serializers.CharField()


class Places(APIView):
    permission_classes = [AllowAny]

    @extend_schema(
        tags=["places"],
        parameters=[
            OpenApiParameter("q", OpenApiTypes.STR, description="beginning of the name", required=True),
            OpenApiParameter("limit", OpenApiTypes.INT, description="1 to 50, 10 when not given"),
            OpenApiParameter("edition", OpenApiTypes.STR, description="slug; when not given, the current edition"),
        ],
        responses=listed(PlaceSerializer),
    )
    def get(self, request: Request) -> Response:
        """Places whose name matches, best first, with their distance to each city. Data: GeoNames, CC BY 4.0."""
        cities, radius_km = _region(request)
        found = queries.find_places(
            request.query_params.get("q", ""), cities=cities, radius_km=radius_km, limit=_limit(request)
        )
        return Response({**one_page(PlaceSerializer(found, many=True).data), "attribution": gazetteer.ATTRIBUTION})


def _region(request: Request) -> tuple[Any, int]:
    slug = request.query_params.get("edition", "")
    edition = editions.by_slug(slug) if slug else editions.current(clock.now())
    if edition is None:
        return editions.cities(), DEFAULT_RADIUS_KM
    editions_access.check_can_see(request.user, edition_id=edition.id, published=edition.published)
    return edition.cities, edition.radius_km


def _limit(request: Request) -> int:
    raw = request.query_params.get("limit", "10")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 4 else 10


urlpatterns = [path("places", Places.as_view(), name="api-places-list")]
