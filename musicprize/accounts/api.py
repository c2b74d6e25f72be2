"""People, their roles, invitations and tokens in the API."""

from typing import Any
from uuid import UUID

from django.urls import path
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from musicprize.accounts import access, actions, queries
from musicprize.accounts.models import Role, User
from musicprize.accounts.requests import person
from musicprize.editions import queries as editions
from musicprize.editions.access import check_can_see
from musicprize.kernel import clock
from musicprize.kernel.errors import Invalid
from musicprize.kernel.texts import LANGUAGES


class ProfileSerializer(serializers.ModelSerializer):
    """One's own account."""

    roles = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ("email", "name", "language", "theme", "single_keys", "roles")
        read_only_fields = ("email",)
        extra_kwargs = {"theme": {"choices": ["", "light", "dark"]}}

    language = serializers.ChoiceField(choices=LANGUAGES, required=False)
    theme = serializers.ChoiceField(choices=["", "light", "dark"], required=False, allow_blank=True)

    def get_roles(self, user: User) -> list[dict[str, Any]]:
        slugs = {edition.id: edition.slug for edition in editions.editions(published_only=False)}
        codes = {city.id: city.code for city in editions.cities()}
        return [
            {
                "role": grant.role,
                "edition": slugs.get(grant.edition_id) if grant.edition_id else None,
                "city": codes.get(grant.city_id) if grant.city_id else None,
            }
            for grant in access.grants_of(user)
        ]


class InvitationSerializer(serializers.Serializer):
    """An invitation to a role."""

    id = serializers.UUIDField(read_only=True)
    email = serializers.EmailField()
    name = serializers.CharField(max_length=120, allow_blank=True, required=False, default="")
    language = serializers.ChoiceField(choices=LANGUAGES, write_only=True)
    role = serializers.ChoiceField(choices=Role.choices)
    city = serializers.SlugField(required=False, allow_null=True, write_only=True)
    invited_at = serializers.DateTimeField(read_only=True)
    expires_at = serializers.DateTimeField(read_only=True)


class GrantSerializer(serializers.Serializer):
    """A role for somebody who has an account."""

    user = serializers.UUIDField()
    role = serializers.ChoiceField(choices=Role.choices)
    city = serializers.SlugField(required=False, allow_null=True)


class Me(APIView):
    """Who I am."""

    @extend_schema(tags=["account"], responses=ProfileSerializer)
    def get(self, request: Request) -> Response:
        return Response(ProfileSerializer(request.user).data)

    @extend_schema(tags=["account"], request=ProfileSerializer, responses=ProfileSerializer)
    def patch(self, request: Request) -> Response:
        given = ProfileSerializer(request.user, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        return Response(
            ProfileSerializer(actions.update_profile(by=person(request), changes=dict(given.validated_data))).data
        )


class Tokens(APIView):
    """Tokens for programs. Made from a signed-in browser; the token itself is shown once."""

    authentication_classes = [SessionAuthentication]

    @extend_schema(
        tags=["account"],
        responses=inline_serializer(
            "TokenFacts", {"id": serializers.CharField(), "created": serializers.DateTimeField()}, many=True
        ),
    )
    def get(self, request: Request) -> Response:
        rows = queries.tokens_of(person(request))
        return Response({"results": [{"id": row.key, "created": row.created_at} for row in rows]})

    @extend_schema(
        tags=["account"], request=None,
        responses={
            201: inline_serializer("NewToken", {"id": serializers.CharField(), "token": serializers.CharField()})
        },
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        made = actions.create_token(by=person(request))
        return Response({"id": made.key, "token": made.token}, status=201)


class Token(APIView):
    """One token of mine."""

    @extend_schema(tags=["account"], responses={204: None})
    def delete(self, request: Request, key: str) -> Response:
        actions.delete_token(key=key, by=person(request))
        return Response(status=204)


class People(APIView):
    """Who holds a role in an edition. For its organisers."""

    @extend_schema(
        tags=["people"],
        responses=inline_serializer(
            "PersonInRole",
            {
                "user": serializers.UUIDField(), "name": serializers.CharField(), "email": serializers.EmailField(),
                "role": serializers.CharField(), "city": serializers.CharField(allow_null=True),
                "seen_at": serializers.DateTimeField(allow_null=True),
            },
            many=True,
        ),
    )  # fmt: skip
    def get(self, request: Request, slug: str) -> Response:
        edition = _edition(request, slug)
        access.check_organiser(request.user, edition.id)
        codes = {city.id: city.code for city in edition.cities}
        rows = queries.members(edition.id, *Role)
        return Response(
            {
                "results": [
                    {
                        "user": row.user_id, "name": row.name, "email": row.email, "role": row.role,
                        "city": codes.get(row.city_id) if row.city_id else None, "seen_at": row.seen_at,
                    }
                    for row in rows
                ]
            }
        )  # fmt: skip


class Invitations(APIView):
    """Invitations to an edition. For its organisers."""

    @extend_schema(tags=["people"], responses=InvitationSerializer(many=True))
    def get(self, request: Request, slug: str) -> Response:
        edition = _edition(request, slug)
        access.check_organiser(request.user, edition.id)
        rows = queries.open_invitations(edition_id=edition.id)
        return Response({"results": InvitationSerializer(rows, many=True).data})

    @extend_schema(tags=["people"], request=InvitationSerializer, responses={201: InvitationSerializer})
    def post(self, request: Request, slug: str) -> Response:
        given = InvitationSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        wanted = dict(given.validated_data)
        edition = _edition(request, slug)
        city_id = _city_for(edition, Role(wanted["role"]), wanted.pop("city", None))
        made = actions.invite(
            email=wanted["email"], name=wanted["name"], language=wanted["language"], role=Role(wanted["role"]),
            edition_id=edition.id, city_id=city_id, by=person(request), at=clock.now(),
        )  # fmt: skip
        return Response(InvitationSerializer(made).data, status=201)


class AnswerInvitation(APIView):
    """Accept, decline (the invited person) or withdraw (an organiser) an invitation."""

    verb: str = ""

    @extend_schema(tags=["people"], request=None, responses={200: InvitationSerializer, 204: None})
    def post(self, request: Request, invitation_id: UUID) -> Response:
        if self.verb == "accept":
            actions.accept(invitation_id=invitation_id, by=person(request), at=clock.now())
        elif self.verb == "decline":
            actions.decline(invitation_id=invitation_id, by=person(request), at=clock.now())
        else:
            actions.withdraw(invitation_id=invitation_id, by=person(request), at=clock.now())
        return Response(status=204)


class Grants(APIView):
    """Give a role to somebody who has an account (the chair, say)."""

    @extend_schema(tags=["people"], request=GrantSerializer, responses={204: None})
    def post(self, request: Request, slug: str) -> Response:
        given = GrantSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        edition, wanted = _edition(request, slug), given.validated_data
        role = Role(wanted["role"])
        actions.grant(
            user_id=wanted["user"], role=role, edition_id=edition.id,
            city_id=_city_for(edition, role, wanted.get("city")), by=person(request), at=clock.now(),
        )  # fmt: skip
        return Response(status=204)


class RevokeGrant(APIView):
    """End a role."""

    @extend_schema(tags=["people"], request=GrantSerializer, responses={204: None})
    def post(self, request: Request, slug: str) -> Response:
        given = GrantSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        edition_id, wanted = _edition(request, slug).id, given.validated_data
        actions.revoke(
            user_id=wanted["user"], role=Role(wanted["role"]), edition_id=edition_id, by=person(request), at=clock.now()
        )
        return Response(status=204)


def _edition(request: Request, slug: str) -> editions.EditionFacts:
    """The edition; NotFound where the reader may not know of it."""
    edition = editions.by_slug(slug)
    check_can_see(request.user, edition_id=edition.id, published=edition.published)
    return edition


def _city_for(edition: editions.EditionFacts, role: Role, code: str | None) -> UUID | None:
    from django.utils.translation import gettext as _

    city = edition.city(code) if code else None
    if city is None and (code or role in (Role.COORDINATOR, Role.JUROR)):
        raise Invalid(fields={"city": [("city_needed", _("Choose the city that this person stands for."))]})
    return city.id if city else None


urlpatterns = [
    path("me", Me.as_view(), name="api-me"),
    path("tokens", Tokens.as_view(), name="api-tokens"),
    path("tokens/<str:key>", Token.as_view(), name="api-tokens-one"),
    path("editions/<slug:slug>/people", People.as_view(), name="api-people"),
    path("editions/<slug:slug>/invitations", Invitations.as_view(), name="api-invitations"),
    path("editions/<slug:slug>/grants", Grants.as_view(), name="api-grants"),
    path("editions/<slug:slug>/grants/revoke", RevokeGrant.as_view(), name="api-grants-revoke"),
    *(
        path(
            f"invitations/<uuid:invitation_id>/{verb}",
            AnswerInvitation.as_view(verb=verb),
            name=f"api-invitations-{verb}",
        )
        for verb in ("accept", "decline", "withdraw")
    ),
]
