"""The one sign-in form: an address. An unknown address gets an account, so that nothing tells which are known."""

from allauth.account.forms import RequestLoginCodeForm
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musicprize.accounts import actions


class SignInForm(RequestLoginCodeForm):
    """Asks for the address and makes sure that there is an account to send a code to."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
        self.fields["email"].widget.attrs.pop("placeholder", None)

    def clean_email(self) -> str:
        """The address in lower case. The library counts the tries first: who asks too often makes no accounts."""
        self.cleaned_data["email"] = str(self.cleaned_data["email"]).strip().lower()
        email = str(super().clean_email())
        account = actions.ensure_account(email=email, language=(get_language() or "de")[:2])
        if account.is_active:
            self._user = account
        return email
