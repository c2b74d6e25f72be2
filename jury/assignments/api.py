"""Who hears what, in the API: adding and removing by hand, somebody in another's stead, handing a seat over."""

from typing import Any
from uuid import UUID

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from jury.panel import replacing_actions as panel
from jury.rounds import access
from jury.rounds import queries as rounds
from jury.scoresheets import handing_actions as handing
from musicprize.accounts.requests import person
from musicprize.kernel import clock
from musicprize.kernel.serializers import checked


class PairSerializer(serializers.Serializer):
    """A juror and an entry by its code."""

    juror = serializers.UUIDField()
    entry = serializers.CharField(max_length=16)


class SteadSerializer(serializers.Serializer):
    entry = serializers.CharField(max_length=16)


class ReplaceSerializer(serializers.Serializer):
    """`leaves` gives the seat up, `comes` takes it; both are accounts."""

    leaves = serializers.UUIDField()
    comes = serializers.UUIDField()
    reason = serializers.CharField(max_length=1000)


class Add(APIView):
    """Let a juror hear an entry as well. 409 where a hard rule forbids it."""

    @extend_schema(tags=["rounds"], request=PairSerializer, responses={204: None})
    def post(self, request: Request, round_id: UUID) -> Response:
        access.check_can_manage(request.user, rounds.by_id(round_id).edition_id)
        given: dict[str, Any] = checked(PairSerializer, request)
        handing.add(round_id=round_id, juror_id=given["juror"], code=given["entry"], by=person(request), at=clock.now())
        return Response(status=204)


class Remove(APIView):
    """Take an entry off a juror's list. 409 once the juror has begun to mark it."""

    @extend_schema(tags=["rounds"], request=PairSerializer, responses={204: None})
    def post(self, request: Request, round_id: UUID) -> Response:
        access.check_can_manage(request.user, rounds.by_id(round_id).edition_id)
        given: dict[str, Any] = checked(PairSerializer, request)
        handing.remove(
            round_id=round_id, juror_id=given["juror"], code=given["entry"], by=person(request), at=clock.now()
        )
        return Response(status=204)


class Stead(APIView):
    """Give an entry to the juror who suits best, instead of one who stood aside. The juror is told by mail."""

    @extend_schema(tags=["rounds"], request=SteadSerializer, responses={204: None})
    def post(self, request: Request, round_id: UUID) -> Response:
        access.check_can_manage(request.user, rounds.by_id(round_id).edition_id)
        code = checked(SteadSerializer, request)["entry"]
        handing.find_stead(round_id=round_id, code=code, by=person(request), at=clock.now())
        return Response(status=204)


class Replace(APIView):
    """A juror drops out of an open round and another takes the seat, with what was not sealed."""

    @extend_schema(tags=["rounds"], request=ReplaceSerializer, responses={204: None})
    def post(self, request: Request, round_id: UUID) -> Response:
        access.check_can_manage(request.user, rounds.by_id(round_id).edition_id)
        given: dict[str, Any] = checked(ReplaceSerializer, request)
        panel.replace(
            round_id=round_id, leaves=given["leaves"], comes=given["comes"], reason=given["reason"],
            by=person(request), at=clock.now(),
        )  # fmt: skip
        return Response(status=204)


urlpatterns = [
    path("rounds/<uuid:round_id>/assignments/add", Add.as_view(), name="api-assignments-add"),
    path("rounds/<uuid:round_id>/assignments/remove", Remove.as_view(), name="api-assignments-remove"),
    path("rounds/<uuid:round_id>/assignments/stead", Stead.as_view(), name="api-assignments-stead"),
    path("rounds/<uuid:round_id>/replace", Replace.as_view(), name="api-panel-replace"),
]
