"""App configuration: how it is judged."""

from django.apps import AppConfig


class JuryConfig(AppConfig):
    name = "jury"

    def ready(self) -> None:
        """Hear of it when an artist withdraws an entry that is being judged; say what must hold in these rooms, and
        what is told to artists who ask for their data."""
        from jury.decisions import soundness as counts
        from jury.publication import soundness as published
        from jury.rounds.actions import withdraw_entry
        from jury.scoresheets import remarks, sealing
        from musicprize.kernel import invariants
        from musicprize.privacy import telling
        from submissions.applications import withdrawn

        withdrawn.register(withdraw_entry)
        telling.register("notes_of_jurors", remarks.remarks_on)
        invariants.register("ballots", sealing.problems)
        invariants.register("counts", counts.problems)
        invariants.register("publications", published.problems)
