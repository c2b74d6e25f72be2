"""The upload protocol: begin or resume, sign parts, take them in (local store only), complete, give up."""

from uuid import UUID

from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from musicprize.accounts.requests import person
from musicprize.kernel import clock
from musicprize.kernel.api import CreatedPagination
from musicprize.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from musicprize.kernel.serializers import checked
from musicprize.objectstore import store, tokens
from musicprize.objectstore.bodies import reader
from musicprize.objectstore.local import LocalStore
from musicprize.objectstore.receiving import receive_part
from submissions.uploads import actions, queries
from submissions.uploads.rules import State
from submissions.uploads.serializers import (
    CompleteSerializer,
    ReceivedSerializer,
    SignedPartsSerializer,
    SignSerializer,
    UploadSerializer,
    WishSerializer,
)

TAGS = ["uploads"]


class UploadListView(APIView):
    """Uploads of one's own that are under way, and beginning one."""

    @extend_schema(
        tags=TAGS,
        parameters=[OpenApiParameter("target", OpenApiTypes.UUID)],
        responses=UploadSerializer(many=True),
        operation_id="uploads_list",
    )
    def get(self, request: Request) -> Response:
        pages = CreatedPagination()
        rows = queries.under_way(user=person(request), target_id=_target(request))
        page = pages.paginate_queryset(rows, request, view=self) or []
        return pages.get_paginated_response(UploadSerializer(queries.documents(page), many=True).data)

    @extend_schema(tags=TAGS, request=WishSerializer, responses={200: UploadSerializer, 201: UploadSerializer})
    def post(self, request: Request) -> Response:
        """201 for a new upload; 200 for the open one of the same owner, target, fingerprint and size: resume it."""
        given = checked(WishSerializer, request)
        wish = actions.Wish(target_id=given.pop("target"), **given)
        document, new = actions.create(wish=wish, by=person(request), at=clock.now())
        code = status.HTTP_201_CREATED if new else status.HTTP_200_OK
        return Response(UploadSerializer(document).data, status=code)


class UploadView(APIView):
    """One upload of one's own."""

    @extend_schema(tags=TAGS, responses=UploadSerializer)
    def get(self, request: Request, upload_id: UUID) -> Response:
        return Response(UploadSerializer(queries.document(upload_id=upload_id, user=person(request))).data)

    @extend_schema(tags=TAGS, responses={204: None})
    def delete(self, request: Request, upload_id: UUID) -> Response:
        """Give it up. 204 also when it was over already; 409 once all was sent."""
        actions.abort(upload_id=upload_id, by=person(request), at=clock.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class SignView(APIView):
    """Addresses to send parts to."""

    @extend_schema(tags=TAGS, request=SignSerializer, responses=SignedPartsSerializer)
    def post(self, request: Request, upload_id: UUID) -> Response:
        """Announce up to 20 parts with their digests; an expiring address for each. Sign again before every retry."""
        given = checked(SignSerializer, request)
        parts = [actions.WantedPart(**part) for part in given["parts"]]
        signed = actions.sign_parts(upload_id=upload_id, parts=parts, by=person(request), at=clock.now())
        return Response(SignedPartsSerializer({"parts": signed}).data)


class ReceiveView(APIView):
    """Taking in a part where our own host is the store. The signed token is the permission; no session is needed."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = ()
    parser_classes = ()

    @extend_schema(
        tags=TAGS,
        parameters=[OpenApiParameter("token", OpenApiTypes.STR, required=True)],
        request={"application/octet-stream": OpenApiTypes.BINARY},
        responses=ReceivedSerializer,
    )
    def put(self, request: Request, upload_id: UUID, number: int) -> Response:
        """The bytes of one part, with Content-Length."""
        here = store()
        if not isinstance(here, LocalStore):
            raise NotFound()
        ticket = tokens.read_part(request.query_params.get("token", ""), at=clock.now())
        if (ticket.upload_id, ticket.number) != (str(upload_id), number):
            raise NotAllowed("bad_signature", tokens.NOT_VALID)
        if not queries.receiving(upload_id=upload_id):
            raise Conflict("not_open", tokens.NOT_OPEN)
        length = request.META.get("CONTENT_LENGTH", "")
        announced = int(length) if str(length).isdigit() else None
        digest = receive_part(here, ticket, announced=announced, read=reader(request._request))
        return Response({"sha256": digest}, headers={"ETag": f'"{digest}"'})


class CompleteView(APIView):
    """All parts are sent."""

    @extend_schema(tags=TAGS, request=CompleteSerializer, responses={200: UploadSerializer, 202: UploadSerializer})
    def post(self, request: Request, upload_id: UUID) -> Response:
        """202 while the whole is checked (ask again), 200 once it is ready; repeating it does no harm."""
        composite = checked(CompleteSerializer, request)["composite"]
        document = actions.complete(upload_id=upload_id, composite=composite, by=person(request), at=clock.now())
        code = status.HTTP_200_OK if document.state == State.READY else status.HTTP_202_ACCEPTED
        return Response(UploadSerializer(document).data, status=code)


def _target(request: Request) -> UUID | None:
    text = request.query_params.get("target")
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Invalid(fields={"target": [("invalid", Invalid().message)]}) from None


urlpatterns = [
    path("uploads", UploadListView.as_view(), name="api-uploads-list"),
    path("uploads/<uuid:upload_id>", UploadView.as_view(), name="api-uploads-detail"),
    path("uploads/<uuid:upload_id>/parts/sign", SignView.as_view(), name="api-uploads-sign"),
    path("uploads/<uuid:upload_id>/parts/<int:number>", ReceiveView.as_view(), name="api-uploads-receive"),
    path("uploads/<uuid:upload_id>/complete", CompleteView.as_view(), name="api-uploads-complete"),
]
