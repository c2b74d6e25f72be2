"""The jury room in the API. Everything here is about one's own ballot; anybody else's is not there (404)."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from jury.conflicts.rules import Reason
from jury.rounds import queries as rounds
from jury.rounds.access import check_can_watch
from jury.scoresheets import actions, juror, playing, queries, recusal_actions, reopening_actions, riders
from jury.scoresheets.documents import Saved
from jury.scoresheets.serializers import (
    AddressSerializer,
    BallotSerializer,
    HeardSerializer,
    ListeningSerializer,
    MarkSerializer,
    MyRoundSerializer,
    ReceiptSerializer,
    RecuseSerializer,
    ReopenBallotSerializer,
    ReopeningSerializer,
    SavedSerializer,
    VersionSerializer,
)
from musicprize.accounts.requests import person
from musicprize.kernel import clock
from musicprize.kernel.errors import NotFound
from musicprize.kernel.serializers import checked
from submissions.applications.downloads import FileLinkSerializer

_Answer = {200: SavedSerializer}
COPY = OpenApiParameter("copy", str, description="a codec of `copies`; otherwise the standard one is given")


def _saved(saved: Saved) -> Response:
    return Response(SavedSerializer(saved).data)


class MyRounds(APIView):
    """The rounds in which I have a ballot."""

    @extend_schema(tags=["jury"], responses=MyRoundSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response({"results": MyRoundSerializer(queries.my_rounds(person(request)), many=True).data})


class Ballot(APIView):
    """My ballot: the round's criteria and scale, and my sheets in my own order."""

    @extend_schema(tags=["jury"], responses=BallotSerializer)
    def get(self, request: Request, round_id: UUID) -> Response:
        return Response(BallotSerializer(juror.ballot(person(request), round_id, at=clock.now())).data)


class Sheet(APIView):
    """Save marks and note. 409 `changed_elsewhere` brings the present content when another device was quicker."""

    @extend_schema(tags=["jury"], request=MarkSerializer, responses=_Answer)
    def patch(self, request: Request, sheet_id: UUID) -> Response:
        given = checked(MarkSerializer, request)
        saved = actions.mark(
            sheet_id=sheet_id, marks=given["marks"], note=given.get("note"), version=given["version"],
            by=person(request), at=clock.now(),
        )  # fmt: skip
        return _saved(saved)


class Complete(APIView):
    """Say that a sheet is done."""

    @extend_schema(tags=["jury"], request=VersionSerializer, responses=_Answer)
    def post(self, request: Request, sheet_id: UUID) -> Response:
        version = checked(VersionSerializer, request)["version"]
        return _saved(actions.complete(sheet_id=sheet_id, version=version, by=person(request), at=clock.now()))


class Show(APIView):
    """Keep my marks as the first ones, given for the sound alone, and show text and rider. Cannot be undone."""

    @extend_schema(tags=["jury"], request=VersionSerializer, responses=_Answer)
    def post(self, request: Request, sheet_id: UUID) -> Response:
        version = checked(VersionSerializer, request)["version"]
        return _saved(actions.show(sheet_id=sheet_id, version=version, by=person(request), at=clock.now()))


class Reopen(APIView):
    """Take a sheet up again."""

    @extend_schema(tags=["jury"], request=VersionSerializer, responses=_Answer)
    def post(self, request: Request, sheet_id: UUID) -> Response:
        version = checked(VersionSerializer, request)["version"]
        return _saved(actions.reopen(sheet_id=sheet_id, version=version, by=person(request), at=clock.now()))


class Recuse(APIView):
    """Stand aside from an entry: a tie, or "I recognise this". Asks for nothing more."""

    @extend_schema(tags=["jury"], request=RecuseSerializer, responses=_Answer)
    def post(self, request: Request, sheet_id: UUID) -> Response:
        reason = Reason(checked(RecuseSerializer, request)["kind"])
        return _saved(recusal_actions.recuse(sheet_id=sheet_id, reason=reason, by=person(request), at=clock.now()))


class Return(APIView):
    """Take standing aside back."""

    @extend_schema(tags=["jury"], request=None, responses=_Answer)
    def post(self, request: Request, sheet_id: UUID) -> Response:
        return _saved(recusal_actions.come_back(sheet_id=sheet_id, by=person(request), at=clock.now()))


class Listened(APIView):
    """Add to my private record of what I have heard. Sending the same twice changes nothing."""

    @extend_schema(tags=["jury"], request=HeardSerializer, responses=ListeningSerializer)
    def post(self, request: Request, sheet_id: UUID) -> Response:
        given = checked(HeardSerializer, request)
        work = juror.sheet_work(person(request), sheet_id, given["work"])
        row = actions.listen(
            sheet_id=sheet_id, work_id=work.work_id, duration_ms=work.duration_ms,
            heard=[(a, b) for a, b in given["heard"]], position_ms=given["position_ms"],
            by=person(request), at=clock.now(),
        )  # fmt: skip
        return Response(ListeningSerializer(row).data)


class Play(APIView):
    """A short-lived address of a work's preview."""

    @extend_schema(tags=["jury"], parameters=[COPY], responses=AddressSerializer)
    def get(self, request: Request, sheet_id: UUID, position: int) -> Response:
        work = juror.sheet_work(person(request), sheet_id, position)
        found = playing.address(work, copy=request.query_params.get("copy", ""))
        whole = AddressSerializer(found).data
        return Response({**whole, "url": request.build_absolute_uri(found.url)})


class Film(APIView):
    """A short-lived address of a work's picture. 404 in a blind round."""

    @extend_schema(tags=["jury"], responses=AddressSerializer)
    def get(self, request: Request, sheet_id: UUID, position: int) -> Response:
        found = playing.film(juror.sheet_work(person(request), sheet_id, position))
        whole = AddressSerializer(found).data
        return Response({**whole, "url": request.build_absolute_uri(found.url)})


class Peaks(APIView):
    """A work's waveform: audiowaveform data, version 2."""

    @extend_schema(tags=["jury"], responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, sheet_id: UUID, position: int) -> HttpResponse:
        data = playing.peaks(juror.sheet_work(person(request), sheet_id, position))
        return HttpResponse(
            data, content_type="application/octet-stream", headers={"Cache-Control": "private, max-age=3600"}
        )


class Rider(APIView):
    """A short-lived address of the rider's PDF, beside the second mark. 404 in a blind round and before the first mark
    is kept."""

    @extend_schema(tags=["jury"], responses=FileLinkSerializer)
    def get(self, request: Request, sheet_id: UUID) -> Response:
        whole = FileLinkSerializer(riders.link(person(request), sheet_id)).data
        return Response({**whole, "url": request.build_absolute_uri(whole["url"])})


class Seal(APIView):
    """Close my ballot. From here it counts, and nothing in it changes."""

    @extend_schema(tags=["jury"], request=None, responses=OpenApiResponse(ReceiptSerializer))
    def post(self, request: Request, round_id: UUID) -> Response:
        actions.seal(round_id=round_id, by=person(request), at=clock.now())
        receipt = juror.ballot(person(request), round_id, at=clock.now()).receipt
        if receipt is None:
            raise NotFound()
        return Response({"receipt": ReceiptSerializer(receipt).data})


class Reopenings(APIView):
    """The sealed ballots of a round that were opened again: for organisers and the chair."""

    @extend_schema(tags=["rounds"], responses=ReopeningSerializer(many=True))
    def get(self, request: Request, round_id: UUID) -> Response:
        check_can_watch(request.user, rounds.by_id(round_id).edition_id)
        return Response({"results": ReopeningSerializer(queries.reopenings(round_id), many=True).data})


class ReopenBallot(APIView):
    """Open a juror's sealed ballot again, with a reason: the chair, while the round is open."""

    @extend_schema(tags=["rounds"], request=ReopenBallotSerializer, responses={204: None})
    def post(self, request: Request, round_id: UUID, juror_id: UUID) -> Response:
        reason = checked(ReopenBallotSerializer, request)["reason"]
        reopening_actions.reopen_ballot(
            round_id=round_id, juror_id=juror_id, reason=reason, by=person(request), at=clock.now()
        )
        return Response(status=204)


urlpatterns = [
    path("jury/rounds", MyRounds.as_view(), name="api-jury-rounds"),
    path("rounds/<uuid:round_id>/ballot", Ballot.as_view(), name="api-ballot"),
    path("rounds/<uuid:round_id>/seal", Seal.as_view(), name="api-ballot-seal"),
    path("sheets/<uuid:sheet_id>", Sheet.as_view(), name="api-sheets-mark"),
    path("sheets/<uuid:sheet_id>/complete", Complete.as_view(), name="api-sheets-complete"),
    path("rounds/<uuid:round_id>/reopenings", Reopenings.as_view(), name="api-reopenings"),
    path("rounds/<uuid:round_id>/ballots/<uuid:juror_id>/reopen", ReopenBallot.as_view(), name="api-ballot-reopen"),
    path("sheets/<uuid:sheet_id>/show", Show.as_view(), name="api-sheets-show"),
    path("sheets/<uuid:sheet_id>/reopen", Reopen.as_view(), name="api-sheets-reopen"),
    path("sheets/<uuid:sheet_id>/recuse", Recuse.as_view(), name="api-sheets-recuse"),
    path("sheets/<uuid:sheet_id>/return", Return.as_view(), name="api-sheets-return"),
    path("sheets/<uuid:sheet_id>/listening", Listened.as_view(), name="api-sheets-listening"),
    path("sheets/<uuid:sheet_id>/works/<int:position>/play", Play.as_view(), name="api-sheets-play"),
    path("sheets/<uuid:sheet_id>/works/<int:position>/film", Film.as_view(), name="api-sheets-film"),
    path("sheets/<uuid:sheet_id>/works/<int:position>/peaks", Peaks.as_view(), name="api-sheets-peaks"),
    path("sheets/<uuid:sheet_id>/rider", Rider.as_view(), name="api-sheets-rider"),
]
