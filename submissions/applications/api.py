"""An artist's applications: begin, fill, check, send, take back, withdraw; receipts."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from musicprize.accounts.requests import person
from musicprize.editions import queries as editions
from musicprize.kernel import clock
from musicprize.kernel.errors import Gone, Invalid
from musicprize.kernel.serializers import checked
from submissions.applications import actions, completeness, downloads, members, queries, receipt_pdf
from submissions.applications.autosave import NOT_FLAG, versions_given
from submissions.applications.requests import changes_of
from submissions.applications.serializers import (
    ApplicationChangesSerializer,
    ApplicationReceiptSerializer,
    ApplicationSerializer,
    BeginSerializer,
    EnsembleMembersSerializer,
    OwnApplicationSerializer,
    SavedApplicationSerializer,
    SavedMembersSerializer,
    SectionTasksSerializer,
    SentApplicationSerializer,
    WithdrawSerializer,
    flat,
    listed,
    one_page,
)

TAGS = ["applications"]


class ApplicationList(APIView):
    """One's own applications, and beginning one."""

    @extend_schema(tags=TAGS, responses=listed(OwnApplicationSerializer), operation_id="applications_list")
    def get(self, request: Request) -> Response:
        return Response(one_page(OwnApplicationSerializer(queries.my_applications(person(request)), many=True).data))

    @extend_schema(tags=TAGS, request=BeginSerializer, responses={code: ApplicationSerializer for code in (200, 201)})
    def post(self, request: Request) -> Response:
        """201 for a new application; 200 for the one that this person has in the edition already."""
        given = checked(BeginSerializer, request)
        at = clock.now()
        application_id, new = actions.create(edition=given["edition"], by=person(request), at=at)
        document = queries.application(application_id, by=person(request), at=at)
        code = status.HTTP_201_CREATED if new else status.HTTP_200_OK
        return Response(ApplicationSerializer(flat(document)).data, status=code)


class ApplicationView(APIView):
    """One's own application."""

    @extend_schema(tags=TAGS, responses=ApplicationSerializer)
    def get(self, request: Request, application_id: UUID) -> Response:
        document = queries.application(application_id, by=person(request), at=clock.now())
        return Response(ApplicationSerializer(flat(document)).data)

    @extend_schema(tags=TAGS, request=ApplicationChangesSerializer, responses=SavedApplicationSerializer)
    def patch(self, request: Request, application_id: UUID) -> Response:
        """Save fields as typed. 409 `changed_elsewhere` {current, versions} when another device was faster."""
        changes, versions = changes_of(request)
        saved = actions.save(
            application_id=application_id, changes=changes, versions=versions, by=person(request), at=clock.now()
        )
        return Response({**saved.fields, "versions": saved.versions, "saved_at": saved.saved_at})


class MembersView(APIView):
    @extend_schema(tags=TAGS, request=EnsembleMembersSerializer, responses=SavedMembersSerializer)
    def put(self, request: Request, application_id: UUID) -> Response:
        """Replace the list of members. People with an address are told by mail once the application is sent."""
        body = request.data if isinstance(request.data, dict) else {}
        version = versions_given({"members": body.get("version", 0)})["members"]
        saved = actions.set_members(
            application_id=application_id, members=members.checked(body.get("members")), version=version,
            by=person(request), at=clock.now(),
        )  # fmt: skip
        answer = {"members": saved.fields["members"], "version": saved.versions["members"], "saved_at": saved.saved_at}
        return Response(SavedMembersSerializer(answer).data)


class ConsentsView(APIView):
    @extend_schema(tags=TAGS, request={"application/json": {"type": "object"}}, responses=OpenApiTypes.OBJECT)
    def put(self, request: Request, application_id: UUID) -> Response:
        """{purpose: agreed}; purposes left out stay as they are. Answers with all of them."""
        body = request.data if isinstance(request.data, dict) else {}
        wrong = {name: [("not_a_flag", NOT_FLAG)] for name, value in body.items() if not isinstance(value, bool)}
        if wrong:
            raise Invalid(fields=wrong)
        agreed = actions.set_consents(
            application_id=application_id, answers=dict(body), by=person(request), at=clock.now()
        )
        return Response(agreed)


class TasksView(APIView):
    @extend_schema(tags=TAGS, responses=SectionTasksSerializer)
    def get(self, request: Request, application_id: UUID) -> Response:
        """Every section with its status and problems; `ready`: nothing stands in the way of sending."""
        found = queries.tasks(application_id, by=person(request))
        return Response(SectionTasksSerializer({"tasks": found, "ready": completeness.ready(found)}).data)


class FileView(APIView):
    """The portrait or the rider's PDF."""

    @extend_schema(tags=TAGS, responses=downloads.FileLinkSerializer)
    def get(self, request: Request, application_id: UUID, what: str) -> Response:
        """A signed address of the file, for its artist and the desk."""
        return Response(downloads.FileLinkSerializer(downloads.link(application_id, what, by=person(request))).data)

    @extend_schema(tags=TAGS, responses={204: None})
    def delete(self, request: Request, application_id: UUID, what: str) -> Response:
        """Take it away. 204 also when there is none."""
        actions.remove_file(application_id=application_id, what=what, by=person(request), at=clock.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class SubmitView(APIView):
    @extend_schema(tags=TAGS, request=None, responses=SentApplicationSerializer)
    def post(self, request: Request, application_id: UUID) -> Response:
        """Send, or confirm reopened parts. Repeating it answers the same receipt. 400 `not_complete`, 409 `closed`."""
        receipt = actions.submit(application_id=application_id, by=person(request), at=clock.now())
        return Response(SentApplicationSerializer({"receipt": receipt}).data)


class TakeBackView(APIView):
    @extend_schema(tags=TAGS, request=None, responses=ApplicationSerializer)
    def post(self, request: Request, application_id: UUID) -> Response:
        """Reopen for editing; the application is then NOT sent."""
        at = clock.now()
        actions.take_back(application_id=application_id, by=person(request), at=at)
        document = queries.application(application_id, by=person(request), at=at)
        return Response(ApplicationSerializer(flat(document)).data)


class WithdrawView(APIView):
    @extend_schema(tags=TAGS, request=WithdrawSerializer, responses={204: None})
    def post(self, request: Request, application_id: UUID) -> Response:
        """Withdraw for good; the reference confirms it."""
        given = checked(WithdrawSerializer, request)
        actions.withdraw(
            application_id=application_id, reference=given["reference"], by=person(request), at=clock.now()
        )
        return Response(status=status.HTTP_204_NO_CONTENT)


class ReceiptList(APIView):
    @extend_schema(tags=TAGS, responses=listed(ApplicationReceiptSerializer))
    def get(self, request: Request, application_id: UUID) -> Response:
        """All receipts of one's own application, newest first."""
        queries.application(application_id, by=person(request), at=clock.now())
        return Response(one_page(ApplicationReceiptSerializer(queries.receipts_of(application_id), many=True).data))


class ReceiptView(APIView):
    @extend_schema(tags=TAGS, responses=ApplicationReceiptSerializer)
    def get(self, request: Request, number: str) -> Response:
        """A receipt. `sha256` is that of `document` as canonical JSON: sorted keys, UTF-8, no white space."""
        return Response(ApplicationReceiptSerializer(queries.receipt(number, by=person(request))).data)


class ReceiptPdfView(APIView):
    @extend_schema(tags=TAGS, responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    def get(self, request: Request, number: str) -> HttpResponse:
        """The receipt as a tagged PDF, in the reader's language."""
        receipt = queries.receipt(number, by=person(request))
        if not receipt.document:
            raise Gone("erased", _("This receipt was erased together with the artist's personal data."))
        edition = editions.by_slug(receipt.document["edition"])
        pdf = receipt_pdf.typeset(receipt, language=person(request).language, edition_titles=edition.titles)
        named = f'inline; filename="{receipt.number}.pdf"'
        headers = {"Content-Disposition": named, "Cache-Control": "private, no-store"}
        return HttpResponse(pdf, content_type="application/pdf", headers=headers)


urlpatterns = [
    path("applications", ApplicationList.as_view(), name="api-applications-list"),
    path("applications/<uuid:application_id>", ApplicationView.as_view(), name="api-applications-one"),
    path("applications/<uuid:application_id>/members", MembersView.as_view(), name="api-applications-members"),
    path("applications/<uuid:application_id>/consents", ConsentsView.as_view(), name="api-applications-consents"),
    path("applications/<uuid:application_id>/tasks", TasksView.as_view(), name="api-applications-tasks"),
    path("applications/<uuid:application_id>/submit", SubmitView.as_view(), name="api-applications-submit"),
    path("applications/<uuid:application_id>/take-back", TakeBackView.as_view(), name="api-applications-take-back"),
    path("applications/<uuid:application_id>/withdraw", WithdrawView.as_view(), name="api-applications-withdraw"),
    path("applications/<uuid:application_id>/receipts", ReceiptList.as_view(), name="api-applications-receipts"),
    path("applications/<uuid:application_id>/files/<slug:what>", FileView.as_view(), name="api-applications-file"),
    path("receipts/<str:number>", ReceiptView.as_view(), name="api-receipts-one"),
    path("receipts/<str:number>/pdf", ReceiptPdfView.as_view(), name="api-receipts-pdf"),
]
