"""Works: their fields, their recording, listening to it."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from musicprize.accounts.requests import person
from musicprize.kernel import clock
from submissions.applications import access as applications
from submissions.applications.requests import changes_of
from submissions.applications.serializers import listed, one_page
from submissions.audio import actions as audio
from submissions.works import actions, listening, queries
from submissions.works.serializers import (
    SavedWorkSerializer,
    TriedAgainSerializer,
    WorkChangesSerializer,
    WorkDocumentSerializer,
    WorkPlaySerializer,
    flat,
)

TAGS = ["works"]
COPY = OpenApiParameter("copy", str, description="a codec of `copies`; otherwise the standard one is given")


class WorkList(APIView):
    @extend_schema(tags=TAGS, responses=listed(WorkDocumentSerializer))
    def get(self, request: Request, application_id: UUID) -> Response:
        """The works of one's own application, in order."""
        applications.owned(application_id, by=person(request))
        documents = [flat(work) for work in queries.works_of(application_id)]
        return Response(one_page(WorkDocumentSerializer(documents, many=True).data))


class WorkView(APIView):
    """One work, for its artist and the desk; only the artist writes."""

    @extend_schema(tags=TAGS, responses=WorkDocumentSerializer)
    def get(self, request: Request, work_id: UUID) -> Response:
        return Response(WorkDocumentSerializer(flat(queries.work(work_id, by=person(request)))).data)

    @extend_schema(tags=TAGS, request=WorkChangesSerializer, responses=SavedWorkSerializer)
    def patch(self, request: Request, work_id: UUID) -> Response:
        """Save fields as typed. 409 `changed_elsewhere` {current, versions} when another device was faster."""
        changes, versions = changes_of(request)
        saved = actions.save(work_id=work_id, changes=changes, versions=versions, by=person(request), at=clock.now())
        return Response({**saved.fields, "versions": saved.versions, "saved_at": saved.saved_at})


class AudioView(APIView):
    @extend_schema(tags=TAGS, responses={204: None})
    def delete(self, request: Request, work_id: UUID) -> Response:
        """Take the recording away. 204 also when there is none."""
        actions.remove_audio(work_id=work_id, by=person(request), at=clock.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class TryAgainView(APIView):
    @extend_schema(tags=TAGS, request=None, responses=TriedAgainSerializer)
    def post(self, request: Request, work_id: UUID) -> Response:
        """New attempts for what is parked of a work's recording; for organisers. 409 `nothing_parked`."""
        rows = audio.try_again(work_id=work_id, by=person(request), at=clock.now())
        return Response(TriedAgainSerializer({"rows": rows}).data)


class PlayView(APIView):
    @extend_schema(tags=TAGS, parameters=[COPY], responses=WorkPlaySerializer)
    def get(self, request: Request, work_id: UUID) -> Response:
        """A signed address of the level-matched copy. 409 `not_playable` while it is being made."""
        found = listening.play(work_id, copy=request.query_params.get("copy", ""), by=person(request))
        answer = Response(WorkPlaySerializer(found).data)
        answer["Cache-Control"] = "private, no-store"
        return answer


class FilmView(APIView):
    @extend_schema(tags=TAGS, responses=WorkPlaySerializer)
    def get(self, request: Request, work_id: UUID) -> Response:
        """A signed address of the picture with its levelled sound. 404 where there is none."""
        answer = Response(WorkPlaySerializer(listening.film(work_id, by=person(request))).data)
        answer["Cache-Control"] = "private, no-store"
        return answer


class PeaksView(APIView):
    @extend_schema(tags=TAGS, responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, work_id: UUID) -> HttpResponse:
        """The waveform in audiowaveform's binary format, version 2."""
        found = listening.peaks(work_id, by=person(request))
        headers = {"Cache-Control": "private, no-store"}
        return HttpResponse(found, content_type="application/octet-stream", headers=headers)


urlpatterns = [
    path("applications/<uuid:application_id>/works", WorkList.as_view(), name="api-works-list"),
    path("works/<uuid:work_id>", WorkView.as_view(), name="api-works-one"),
    path("works/<uuid:work_id>/audio", AudioView.as_view(), name="api-works-audio"),
    path("works/<uuid:work_id>/audio/try-again", TryAgainView.as_view(), name="api-works-try-again"),
    path("works/<uuid:work_id>/play", PlayView.as_view(), name="api-works-play"),
    path("works/<uuid:work_id>/film", FilmView.as_view(), name="api-works-film"),
    path("works/<uuid:work_id>/peaks", PeaksView.as_view(), name="api-works-peaks"),
]
