"""The jury's table in the API: one address for each thing that is done at it, one to see whether something was."""

from typing import Any
from uuid import UUID

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from jury.deliberation import access, meeting_actions, meeting_queries
from jury.deliberation.queries import check_closed
from jury.deliberation.rules import Choice, Way
from jury.rounds import queries as rounds
from musicprize.accounts.requests import person
from musicprize.kernel import clock
from musicprize.kernel.serializers import TextsSerializer, checked
from musicprize.kernel.texts import LANGUAGES


class SeenSerializer(serializers.Serializer):
    """The version of the table that the sender had before them."""

    version = serializers.IntegerField(min_value=0)


class ShortlistSerializer(SeenSerializer):
    code = serializers.CharField(max_length=16)


class MoveSerializer(SeenSerializer):
    way = serializers.ChoiceField(choices=list(Way))


class NoteSerializer(SeenSerializer):
    note = serializers.CharField(max_length=2000, allow_blank=True)


class ProposeSerializer(serializers.Serializer):
    """What is put to the vote. `entry`: the code of the entry that it is about, if any; `secret`: left out, it is as
    the frozen rules say."""

    text = serializers.CharField(max_length=2000)
    language = serializers.ChoiceField(choices=list(LANGUAGES))
    entry = serializers.CharField(max_length=16, required=False, allow_blank=True, default="")
    secret = serializers.BooleanField(required=False, allow_null=True, default=None)


class VoteSerializer(serializers.Serializer):
    choice = serializers.ChoiceField(choices=list(Choice))


class BreakSerializer(serializers.Serializer):
    """All entries that share the place, who goes on first, and why."""

    order = serializers.ListField(child=serializers.CharField(max_length=16), max_length=1000)
    reasons = TextsSerializer()


class ContestSerializer(serializers.Serializer):
    """Entries that share a place at the cut, of which `seats` go on: the chair decides."""

    entries = serializers.ListField(child=serializers.CharField())
    seats = serializers.IntegerField()


class BrokenTieSerializer(serializers.Serializer):
    """How the chair broke a tie."""

    order = serializers.ListField(child=serializers.CharField())
    reasons = serializers.DictField()
    by = serializers.CharField()
    at = serializers.DateTimeField()


class ShortLineSerializer(serializers.Serializer):
    code = serializers.CharField()
    position = serializers.IntegerField()
    note = serializers.CharField(allow_blank=True)


class MotionSerializer(serializers.Serializer):
    """A motion; figures once it is closed."""

    number = serializers.IntegerField()
    text = serializers.CharField()
    language = serializers.CharField()
    entry = serializers.CharField(source="code", allow_blank=True)
    secret = serializers.BooleanField()
    state = serializers.CharField()
    outcome = serializers.CharField(allow_blank=True)
    entitled = serializers.IntegerField()
    quorum = serializers.IntegerField()
    given = serializers.IntegerField()
    yes = serializers.IntegerField()
    no = serializers.IntegerField()
    abstain = serializers.IntegerField()


class TableSerializer(serializers.Serializer):
    """The table as it is. `version` rises with everything that is done at it."""

    version = serializers.IntegerField()
    shortlist = ShortLineSerializer(many=True)
    motions = MotionSerializer(many=True)
    waiting = ContestSerializer(many=True)
    broken = BrokenTieSerializer(many=True)


class Seat(APIView):
    """What all addresses of a table share."""

    def answer(self, request: Request, round_id: UUID, status: int = 200) -> Response:
        facts = rounds.by_id(round_id)
        access.check_at_the_table(request.user, edition_id=facts.edition_id, round_id=round_id)
        check_closed(facts)
        seen = meeting_queries.table(facts, person_id=person(request).pk, at=clock.now())
        return Response(TableSerializer(seen).data, status=status)


class TableView(Seat):
    """The table of a closed round, for those who sit at it."""

    @extend_schema(tags=["deliberation"], responses=TableSerializer)
    def get(self, request: Request, round_id: UUID) -> Response:
        return self.answer(request, round_id)


class ShortlistView(Seat):
    """Putting an entry on the shared shortlist."""

    @extend_schema(tags=["deliberation"], request=ShortlistSerializer, responses={201: TableSerializer})
    def post(self, request: Request, round_id: UUID) -> Response:
        given = checked(ShortlistSerializer, request)
        meeting_actions.shortlist(round_id=round_id, by=person(request), at=clock.now(), **given)
        return self.answer(request, round_id, 201)


class MoveView(Seat):
    """Moving an entry of the shortlist a place up or down."""

    @extend_schema(tags=["deliberation"], request=MoveSerializer, responses=TableSerializer)
    def post(self, request: Request, round_id: UUID, code: str) -> Response:
        given = checked(MoveSerializer, request)
        meeting_actions.move(
            round_id=round_id, code=code, way=Way(given["way"]), version=given["version"], by=person(request),
            at=clock.now(),
        )  # fmt: skip
        return self.answer(request, round_id)


class NoteView(Seat):
    """The table's note on an entry of the shortlist."""

    @extend_schema(tags=["deliberation"], request=NoteSerializer, responses=TableSerializer)
    def put(self, request: Request, round_id: UUID, code: str) -> Response:
        given = checked(NoteSerializer, request)
        meeting_actions.note(
            round_id=round_id, code=code, text=given["note"], version=given["version"], by=person(request),
            at=clock.now(),
        )  # fmt: skip
        return self.answer(request, round_id)


class TakeOffView(Seat):
    """Taking an entry off the shortlist."""

    @extend_schema(tags=["deliberation"], request=SeenSerializer, responses=TableSerializer)
    def post(self, request: Request, round_id: UUID, code: str) -> Response:
        given = checked(SeenSerializer, request)
        meeting_actions.take_off(round_id=round_id, code=code, by=person(request), at=clock.now(), **given)
        return self.answer(request, round_id)


class MotionsView(Seat):
    """Putting something to the vote: jurors of the round and the chair."""

    @extend_schema(tags=["deliberation"], request=ProposeSerializer, responses={201: TableSerializer})
    def post(self, request: Request, round_id: UUID) -> Response:
        given = checked(ProposeSerializer, request)
        code = given.pop("entry")
        meeting_actions.propose(round_id=round_id, code=code, by=person(request), at=clock.now(), **given)
        return self.answer(request, round_id, 201)


class VoteView(Seat):
    """Voting on a motion."""

    @extend_schema(tags=["deliberation"], request=VoteSerializer, responses=TableSerializer)
    def post(self, request: Request, round_id: UUID, number: int) -> Response:
        choice = Choice(checked(VoteSerializer, request)["choice"])
        meeting_actions.vote(round_id=round_id, number=number, choice=choice, by=person(request), at=clock.now())
        return self.answer(request, round_id)


class CloseMotionView(Seat):
    """Ending the vote on a motion: the chair."""

    @extend_schema(tags=["deliberation"], request=None, responses=TableSerializer)
    def post(self, request: Request, round_id: UUID, number: int) -> Response:
        meeting_actions.close_motion(round_id=round_id, number=number, by=person(request), at=clock.now())
        return self.answer(request, round_id)


class WithdrawMotionView(Seat):
    """Taking a motion back: who proposed it, or the chair."""

    @extend_schema(tags=["deliberation"], request=None, responses=TableSerializer)
    def post(self, request: Request, round_id: UUID, number: int) -> Response:
        meeting_actions.withdraw_motion(round_id=round_id, number=number, by=person(request), at=clock.now())
        return self.answer(request, round_id)


class BreakView(Seat):
    """Breaking a tie at the cut: the chair, with a reason, where the frozen rules leave it to the chair."""

    @extend_schema(tags=["deliberation"], request=BreakSerializer, responses={201: TableSerializer})
    def post(self, request: Request, round_id: UUID) -> Response:
        given = checked(BreakSerializer, request)
        meeting_actions.break_tie(round_id=round_id, by=person(request), at=clock.now(), **given)
        return self.answer(request, round_id, 201)


def _named(address: str, view: Any, name: str) -> Any:
    return path(f"rounds/<uuid:round_id>/table{address}", view.as_view(), name=f"api-table{name}")


urlpatterns = [
    _named("", TableView, ""),
    _named("/shortlist", ShortlistView, "-shortlist"),
    _named("/shortlist/<str:code>/move", MoveView, "-move"),
    _named("/shortlist/<str:code>/note", NoteView, "-note"),
    _named("/shortlist/<str:code>/take-off", TakeOffView, "-take-off"),
    _named("/tie", BreakView, "-tie"),
    _named("/motions", MotionsView, "-motions"),
    _named("/motions/<int:number>/vote", VoteView, "-vote"),
    _named("/motions/<int:number>/close", CloseMotionView, "-close"),
    _named("/motions/<int:number>/withdraw", WithdrawMotionView, "-withdraw"),
]
