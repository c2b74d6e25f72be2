"""The desk: the queue, the facts of one application, and the decisions."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from musicprize.accounts.requests import person
from musicprize.editions import queries as editions
from musicprize.kernel import clock
from musicprize.kernel.api import CreatedPagination
from musicprize.kernel.serializers import checked
from submissions.applications import rules, screening_actions, screening_queries
from submissions.applications.serializers import (
    ApplicationFieldsSerializer,
    ApplicationFileSerializer,
    ApplicationReceiptSerializer,
    EnsembleMemberSerializer,
    TaskProblemSerializer,
    listed,
)
from submissions.eligibility import actions as eligibility
from submissions.works.serializers import WorkDocumentSerializer
from submissions.works.serializers import flat as flat_work

TAGS = ["screening"]


class CityDistanceSerializer(serializers.Serializer):
    city = serializers.CharField()
    city_name = serializers.CharField()
    km = serializers.FloatField()


class QueueLineSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    reference = serializers.CharField()
    state = serializers.CharField()
    artist_name = serializers.CharField()
    city = serializers.CharField(allow_null=True)
    city_name = serializers.CharField(allow_null=True)
    place_name = serializers.CharField()
    nearest = CityDistanceSerializer(allow_null=True)
    verdict = serializers.CharField()
    submitted_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    asked = serializers.DateTimeField(allow_null=True)


class EligibilityFindingSerializer(serializers.Serializer):
    code = serializers.CharField()
    open = serializers.BooleanField()
    sentence = serializers.CharField()
    work = serializers.IntegerField(allow_null=True)


class EligibilityDecisionSerializer(serializers.Serializer):
    eligible = serializers.BooleanField()
    reason = serializers.CharField()
    decided_by = serializers.CharField()
    decided_at = serializers.DateTimeField()


class EligibilitySerializer(serializers.Serializer):
    verdict = serializers.CharField()
    computed = serializers.CharField()
    distances = CityDistanceSerializer(many=True)
    findings = EligibilityFindingSerializer(many=True)
    decision = EligibilityDecisionSerializer(allow_null=True)


class GivenConsentSerializer(serializers.Serializer):
    purpose = serializers.CharField()
    title = serializers.CharField()
    required = serializers.BooleanField()  # type: ignore[assignment]
    given = serializers.BooleanField()


class DuplicateWarningSerializer(serializers.Serializer):
    kind = serializers.CharField()
    application_id = serializers.UUIDField()
    reference = serializers.CharField()
    state = serializers.CharField()
    work = serializers.IntegerField(allow_null=True)


class ScreeningDecisionSerializer(serializers.Serializer):
    verdict = serializers.CharField()
    reason_code = serializers.CharField()
    reason = serializers.CharField()
    message = serializers.CharField()
    sections = serializers.ListField(child=serializers.CharField())
    until = serializers.DateTimeField(allow_null=True)
    decided_by = serializers.CharField()
    decided_at = serializers.DateTimeField()


class ScreeningFactsSerializer(serializers.Serializer):
    """All that the desk knows about one application."""

    id = serializers.UUIDField()
    edition = serializers.CharField()
    reference = serializers.CharField()
    code = serializers.CharField(allow_null=True)
    state = serializers.CharField()
    email = serializers.CharField()
    fields = ApplicationFieldsSerializer()  # type: ignore[assignment]
    city_name = serializers.CharField(allow_null=True)
    members = EnsembleMemberSerializer(many=True)
    portrait = ApplicationFileSerializer(allow_null=True)
    rider_file = ApplicationFileSerializer(allow_null=True)
    consents = GivenConsentSerializer(many=True)
    works = WorkDocumentSerializer(many=True)
    problems = serializers.DictField(child=TaskProblemSerializer(many=True))
    eligibility = EligibilitySerializer()
    duplicates = DuplicateWarningSerializer(many=True)
    decisions = ScreeningDecisionSerializer(many=True)
    receipts = ApplicationReceiptSerializer(many=True)
    submitted_at = serializers.DateTimeField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    reopened_sections = serializers.ListField(child=serializers.CharField())
    reopened_until = serializers.DateTimeField(allow_null=True)
    changed_since_receipt = serializers.BooleanField()


class AskSerializer(serializers.Serializer):
    sections = serializers.ListField(child=serializers.CharField(max_length=20), min_length=1, max_length=20)
    until = serializers.DateTimeField()
    message = serializers.CharField(max_length=4000)


class RefuseSerializer(serializers.Serializer):
    reason = serializers.ChoiceField(choices=list(rules.REFUSAL_REASONS))
    message = serializers.CharField(required=False, allow_blank=True, max_length=4000, default="")


class EligibilityChoiceSerializer(serializers.Serializer):
    eligible = serializers.BooleanField()
    reason = serializers.CharField(max_length=1000)


class QueuePagination(CreatedPagination):
    ordering = ("submitted_at", "pk")  # type: ignore[assignment]


class Queue(APIView):
    @extend_schema(
        tags=TAGS,
        operation_id="screening_queue",
        parameters=[
            OpenApiParameter("city", OpenApiTypes.STR, description="code of a city, or none"),
            OpenApiParameter("state", OpenApiTypes.STR, enum=["submitted", "admitted", "refused"]),
            OpenApiParameter("cursor", OpenApiTypes.STR),
        ],
        responses=listed(QueueLineSerializer),
    )
    def get(self, request: Request, slug: str) -> Response:
        """What was sent, those waiting longest first: a coordinator's own city and no city, an organiser's all."""
        edition = editions.by_slug(slug)
        wanted = {name: request.query_params.get(name, "") for name in ("city", "state")}
        rows = screening_queries.queue_rows(edition.id, by=person(request), facts=edition, **wanted)
        pages = QueuePagination()
        page = pages.paginate_queryset(rows, request, view=self) or []
        lines = screening_queries.queue_lines(page, edition=edition)
        return pages.get_paginated_response(QueueLineSerializer(lines, many=True).data)


class Facts(APIView):
    @extend_schema(tags=TAGS, responses=ScreeningFactsSerializer, operation_id="screening_facts")
    def get(self, request: Request, application_id: UUID) -> Response:
        return _facts(application_id, request)


class Admit(APIView):
    @extend_schema(tags=TAGS, request=None, responses=ScreeningFactsSerializer)
    def post(self, request: Request, application_id: UUID) -> Response:
        """Admit and draw the entry code. 409 `eligibility_open` until eligibility is computed or decided as given."""
        screening_actions.admit(application_id=application_id, by=person(request), at=clock.now())
        return _facts(application_id, request)


class Ask(APIView):
    @extend_schema(tags=TAGS, request=AskSerializer, responses=ScreeningFactsSerializer)
    def post(self, request: Request, application_id: UUID) -> Response:
        """Reopen named sections until a date, with a message to the artist."""
        given = checked(AskSerializer, request)
        screening_actions.ask(application_id=application_id, by=person(request), at=clock.now(), **given)
        return _facts(application_id, request)


class Refuse(APIView):
    @extend_schema(tags=TAGS, request=RefuseSerializer, responses=ScreeningFactsSerializer)
    def post(self, request: Request, application_id: UUID) -> Response:
        """Refuse for a standard reason, with a free message."""
        given = checked(RefuseSerializer, request)
        screening_actions.refuse(application_id=application_id, by=person(request), at=clock.now(), **given)
        return _facts(application_id, request)


class Decide(APIView):
    @extend_schema(tags=TAGS, request=EligibilityChoiceSerializer, responses=ScreeningFactsSerializer)
    def post(self, request: Request, application_id: UUID) -> Response:
        """A person settles who may enter, with a reason; the computed verdict stays visible beside it."""
        given = checked(EligibilityChoiceSerializer, request)
        eligibility.decide(application_id=application_id, by=person(request), at=clock.now(), **given)
        return _facts(application_id, request)


def _facts(application_id: UUID, request: Request) -> Response:
    found = screening_queries.screening_facts(application_id, by=person(request))
    body: dict[str, Any] = {name: getattr(found, name) for name in found.__dataclass_fields__}
    body["works"] = [flat_work(work) for work in found.works]
    body["problems"] = {key: [asdict(problem) for problem in problems] for key, problems in found.problems.items()}
    return Response(ScreeningFactsSerializer(body).data)


urlpatterns = [
    path("editions/<slug:slug>/screening", Queue.as_view(), name="api-screening-queue"),
    path("screening/<uuid:application_id>", Facts.as_view(), name="api-screening-facts"),
    path("applications/<uuid:application_id>/admit", Admit.as_view(), name="api-screening-admit"),
    path("applications/<uuid:application_id>/ask", Ask.as_view(), name="api-screening-ask"),
    path("applications/<uuid:application_id>/refuse", Refuse.as_view(), name="api-screening-refuse"),
    path("applications/<uuid:application_id>/eligibility", Decide.as_view(), name="api-screening-eligibility"),
]
