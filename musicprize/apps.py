"""App configuration: the ground floor."""

from django.apps import AppConfig


class MusicprizeConfig(AppConfig):
    name = "musicprize"

    def ready(self) -> None:
        """Signing in is being here: from then on musicprize.accounts.middleware keeps `seen_at`. The chain holds."""
        from django.contrib.auth.signals import user_logged_in

        from musicprize.accounts.middleware import note_sign_in
        from musicprize.kernel import invariants
        from musicprize.ledger import queries as ledger

        invariants.register("ledger", ledger.verify)
        user_logged_in.connect(note_sign_in, dispatch_uid="musicprize.accounts.seen")
