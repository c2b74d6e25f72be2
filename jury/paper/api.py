"""Sheets of paper in the API."""

from uuid import UUID

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from jury.paper import actions, queries
from jury.paper.rules import PaperState
from musicprize.accounts.requests import person
from musicprize.kernel import clock
from musicprize.kernel.serializers import checked


class SheetSerializer(serializers.Serializer):
    """How far one sheet is; never what is on it."""

    code = serializers.CharField()
    state = serializers.ChoiceField(choices=list(PaperState))
    typed_by = serializers.CharField(allow_blank=True)


class PaperBallotSerializer(serializers.Serializer):
    """A juror's sheets on paper."""

    pseudonym = serializers.CharField()
    juror = serializers.CharField()
    city = serializers.CharField()
    sealed = serializers.BooleanField()
    closable = serializers.BooleanField()
    sheets = SheetSerializer(many=True)


class EnterSerializer(serializers.Serializer):
    """What stands on one sheet: {criterion: hundredths}, or that the juror stands aside. Null is no mark."""

    juror = serializers.CharField(max_length=6, help_text="pseudonym, J01 …")
    entry = serializers.CharField(max_length=16, help_text="code")
    marks = serializers.DictField(
        child=serializers.IntegerField(allow_null=True, min_value=0, max_value=100_000), required=False, default=dict
    )
    aside = serializers.BooleanField(default=False)


class SealSerializer(serializers.Serializer):
    """Whose ballot."""

    juror = serializers.CharField(max_length=6, help_text="pseudonym, J01 …")


class Paper(APIView):
    """Which sheets came back, and typing one in. It counts once two people have typed the same."""

    @extend_schema(tags=["live"], responses=PaperBallotSerializer(many=True))
    def get(self, request: Request, round_id: UUID) -> Response:
        return _ballots(request, round_id)

    @extend_schema(tags=["live"], request=EnterSerializer, responses=PaperBallotSerializer(many=True))
    def post(self, request: Request, round_id: UUID) -> Response:
        given = checked(EnterSerializer, request)
        marks = {key: mark for key, mark in given["marks"].items() if mark is not None}
        actions.enter(
            round_id=round_id, pseudonym=given["juror"], code=given["entry"], marks=marks, aside=given["aside"],
            by=person(request), at=clock.now(),
        )  # fmt: skip
        return _ballots(request, round_id)


class PaperSeal(APIView):
    """Close a ballot that was filled in on paper and signed there."""

    @extend_schema(tags=["live"], request=SealSerializer, responses=PaperBallotSerializer(many=True))
    def post(self, request: Request, round_id: UUID) -> Response:
        pseudonym = checked(SealSerializer, request)["juror"]
        actions.seal(round_id=round_id, pseudonym=pseudonym, by=person(request), at=clock.now())
        return _ballots(request, round_id)


def _ballots(request: Request, round_id: UUID) -> Response:
    return Response({"results": PaperBallotSerializer(queries.ballots(request.user, round_id), many=True).data})


urlpatterns = [
    path("rounds/<uuid:round_id>/paper", Paper.as_view(), name="api-paper"),
    path("rounds/<uuid:round_id>/paper/seal", PaperSeal.as_view(), name="api-paper-seal"),
]
