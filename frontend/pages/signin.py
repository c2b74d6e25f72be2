"""Sign-in: the library's own views, only those of them that the platform uses."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.webauthn import views as passkeys
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.views.generic import RedirectView


def sign_out(request: HttpRequest) -> HttpResponseBase:
    """The library's page; once somebody has left, the browser forgets the music that it has cached: it is unpublished,
    and the next one at this device may be anybody. Unsent marks stay: they belong to a sheet that nobody else opens."""
    answer: HttpResponseBase = account.logout(request)
    if request.method == "POST":
        answer["Clear-Site-Data"] = '"cache"'
    return answer


_to_sign_in = RedirectView.as_view(pattern_name="account_request_login_code", query_string=True)

urlpatterns: list[URLPattern] = [
    path("sign-in/", account.request_login_code, name="account_request_login_code"),
    path("sign-in/code/", account.confirm_login_code, name="account_confirm_login_code"),
    path("sign-in/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-out/", sign_out, name="account_logout"),
    path("account/again/", account.reauthenticate, name="account_reauthenticate"),
    path("account/again/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("account/passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("account/passkeys/<int:pk>/edit/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("account/security/", mfa.index, name="mfa_index"),
    path("sign-in/start/", _to_sign_in, name="account_login"),
    path("sign-in/new/", _to_sign_in, name="account_signup"),
]
