"""A live round in the API: the juror's phone, and those who lead."""

from uuid import UUID

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from jury.live import actions, queries
from jury.live.rules import TurnState
from jury.rounds.rules import Missing, State
from jury.scoresheets.rules import BallotState, SheetState
from musicprize.accounts.requests import person
from musicprize.kernel import clock
from musicprize.kernel.serializers import checked


class MyTurnSerializer(serializers.Serializer):
    """What is being marked now; nothing of anybody else's marks."""

    round_state = serializers.ChoiceField(choices=list(State))
    ballot = serializers.ChoiceField(choices=list(BallotState))
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    code = serializers.CharField(allow_null=True)
    sheet = serializers.UUIDField(allow_null=True)
    sheet_state = serializers.ChoiceField(choices=list(SheetState), allow_null=True)


class LineSerializer(serializers.Serializer):
    """An entry in the running order: how many sheets are in, never what is on them."""

    code = serializers.CharField()
    position = serializers.IntegerField()
    state = serializers.ChoiceField(choices=list(TurnState))
    sheets_in = serializers.IntegerField()
    sheets = serializers.IntegerField()
    withdrawn = serializers.BooleanField()


class RunningSerializer(serializers.Serializer):
    """The running order."""

    round_state = serializers.ChoiceField(choices=list(State))
    lines = LineSerializer(many=True)
    all_done = serializers.BooleanField()


class OrderSerializer(serializers.Serializer):
    """Every entry of the round once, in the order in which they play."""

    codes = serializers.ListField(child=serializers.CharField(max_length=16), max_length=1000)


class CallSerializer(serializers.Serializer):
    """The entry that has played."""

    code = serializers.CharField(max_length=16)


class FinishSerializer(CallSerializer):
    """What to do while marks are missing: refuse to end the turn, or accept that they do not count."""

    missing = serializers.ChoiceField(choices=list(Missing), default=Missing.REFUSE)


class MyTurnView(APIView):
    """Which entry I mark now. Asked for every few seconds while the evening runs."""

    @extend_schema(tags=["live"], responses=MyTurnSerializer)
    def get(self, request: Request, round_id: UUID) -> Response:
        return Response(MyTurnSerializer(queries.my_turn(person(request), round_id)).data)


class RunningView(APIView):
    """The running order, for organisers and the chair."""

    @extend_schema(tags=["live"], responses=RunningSerializer)
    def get(self, request: Request, round_id: UUID) -> Response:
        return _running(request, round_id)

    @extend_schema(tags=["live"], request=OrderSerializer, responses=RunningSerializer)
    def put(self, request: Request, round_id: UUID) -> Response:
        codes = checked(OrderSerializer, request)["codes"]
        actions.order(round_id=round_id, codes=codes, by=person(request), at=clock.now())
        return _running(request, round_id)


class CallView(APIView):
    """From now on the jury marks this entry."""

    @extend_schema(tags=["live"], request=CallSerializer, responses=RunningSerializer)
    def post(self, request: Request, round_id: UUID) -> Response:
        code = checked(CallSerializer, request)["code"]
        actions.call(round_id=round_id, code=code, by=person(request), at=clock.now())
        return _running(request, round_id)


class FinishView(APIView):
    """The marks of this entry are fixed."""

    @extend_schema(tags=["live"], request=FinishSerializer, responses=RunningSerializer)
    def post(self, request: Request, round_id: UUID) -> Response:
        given = checked(FinishSerializer, request)
        actions.finish(
            round_id=round_id, code=given["code"], missing=Missing(given["missing"]), by=person(request), at=clock.now()
        )
        return _running(request, round_id)


def _running(request: Request, round_id: UUID) -> Response:
    return Response(RunningSerializer(queries.running(request.user, round_id)).data)


urlpatterns = [
    path("rounds/<uuid:round_id>/live", MyTurnView.as_view(), name="api-live"),
    path("rounds/<uuid:round_id>/live/running", RunningView.as_view(), name="api-live-running"),
    path("rounds/<uuid:round_id>/live/call", CallView.as_view(), name="api-live-call"),
    path("rounds/<uuid:round_id>/live/finish", FinishView.as_view(), name="api-live-finish"),
]
