"""Editions in the API."""

from typing import Any
from uuid import UUID

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from musicprize.accounts.access import is_organiser
from musicprize.accounts.requests import person
from musicprize.editions import access, actions, queries
from musicprize.editions.models import ConsentText, Edition, Prize
from musicprize.editions.rules import FINDINGS, SEVERITIES
from musicprize.kernel import clock
from musicprize.kernel.serializers import TextsSerializer


class CitySerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    names = serializers.DictField()
    country = serializers.CharField()


class PrizeSerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(required=False)
    title = TextsSerializer()
    description = TextsSerializer(required=False)

    class Meta:
        model = Prize
        fields = ("id", "kind", "title", "description", "amount_cents")


class ConsentTextSerializer(serializers.ModelSerializer):
    title = TextsSerializer()
    text = TextsSerializer()

    class Meta:
        model = ConsentText
        fields = ("id", "purpose", "version", "required", "title", "text")
        read_only_fields = ("id", "version")


class EditionSerializer(serializers.ModelSerializer):
    """An edition. Texts in four languages; dates with their offset; durations in seconds."""

    title = TextsSerializer()
    summary = TextsSerializer(required=False)
    call_text = TextsSerializer(required=False)
    jury_note = TextsSerializer(required=False)
    host_city = serializers.CharField(source="host_city.code")
    cities = serializers.SerializerMethodField()
    phase = serializers.SerializerMethodField()
    prizes = PrizeSerializer(many=True, read_only=True)
    consents = serializers.SerializerMethodField()
    text_limits = serializers.DictField(
        child=serializers.ListField(child=serializers.IntegerField(min_value=0), min_length=2, max_length=2),
        required=False,
    )
    finding_rules = serializers.DictField(child=serializers.ChoiceField(choices=SEVERITIES), required=False)
    formats = serializers.ListField(child=serializers.SlugField(), required=False)

    class Meta:
        model = Edition
        fields = (
            *("slug", "year", "title", "summary", "call_text", "jury_note", "host_city", "cities", "published"),
            *("phase", "opens_at", "closes_at", "grace_minutes", "screening_until", "finalists_at", "final_at"),
            *("works_required", "work_max_age_years", "radius_km", "min_seconds", "max_seconds", "max_file_bytes"),
            *("formats", "video_accepted", "compact_copies", "lossless_copies", "finding_rules", "text_limits"),
            *("retention_months", "prizes", "consents", "version"),
        )
        extra_kwargs = {"version": {"read_only": True}}

    def validate_finding_rules(self, value: dict[str, str]) -> dict[str, str]:
        """Only codes that exist."""
        unknown = sorted(set(value) - set(FINDINGS))
        if unknown:
            raise serializers.ValidationError(f"{', '.join(unknown)}: ?", code="unknown_finding")
        return value

    def get_cities(self, edition: Edition) -> list[dict[str, Any]]:
        return list(CitySerializer(queries.facts(edition).cities, many=True).data)

    def get_phase(self, edition: Edition) -> str:
        return queries.facts(edition).phase(clock.now())

    def get_consents(self, edition: Edition) -> list[dict[str, Any]]:
        current = [text for text in edition.consent_texts.all() if text.replaced_at is None]
        return list(ConsentTextSerializer(current, many=True).data)


class EditionWrite(EditionSerializer):
    """What an organiser may send."""

    host_city = serializers.SlugField(required=False)
    version = serializers.IntegerField(help_text="of the edition as you read it; 409 when it has changed since")

    class Meta(EditionSerializer.Meta):
        read_only_fields = ("slug",)
        extra_kwargs: dict[str, Any] = {"retention_months": {"min_value": 1}}


class EditionCreate(EditionWrite):
    """A new edition: the address and the dates are needed, the rest has defaults."""

    host_city = serializers.SlugField()
    version = None  # type: ignore[assignment]

    class Meta(EditionWrite.Meta):
        read_only_fields = ("version",)


def _rows() -> Any:
    return Edition.objects.select_related("host_city").prefetch_related("cities", "prizes", "consent_texts")


def _seen_by(request: Request, slug: str) -> UUID:
    """The edition's id; NotFound where the reader may not know of it."""
    found = queries.by_slug(slug)
    access.check_can_see(request.user, edition_id=found.id, published=found.published)
    return found.id


class EditionList(APIView):
    """The editions: published ones for everybody, all of them for organisers."""

    permission_classes = [AllowAny]

    @extend_schema(tags=["editions"], responses=EditionSerializer(many=True))
    def get(self, request: Request) -> Response:
        rows = _rows() if is_organiser(request.user) else _rows().filter(published=True)
        return Response({"results": EditionSerializer(rows, many=True).data})

    @extend_schema(tags=["editions"], request=EditionCreate, responses={201: EditionSerializer})
    def post(self, request: Request) -> Response:
        given = EditionCreate(data=request.data)
        given.is_valid(raise_exception=True)
        values = dict(given.validated_data)
        host = values.pop("host_city")
        codes = [city.code for city in queries.cities()]
        edition = actions.create(values=values, cities=codes, host_city=host, by=person(request), at=clock.now())
        return Response(EditionSerializer(_rows().get(pk=edition.pk)).data, status=201)


class EditionDetail(APIView):
    """One edition."""

    permission_classes = [AllowAny]

    @extend_schema(tags=["editions"], responses=EditionSerializer)
    def get(self, request: Request, slug: str) -> Response:
        return Response(EditionSerializer(_rows().get(pk=_seen_by(request, slug))).data)

    @extend_schema(tags=["editions"], request=EditionWrite, responses=EditionSerializer)
    def patch(self, request: Request, slug: str) -> Response:
        found = queries.by_slug(slug)
        access.check_can_see(request.user, edition_id=found.id, published=found.published)
        given = EditionWrite(data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        values = dict(given.validated_data)
        if "version" not in values:  # a partial serializer does not ask for it
            raise serializers.ValidationError({"version": [serializers.Field.default_error_messages["required"]]})
        host, version = values.pop("host_city", None), values.pop("version")
        actions.change(
            edition_id=found.id, values=values, version=version, host_city=host, by=person(request), at=clock.now()
        )
        return Response(EditionSerializer(_rows().get(pk=found.id)).data)


class Prizes(APIView):
    """All prizes of an edition, replaced as one list."""

    permission_classes = [IsAuthenticated]

    @extend_schema(tags=["editions"], request=PrizeSerializer(many=True), responses=PrizeSerializer(many=True))
    def put(self, request: Request, slug: str) -> Response:
        given = PrizeSerializer(data=request.data, many=True)
        given.is_valid(raise_exception=True)
        edition_id = _seen_by(request, slug)
        rows = actions.set_prizes(
            edition_id=edition_id, prizes=given.validated_data, by=person(request), at=clock.now()
        )
        return Response(PrizeSerializer(rows, many=True).data)


class ConsentTexts(APIView):
    """All consents of an edition, replaced as one list; a changed wording becomes a new version."""

    permission_classes = [IsAuthenticated]

    @extend_schema(
        tags=["editions"], request=ConsentTextSerializer(many=True), responses=ConsentTextSerializer(many=True)
    )
    def put(self, request: Request, slug: str) -> Response:
        given = ConsentTextSerializer(data=request.data, many=True)
        given.is_valid(raise_exception=True)
        edition_id = _seen_by(request, slug)
        rows = actions.set_consent_texts(
            edition_id=edition_id, texts=given.validated_data, by=person(request), at=clock.now()
        )
        return Response(ConsentTextSerializer(rows, many=True).data)


urlpatterns = [
    path("editions", EditionList.as_view(), name="api-editions"),
    path("editions/<slug:slug>", EditionDetail.as_view(), name="api-editions-one"),
    path("editions/<slug:slug>/prizes", Prizes.as_view(), name="api-editions-prizes"),
    path("editions/<slug:slug>/consent-texts", ConsentTexts.as_view(), name="api-editions-consents"),
]
