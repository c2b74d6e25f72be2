"""Publications in the API: the organisers' side, and the public one."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from jury.publication import access, actions, bundle_queries, queries
from jury.publication.queries import PublicationFacts, PublicResult
from jury.publication.rules import Kind
from musicprize.accounts.requests import person
from musicprize.editions import queries as editions
from musicprize.kernel import clock
from musicprize.kernel.serializers import checked
from musicprize.objectstore import store
from submissions.audio import queries as audio

URL_LIFE = timedelta(hours=1)


class PrepareSerializer(serializers.Serializer):
    """What to publish, and when it may be seen."""

    kind = serializers.ChoiceField(choices=[kind.value for kind in Kind])
    embargo_at = serializers.DateTimeField(allow_null=True, help_text="null: when it is released on stage")


class PublicationSerializer(serializers.Serializer):
    """A publication with its frozen document."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    state = serializers.CharField()
    embargo_at = serializers.DateTimeField(allow_null=True)
    document = serializers.SerializerMethodField()
    sha256 = serializers.CharField()
    prepared_by = serializers.CharField()
    prepared_at = serializers.DateTimeField()
    confirmed_by = serializers.CharField()
    confirmed_at = serializers.DateTimeField(allow_null=True)
    letters_at = serializers.DateTimeField(allow_null=True)
    stage_notes = serializers.DictField(child=serializers.CharField())

    def get_document(self, facts: PublicationFacts) -> dict[str, Any]:
        return public_document(facts.document)


class StageNotesSerializer(serializers.Serializer):
    """{entry code: what the presenter reads beside it}; replaces all notes."""

    notes = serializers.DictField(child=serializers.CharField(allow_blank=True, max_length=500))


class ResultSerializer(serializers.Serializer):
    """A public result. `audible`: works that may be heard; `portraits`: codes of the entries with a portrait."""

    edition = serializers.CharField()
    kind = serializers.CharField()
    published_at = serializers.DateTimeField(source="embargo_at")
    document = serializers.SerializerMethodField()
    sha256 = serializers.CharField()
    audible = serializers.ListField(child=serializers.CharField())
    portraits = serializers.ListField(child=serializers.CharField(), help_text="see …/entries/{code}/portrait")

    def get_document(self, result: PublicResult) -> dict[str, Any]:
        return public_document(result.document)


def public_document(document: dict[str, Any]) -> dict[str, Any]:
    """Without the keys by which the platform finds people again."""
    inner = {"owner", "application", "portrait"}
    entries = [{key: value for key, value in entry.items() if key not in inner} for entry in document["entries"]]
    return {**document, "entries": entries}


class Publications(APIView):
    """Publications of an edition."""

    @extend_schema(tags=["publication"], responses=PublicationSerializer(many=True))
    def get(self, request: Request, slug: str) -> Response:
        edition = editions.by_slug(slug)
        access.check_can_preview(request.user, edition.id)
        return Response({"results": PublicationSerializer(queries.of_edition(edition.id), many=True).data})

    @extend_schema(tags=["publication"], request=PrepareSerializer, responses={201: PublicationSerializer})
    def post(self, request: Request, slug: str) -> Response:
        edition = editions.by_slug(slug)
        access.check_can_publish(request.user, edition.id)
        given = PrepareSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        made = actions.prepare(
            edition_id=edition.id, kind=Kind(given.validated_data["kind"]),
            embargo_at=given.validated_data["embargo_at"], by=person(request), at=clock.now(),
        )  # fmt: skip
        return Response(PublicationSerializer(queries.one(made.pk)).data, status=201)


class PublicationDetail(APIView):
    """One publication, as it will be seen."""

    @extend_schema(tags=["publication"], responses=PublicationSerializer)
    def get(self, request: Request, publication_id: UUID) -> Response:
        found = queries.one(publication_id)
        access.check_can_preview(request.user, found.edition_id)
        return Response(PublicationSerializer(found).data)


class Confirm(APIView):
    """The second person's yes."""

    @extend_schema(tags=["publication"], request=None, responses=PublicationSerializer)
    def post(self, request: Request, publication_id: UUID) -> Response:
        actions.confirm(publication_id=publication_id, by=person(request), at=clock.now())
        return Response(PublicationSerializer(queries.one(publication_id)).data)


class Cancel(APIView):
    """Take it back before its time."""

    @extend_schema(tags=["publication"], request=None, responses=PublicationSerializer)
    def post(self, request: Request, publication_id: UUID) -> Response:
        actions.cancel(publication_id=publication_id, by=person(request), at=clock.now())
        return Response(PublicationSerializer(queries.one(publication_id)).data)


class Release(APIView):
    """Make a confirmed publication public now: the stage has said it."""

    @extend_schema(tags=["publication"], request=None, responses=PublicationSerializer)
    def post(self, request: Request, publication_id: UUID) -> Response:
        actions.release(publication_id=publication_id, by=person(request), at=clock.now())
        return Response(PublicationSerializer(queries.one(publication_id)).data)


class StageNotes(APIView):
    """The presenter's notes."""

    @extend_schema(tags=["publication"], request=StageNotesSerializer, responses=PublicationSerializer)
    def put(self, request: Request, publication_id: UUID) -> Response:
        notes = checked(StageNotesSerializer, request)["notes"]
        actions.note_for_stage(publication_id=publication_id, notes=notes, by=person(request), at=clock.now())
        return Response(PublicationSerializer(queries.one(publication_id)).data)


class Results(APIView):
    """What is public, newest first."""

    permission_classes = [AllowAny]

    @extend_schema(
        tags=["public"],
        responses=inline_serializer(
            "ResultLine",
            {"edition": serializers.CharField(), "kind": serializers.CharField(), "titles": serializers.DictField()},
            many=True,
        ),
    )
    def get(self, request: Request) -> Response:
        found = queries.published(clock.now())
        lines = [{"edition": one.edition, "kind": one.kind, "titles": one.document["titles"]} for one in found]
        return Response({"results": lines})


class Result(APIView):
    """The result of an edition, from its embargo on."""

    permission_classes = [AllowAny]

    @extend_schema(tags=["public"], responses=ResultSerializer)
    def get(self, request: Request, slug: str) -> Response:
        result = queries.public_result(slug, at=clock.now())
        return Response(ResultSerializer(result).data)


class BundleFile(APIView):
    """The verification bundle of a round on which the public result rests: a ZIP with which anybody counts again."""

    permission_classes = [AllowAny]

    @extend_schema(tags=["public"], responses={(200, "application/zip"): OpenApiTypes.BINARY})
    def get(self, request: Request, slug: str, position: int) -> HttpResponse:
        found = bundle_queries.public_archive(slug, position, at=clock.now())
        answer = HttpResponse(found.data, content_type="application/zip")
        answer["Content-Disposition"] = f'attachment; filename="{found.name}"'
        answer["Cache-Control"] = "private, no-store"
        return answer


class Play(APIView):
    """Where to hear the excerpt of a published work."""

    permission_classes = [AllowAny]

    @extend_schema(
        tags=["public"],
        responses=inline_serializer(
            "PublicPlay",
            {
                "url": serializers.CharField(), "expires_in": serializers.IntegerField(),
                "content_type": serializers.CharField(), "duration_ms": serializers.IntegerField(),
                "gain_db": serializers.FloatField(),
            },
        ),
    )  # fmt: skip
    def get(self, request: Request, slug: str, work_id: UUID) -> Response:
        found = queries.public_excerpt(slug, work_id, at=clock.now())
        return Response(
            {
                "url": _address(slug, found), "expires_in": int(URL_LIFE.total_seconds()),
                "content_type": found.content_type, "duration_ms": found.duration_ms, "gain_db": found.gain_db,
            }
        )  # fmt: skip


class Audio(APIView):
    """The same as a plain address for <audio>: answers with a redirect to the file."""

    permission_classes = [AllowAny]

    @extend_schema(tags=["public"], responses={302: None})
    def get(self, request: Request, slug: str, work_id: UUID) -> HttpResponse:
        found = queries.public_excerpt(slug, work_id, at=clock.now())
        answer = HttpResponseRedirect(_address(slug, found))
        answer["Cache-Control"] = "private, no-store"
        return answer


class Portrait(APIView):
    """The portrait of a published entry, as a plain address for <img>: answers with a redirect to the clean copy."""

    permission_classes = [AllowAny]

    @extend_schema(tags=["public"], responses={302: None})
    def get(self, request: Request, slug: str, code: str) -> HttpResponse:
        found = queries.public_portrait(slug, code, at=clock.now())
        name = f"quattropole-{slug}-{code}.jpg"
        url = store().sign_get(found.key, content_type=found.content_type, file_name=name, expires=URL_LIFE)
        answer = HttpResponseRedirect(url)
        answer["Cache-Control"] = "private, no-store"
        return answer


def _address(slug: str, found: audio.Playable) -> str:
    return store().sign_get(
        found.key, content_type=found.content_type, file_name=f"quattropole-{slug}.m4a", expires=URL_LIFE
    )


urlpatterns = [
    path("editions/<slug:slug>/publications", Publications.as_view(), name="api-publications"),
    path("publications/<uuid:publication_id>", PublicationDetail.as_view(), name="api-publications-one"),
    path("publications/<uuid:publication_id>/confirm", Confirm.as_view(), name="api-publications-confirm"),
    path("publications/<uuid:publication_id>/cancel", Cancel.as_view(), name="api-publications-cancel"),
    path("publications/<uuid:publication_id>/release", Release.as_view(), name="api-publications-release"),
    path("publications/<uuid:publication_id>/stage-notes", StageNotes.as_view(), name="api-publications-notes"),
    path("results", Results.as_view(), name="api-results"),
    path("results/<slug:slug>", Result.as_view(), name="api-results-one"),
    path("results/<slug:slug>/rounds/<int:position>/bundle", BundleFile.as_view(), name="api-results-bundle"),
    path("results/<slug:slug>/entries/<slug:code>/portrait", Portrait.as_view(), name="api-results-portrait"),
    path("results/<slug:slug>/works/<uuid:work_id>/play", Play.as_view(), name="api-results-play"),
    path("results/<slug:slug>/works/<uuid:work_id>/audio", Audio.as_view(), name="api-results-audio"),
]
