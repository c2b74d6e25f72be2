"""Ties in the API: a juror's register and answer, ties that others name, hints for organisers."""

from typing import Any
from uuid import UUID

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from jury.conflicts import access, actions, naming_actions, queries
from jury.conflicts.rules import Hint, Source, Tie, Whom
from jury.scoresheets.access import round_of_ballot
from musicprize.accounts.requests import person
from musicprize.editions import queries as editions
from musicprize.kernel import clock
from musicprize.kernel.errors import NotFound
from musicprize.kernel.serializers import checked
from submissions.applications import ties as applications


class PeriodSerializer(serializers.Serializer):
    """From and to which year; either may be left open."""

    from_year = serializers.IntegerField(min_value=0, max_value=9999, required=False, allow_null=True, default=None)
    to_year = serializers.IntegerField(min_value=0, max_value=9999, required=False, allow_null=True, default=None)


class RegisterSerializer(PeriodSerializer):
    """A line of my register: with whom or what I am tied, and how."""

    id = serializers.UUIDField(read_only=True)
    name = serializers.CharField(max_length=160)
    whom = serializers.ChoiceField(choices=list(Whom))
    tie = serializers.ChoiceField(choices=list(Tie))


class AnswerSerializer(serializers.Serializer):
    """`ties`: whether I have ties, which are then in my register."""

    ties = serializers.BooleanField()


class NameTieSerializer(PeriodSerializer):
    """Which juror is tied to this entry, and how. `words`: what else the organisers should know."""

    juror = serializers.UUIDField()
    tie = serializers.ChoiceField(choices=list(Tie))
    words = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")


class NamedTieSerializer(PeriodSerializer):
    """A tie that was named. Jurors are never shown it."""

    id = serializers.UUIDField()
    juror = serializers.UUIDField(source="juror_id")
    juror_name = serializers.CharField()
    named_as = serializers.ChoiceField(choices=list(Source), source="source")
    tie = serializers.CharField()
    words = serializers.CharField()


class ReasonSerializer(serializers.Serializer):
    reason = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")


class HintSerializer(serializers.Serializer):
    """Something that looks like a tie: what both have, and whether they also stand for one city."""

    juror = serializers.UUIDField(source="juror_id")
    juror_name = serializers.CharField()
    application = serializers.UUIDField(source="application_id")
    artist_name = serializers.CharField()
    reference = serializers.CharField()
    hint = serializers.ChoiceField(choices=list(Hint))
    what = serializers.CharField()
    same_city = serializers.BooleanField()


class WeighSerializer(serializers.Serializer):
    """Make a hint binding, or dismiss it; either way with a reason."""

    juror = serializers.UUIDField()
    application = serializers.UUIDField()
    hint = serializers.ChoiceField(choices=list(Hint))
    binding = serializers.BooleanField()
    reason = serializers.CharField(max_length=1000)


class Register(APIView):
    """My register of ties in an edition."""

    @extend_schema(tags=["ties"], responses=RegisterSerializer(many=True))
    def get(self, request: Request, slug: str) -> Response:
        edition_id = editions.by_slug(slug).id
        access.check_on_jury(request.user, edition_id)
        lines = queries.register_of(person(request), edition_id)
        return Response({"results": RegisterSerializer(lines, many=True).data})

    @extend_schema(tags=["ties"], request=RegisterSerializer, responses={201: RegisterSerializer})
    def post(self, request: Request, slug: str) -> Response:
        edition_id = editions.by_slug(slug).id
        access.check_on_jury(request.user, edition_id)
        given: dict[str, Any] = checked(RegisterSerializer, request)
        made = actions.register(
            edition_id=edition_id, name=given["name"], whom=Whom(given["whom"]), tie=Tie(given["tie"]),
            from_year=given["from_year"], to_year=given["to_year"], by=person(request), at=clock.now(),
        )  # fmt: skip
        return Response(RegisterSerializer(made).data, status=201)


class RegisterLine(APIView):
    """Take a line out of my register."""

    @extend_schema(tags=["ties"], responses={204: None})
    def delete(self, request: Request, tie_id: UUID) -> Response:
        actions.unregister(tie_id=tie_id, by=person(request), at=clock.now())
        return Response(status=204)


class Answer(APIView):
    """Before my first listening: I have read the rule, and these are my ties, or I have none."""

    @extend_schema(tags=["ties"], request=AnswerSerializer, responses=AnswerSerializer)
    def post(self, request: Request, round_id: UUID) -> Response:
        round_of_ballot(person(request), round_id)
        made = actions.answer(
            round_id=round_id, ties=checked(AnswerSerializer, request)["ties"], by=person(request), at=clock.now()
        )
        return Response(AnswerSerializer(made).data)


class NamedTies(APIView):
    """Ties of an entry with jurors, named by its artist, a coordinator or an organiser; each sees what they named,
    organisers all."""

    @extend_schema(tags=["ties"], responses=NamedTieSerializer(many=True))
    def get(self, request: Request, application_id: UUID) -> Response:
        source = access.source(person(request), _entry(application_id))
        seen = list(Source) if source is Source.ORGANISER else [source]
        return Response({"results": NamedTieSerializer(queries.named_on(application_id, *seen), many=True).data})

    @extend_schema(tags=["ties"], request=NameTieSerializer, responses={201: NamedTieSerializer})
    def post(self, request: Request, application_id: UUID) -> Response:
        access.source(person(request), _entry(application_id))
        given: dict[str, Any] = checked(NameTieSerializer, request)
        made = naming_actions.name(
            application_id=application_id, juror_id=given["juror"], tie=Tie(given["tie"]),
            from_year=given["from_year"], to_year=given["to_year"], words=given["words"],
            by=person(request), at=clock.now(),
        )  # fmt: skip
        line = next(one for one in queries.named_on(application_id, *Source) if one.id == made.pk)
        return Response(NamedTieSerializer(line).data, status=201)


class Lift(APIView):
    """Take a named tie back: whoever named it, or an organiser with a reason."""

    @extend_schema(tags=["ties"], request=ReasonSerializer, responses={204: None})
    def post(self, request: Request, declaration_id: UUID) -> Response:
        reason = checked(ReasonSerializer, request)["reason"]
        actions.lift(declaration_id=declaration_id, reason=reason, by=person(request), at=clock.now())
        return Response(status=204)


class Hints(APIView):
    """What looks like a tie, for organisers to weigh."""

    @extend_schema(tags=["ties"], responses=HintSerializer(many=True))
    def get(self, request: Request, slug: str) -> Response:
        edition_id = editions.by_slug(slug).id
        access.check_can_weigh(request.user, edition_id)
        return Response({"results": HintSerializer(queries.open_hints(edition_id), many=True).data})

    @extend_schema(tags=["ties"], request=WeighSerializer, responses={204: None})
    def post(self, request: Request, slug: str) -> Response:
        edition_id = editions.by_slug(slug).id
        access.check_can_weigh(request.user, edition_id)
        given: dict[str, Any] = checked(WeighSerializer, request)
        if _entry(given["application"]).edition_id != edition_id:
            raise NotFound()
        if given["binding"]:
            naming_actions.name(
                application_id=given["application"], juror_id=given["juror"], tie=Tie.OTHER, from_year=None,
                to_year=None, words=given["reason"], by=person(request), at=clock.now(),
            )  # fmt: skip
        else:
            actions.dismiss(
                application_id=given["application"], edition_id=edition_id, juror_id=given["juror"],
                hint=Hint(given["hint"]), reason=given["reason"], by=person(request), at=clock.now(),
            )  # fmt: skip
        return Response(status=204)


def _entry(application_id: UUID) -> applications.EntryFacts:
    found = applications.entry(application_id)
    if found is None:
        raise NotFound()
    return found


urlpatterns = [
    path("editions/<slug:slug>/my-ties", Register.as_view(), name="api-ties-register"),
    path("my-ties/<uuid:tie_id>", RegisterLine.as_view(), name="api-ties-register-one"),
    path("rounds/<uuid:round_id>/declaration", Answer.as_view(), name="api-ties-answer"),
    path("applications/<uuid:application_id>/ties", NamedTies.as_view(), name="api-ties-named"),
    path("ties/<uuid:declaration_id>/lift", Lift.as_view(), name="api-ties-lift"),
    path("editions/<slug:slug>/tie-hints", Hints.as_view(), name="api-ties-hints"),
]
