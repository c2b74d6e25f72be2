"""App configuration: what artists send."""

from django.apps import AppConfig
from django.db.models import Q


class SubmissionsConfig(AppConfig):
    name = "submissions"

    def ready(self) -> None:
        """Say who answers for the files that the uploads room takes in, which columns hold keys of objects, and
        what leaves with an artist who is erased."""
        from musicprize.objectstore import owners
        from musicprize.privacy import leaving
        from submissions.applications.actions import erase_artist
        from submissions.applications.uploading import FileOfApplication
        from submissions.uploads import keeping, purposes
        from submissions.uploads.rules import Purpose
        from submissions.works.uploading import AudioOfWork

        purposes.register(Purpose.AUDIO, AudioOfWork())
        purposes.register(Purpose.PORTRAIT, FileOfApplication("portrait"))
        purposes.register(Purpose.RIDER, FileOfApplication("rider"))
        keeping.register()
        leaving.register(erase_artist)
        owners.register("submissions.Rendition", "key", must=Q(work_state="done"))
        owners.register("submissions.Picture", "key")
        owners.register("submissions.Recording", "peaks", must=~Q(verdict=""), inside="key")
