"""Minutes in the API: signing them, and the PDF in four languages."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from jury.deliberation import access, hearing, minutes_actions, minutes_document, minutes_pdf, minutes_queries
from jury.deliberation.minutes_document import Sitting
from jury.deliberation.queries import check_closed
from jury.rounds import queries as rounds
from jury.rounds.queries import RoundFacts
from jury.scoresheets import playing
from jury.scoresheets import queries as sheets
from jury.scoresheets.serializers import AddressSerializer
from musicprize.accounts.models import User
from musicprize.accounts.requests import person
from musicprize.editions import queries as editions
from musicprize.kernel import clock
from musicprize.kernel.serializers import checked
from musicprize.kernel.texts import LANGUAGES


class SignSerializer(serializers.Serializer):
    """When and where the jury met, who was there (accounts), who kept the minutes."""

    held_at = serializers.DateTimeField()
    place = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    present = serializers.ListField(child=serializers.UUIDField(), max_length=200, required=False, default=list)
    secretary = serializers.UUIDField(required=False, allow_null=True, default=None)


class MinutesSerializer(serializers.Serializer):
    """A signed version, frozen; the last one is in force."""

    version = serializers.IntegerField()
    sha256 = serializers.CharField()
    signed_by = serializers.CharField()
    signed_at = serializers.DateTimeField()
    document = serializers.DictField()


class PdfSerializer(serializers.Serializer):
    """`language`: of the PDF; `version`: a signed one (default: the last), 0 a draft of how things stand now."""

    language = serializers.ChoiceField(choices=list(LANGUAGES), default="de")
    version = serializers.IntegerField(min_value=0, required=False)


def _table(request: Request, round_id: UUID) -> RoundFacts:
    facts = rounds.by_id(round_id)
    access.check_at_the_table(request.user, edition_id=facts.edition_id, round_id=round_id)
    check_closed(facts)
    return facts


class MinutesView(APIView):
    """The signed minutes of a round; signing a new version is the chair's."""

    @extend_schema(tags=["deliberation"], responses=MinutesSerializer(many=True))
    def get(self, request: Request, round_id: UUID) -> Response:
        _table(request, round_id)
        return Response({"results": MinutesSerializer(minutes_queries.versions(round_id), many=True).data})

    @extend_schema(tags=["deliberation"], request=SignSerializer, responses={201: MinutesSerializer})
    def post(self, request: Request, round_id: UUID) -> Response:
        facts = _table(request, round_id)
        access.check_leads(request.user, edition_id=facts.edition_id)
        given = checked(SignSerializer, request)
        row = minutes_actions.sign(round_id=round_id, sitting=Sitting(**given), by=person(request), at=clock.now())
        return Response(MinutesSerializer(minutes_queries.one(round_id, row.version)).data, status=201)


class MinutesPdf(APIView):
    """The minutes as a tagged PDF: a signed version, or a draft of how things stand."""

    @extend_schema(
        tags=["deliberation"], parameters=[PdfSerializer], responses={(200, "application/pdf"): OpenApiTypes.BINARY}
    )
    def get(self, request: Request, round_id: UUID) -> HttpResponse:
        facts = _table(request, round_id)
        asked = PdfSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        language, version = asked.validated_data["language"], asked.validated_data.get("version")
        pdf = _draft(facts, person(request), language) if version == 0 else _signed(facts, version, language)
        answer = HttpResponse(pdf, content_type="application/pdf")
        name = f"{facts.edition_slug}-round-{facts.position}-minutes-{language}.pdf"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


def _signed(facts: RoundFacts, version: int | None, language: str) -> bytes:
    found = minutes_queries.one(facts.id, version)
    return minutes_pdf.typeset(
        found.document, language=language, names=minutes_queries.names(found.document),
        titles=editions.by_id(facts.edition_id).titles, sha256=found.sha256, signed_at=found.signed_at,
    )  # fmt: skip


def _draft(facts: RoundFacts, reader: User, language: str) -> bytes:
    """As if signed now, everybody who sealed a ballot present; it says on every page that it is a draft.
    Jurors do not learn from it which ties others named."""
    held: datetime = facts.closed_at or clock.now()
    present = [one.user_id for one in sheets.progress(facts.id) if one.sealed]
    chair = access.chair_of(facts.edition_id) or reader.pk
    made: dict[str, Any] = minutes_document.document(
        facts.id, Sitting(held, "", present, None), chair=chair, at=clock.now(),
        for_jurors=not access.leads_or_organises(reader, facts.edition_id),
    )  # fmt: skip
    return minutes_pdf.typeset(
        made, language=language, names=minutes_queries.names(made), titles=editions.by_id(facts.edition_id).titles
    )


class EntryPlay(APIView):
    """An address for a work of an entry, for those at the table who did not stand aside from it."""

    @extend_schema(tags=["deliberation"], responses=AddressSerializer)
    def get(self, request: Request, round_id: UUID, code: str, position: int) -> Response:
        _table(request, round_id)
        work = hearing.work(round_id, person(request), code, position, at=clock.now())
        return Response(AddressSerializer(playing.address(work)).data)


class EntryPeaks(APIView):
    """The waveform of a work of an entry."""

    @extend_schema(tags=["deliberation"], responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, round_id: UUID, code: str, position: int) -> HttpResponse:
        _table(request, round_id)
        work = hearing.work(round_id, person(request), code, position, at=clock.now())
        return HttpResponse(playing.peaks(work), content_type="application/octet-stream")


WORK = "rounds/<uuid:round_id>/entries/<str:code>/works/<int:position>"
urlpatterns = [
    path("rounds/<uuid:round_id>/minutes", MinutesView.as_view(), name="api-minutes"),
    path("rounds/<uuid:round_id>/minutes.pdf", MinutesPdf.as_view(), name="api-minutes-pdf"),
    path(f"{WORK}/play", EntryPlay.as_view(), name="api-table-play"),
    path(f"{WORK}/peaks", EntryPeaks.as_view(), name="api-table-peaks"),
]
