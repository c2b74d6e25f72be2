"""The board in the API."""

from dataclasses import asdict
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

from jury.deliberation import access, queries
from jury.deliberation.queries import Board
from jury.rounds import queries as rounds
from musicprize.accounts.requests import person


class OtherLineSerializer(serializers.Serializer):
    """An entry under another counting rule; `score` rounded for display, `exact` n/d, in that rule's own units."""

    code = serializers.CharField()
    place = serializers.IntegerField(allow_null=True)
    score = serializers.CharField()
    exact = serializers.CharField()


class BoardLineSerializer(OtherLineSerializer):
    """An entry in the official ranking. `sure`: {p_top, p_first, sd, p_next}; `dissent` from 1.5 on is much."""

    raw_mean = serializers.CharField()
    leniency = serializers.CharField(allow_null=True)
    jurors = serializers.IntegerField()
    spread = serializers.DictField(allow_null=True)
    decided_by = serializers.CharField()
    criterion = serializers.CharField()
    tied_with = serializers.ListField(child=serializers.CharField())
    ties = serializers.IntegerField()
    provisional = serializers.BooleanField()
    shortfalls = serializers.ListField(child=serializers.CharField())
    sheets = serializers.ListField(child=serializers.DictField())
    sure = serializers.DictField(allow_null=True)
    dissent = serializers.FloatField(allow_null=True)


class BoardSerializer(serializers.Serializer):
    """A closed round: the official ranking with every mark under a pseudonym, what other counting rules say, the
    figures around it, hashes of what it rests on. `entries`: how many there are; `offset`: where this stretch begins.
    """

    official = serializers.CharField()
    entries = serializers.IntegerField()
    offset = serializers.IntegerField()
    methods = serializers.DictField(child=OtherLineSerializer(many=True))
    ranking = BoardLineSerializer(many=True)
    problems = serializers.DictField()
    figures = serializers.DictField()
    hashes = serializers.DictField()


class StretchSerializer(serializers.Serializer):
    """Which lines: `limit` of them, after the first `offset`."""

    offset = serializers.IntegerField(min_value=0, default=0)
    limit = serializers.IntegerField(min_value=1, max_value=1000, default=500)


def _document(board: Board, offset: int) -> dict[str, Any]:
    official = [asdict(line) for line in board.ranking]
    others = {
        name: sorted(
            ({"code": line.code, **asdict(line.others[name])} for line in board.ranking if name in line.others),
            key=lambda one: (one["place"] is None, one["place"] or 0, one["code"]),
        )
        for name, problem in board.methods.items()
        if not problem and name != board.official
    }
    return {
        "official": board.official,
        "entries": board.round.entries,
        "offset": offset,
        "methods": {board.official: official, **others},
        "ranking": official,
        "problems": board.problems,
        "figures": board.figures,
        "hashes": {"rules": board.rules_sha256, "inputs": board.inputs_sha256, "result": board.result_sha256},
    }


class BoardView(APIView):
    """The ranking of a closed round, for the organisers and its jury."""

    @extend_schema(tags=["deliberation"], parameters=[StretchSerializer], responses=BoardSerializer)
    def get(self, request: Request, round_id: UUID) -> Response:
        found = rounds.by_id(round_id)
        access.check_at_the_table(request.user, edition_id=found.edition_id, round_id=round_id)
        asked = StretchSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        offset = asked.validated_data["offset"]
        given = queries.board(round_id, offset=offset, limit=asked.validated_data["limit"])
        leads = access.leads_or_organises(request.user, found.edition_id)
        seen = queries.as_seen_by(given, person(request), leads=leads)
        return Response(BoardSerializer(_document(seen, offset)).data)


class MarksCsv(APIView):
    """Every mark under pseudonyms, as CSV: entry,juror,criterion,hundredths,city,reason."""

    @extend_schema(tags=["deliberation"], responses={(200, "text/csv"): OpenApiTypes.STR})
    def get(self, request: Request, round_id: UUID) -> HttpResponse:
        found = rounds.by_id(round_id)
        access.check_can_export(request.user, edition_id=found.edition_id, round_id=round_id)
        answer = HttpResponse(queries.marks_csv(round_id), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{found.edition_slug}-round-{found.position}-marks.csv"'
        return answer


class RulesJson(APIView):
    """The frozen rules of a round, with their hash."""

    @extend_schema(tags=["deliberation"], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, round_id: UUID) -> Response:
        found = rounds.by_id(round_id)
        access.check_at_the_table(request.user, edition_id=found.edition_id, round_id=round_id)
        frozen = rounds.frozen_rules(round_id)
        return Response({"sha256": frozen.sha256, "document": frozen.document})


urlpatterns = [
    path("rounds/<uuid:round_id>/board", BoardView.as_view(), name="api-board"),
    path("rounds/<uuid:round_id>/marks.csv", MarksCsv.as_view(), name="api-board-marks"),
    path("rounds/<uuid:round_id>/rules.json", RulesJson.as_view(), name="api-board-rules"),
]
