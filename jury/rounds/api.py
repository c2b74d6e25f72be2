"""Rounds in the API: setting up, opening, progress, closing."""

from typing import Any
from uuid import UUID

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from jury.rounds import access, actions, queries
from jury.rounds.rules import Missing
from jury.rounds.serializers import (
    CloseSerializer,
    CriterionSerializer,
    OpenSerializer,
    ProgressSerializer,
    RoundChange,
    RoundSerializer,
    RoundWrite,
)
from jury.scoresheets import queries as sheets
from musicprize.accounts.requests import person
from musicprize.editions import queries as editions
from musicprize.kernel import clock


def _given(kind: type[serializers.Serializer], request: Request, **options: Any) -> Any:
    given = kind(data=request.data, **options)
    given.is_valid(raise_exception=True)
    return given


def _answer(round_id: UUID, status: int = 200) -> Response:
    return Response(RoundSerializer(queries.by_id(round_id)).data, status=status)


class Rounds(APIView):
    """The rounds of an edition: organisers and the chair see drafts too, jurors what was opened."""

    @extend_schema(tags=["rounds"], responses=RoundSerializer(many=True))
    def get(self, request: Request, slug: str) -> Response:
        edition_id = editions.by_slug(slug).id
        rounds = queries.of_edition(edition_id, drafts=access.listable(request.user, edition_id))
        return Response({"results": RoundSerializer(rounds, many=True).data})

    @extend_schema(tags=["rounds"], request=RoundWrite, responses={201: RoundSerializer})
    def post(self, request: Request, slug: str) -> Response:
        edition_id = editions.by_slug(slug).id
        access.check_can_manage(request.user, edition_id)
        values = _given(RoundWrite, request, partial=True).values()
        made = actions.create(edition_id=edition_id, values=values, by=person(request), at=clock.now())
        return _answer(made.pk, 201)


class RoundDetail(APIView):
    """One round."""

    @extend_schema(tags=["rounds"], responses=RoundSerializer)
    def get(self, request: Request, round_id: UUID) -> Response:
        found = queries.by_id(round_id)
        access.check_can_see(request.user, edition_id=found.edition_id, state=found.state)
        return Response(RoundSerializer(found).data)

    @extend_schema(tags=["rounds"], request=RoundChange, responses=RoundSerializer)
    def patch(self, request: Request, round_id: UUID) -> Response:
        found = queries.by_id(round_id)
        access.check_can_manage(request.user, found.edition_id)
        values = _given(RoundChange, request, partial=True).values()
        version = values.pop("version", found.version)
        actions.update(round_id=round_id, values=values, version=version, by=person(request), at=clock.now())
        return _answer(round_id)

    @extend_schema(tags=["rounds"], responses={204: None})
    def delete(self, request: Request, round_id: UUID) -> Response:
        actions.delete(round_id=round_id, by=person(request), at=clock.now())
        return Response(status=204)


class Criteria(APIView):
    """All criteria of a draft, replaced as one list, in the order given."""

    @extend_schema(tags=["rounds"], request=CriterionSerializer(many=True), responses=RoundSerializer)
    def put(self, request: Request, round_id: UUID) -> Response:
        access.check_can_manage(request.user, queries.by_id(round_id).edition_id)
        given = _given(CriterionSerializer, request, many=True)
        actions.set_criteria(round_id=round_id, criteria=given.validated_data, by=person(request), at=clock.now())
        return _answer(round_id)


class Open(APIView):
    """Freeze and hash the rules, hand out the ballots."""

    @extend_schema(tags=["rounds"], request=OpenSerializer, responses=RoundSerializer)
    def post(self, request: Request, round_id: UUID) -> Response:
        codes = _given(OpenSerializer, request).validated_data.get("entries")
        actions.open_round(round_id=round_id, codes=codes, by=person(request), at=clock.now())
        return _answer(round_id)


class Copy(APIView):
    """A new draft with the settings and criteria of this round."""

    @extend_schema(tags=["rounds"], request=None, responses={201: RoundSerializer})
    def post(self, request: Request, round_id: UUID) -> Response:
        made = actions.copy(round_id=round_id, by=person(request), at=clock.now())
        return _answer(made.pk, 201)


class Progress(APIView):
    """How far the jury is, for organisers and the chair."""

    @extend_schema(tags=["rounds"], responses=ProgressSerializer)
    def get(self, request: Request, round_id: UUID) -> Response:
        found = queries.by_id(round_id)
        access.check_can_watch(request.user, found.edition_id)
        jurors = sheets.progress(round_id)
        whole = {
            "state": found.state, "entries": found.entries, "ballots": len(jurors),
            "sealed": sum(juror.sealed for juror in jurors), "jurors": jurors,
        }  # fmt: skip
        return Response(ProgressSerializer(whole).data)


class Close(APIView):
    """End the round and count it."""

    @extend_schema(tags=["rounds"], request=CloseSerializer, responses=RoundSerializer)
    def post(self, request: Request, round_id: UUID) -> Response:
        missing = Missing(_given(CloseSerializer, request).validated_data["missing"])
        actions.close(round_id=round_id, missing=missing, by=person(request), at=clock.now())
        return _answer(round_id)


urlpatterns = [
    path("editions/<slug:slug>/rounds", Rounds.as_view(), name="api-rounds"),
    path("rounds/<uuid:round_id>", RoundDetail.as_view(), name="api-rounds-one"),
    path("rounds/<uuid:round_id>/criteria", Criteria.as_view(), name="api-rounds-criteria"),
    path("rounds/<uuid:round_id>/open", Open.as_view(), name="api-rounds-open"),
    path("rounds/<uuid:round_id>/copy", Copy.as_view(), name="api-rounds-copy"),
    path("rounds/<uuid:round_id>/progress", Progress.as_view(), name="api-rounds-progress"),
    path("rounds/<uuid:round_id>/close", Close.as_view(), name="api-rounds-close"),
]
