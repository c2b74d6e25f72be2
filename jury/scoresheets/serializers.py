"""The shapes of the juror's part of the API. Fields of a sheet that could say who plays exist only where they are
given: in a blind round they are left out, not null."""

from typing import Any

from rest_framework import serializers

from jury.conflicts.rules import Reason
from jury.live import turns
from jury.rounds.rules import Kind, Marking, State
from jury.rounds.serializers import CriterionRead, ScaleSerializer
from jury.scoresheets.documents import BallotView
from jury.scoresheets.leaf import as_hashed
from jury.scoresheets.rules import BallotState, SheetState

MAX_STRETCHES = 500
LONGEST_MS = 24 * 3600 * 1000


class MarksField(serializers.DictField):
    """{criterion key: hundredths of a point, or null to take the mark back}"""

    child = serializers.IntegerField(allow_null=True, min_value=0, max_value=100_000)

    def to_internal_value(self, data: Any) -> dict[str, int | None]:
        if isinstance(data, dict) and len(data) > 100:
            raise serializers.ValidationError(self.error_messages["not_a_dict"], code="too_many")
        return super().to_internal_value(data)


class Lean(serializers.Serializer):
    """Leaves out the optional fields that hold nothing."""

    optional: tuple[str, ...] = ()

    def to_representation(self, instance: Any) -> dict[str, Any]:
        whole = super().to_representation(instance)
        return {name: value for name, value in whole.items() if name not in self.optional or value is not None}


class MyRoundSerializer(serializers.Serializer):
    """A round in which I have a ballot."""

    id = serializers.UUIDField()
    edition = serializers.CharField()
    kind = serializers.ChoiceField(choices=list(Kind))
    title = serializers.DictField(source="titles")
    state = serializers.ChoiceField(choices=list(State))
    blind = serializers.BooleanField()
    planned_close_at = serializers.DateTimeField(allow_null=True)
    ballot = serializers.ChoiceField(choices=list(BallotState))
    sheets = serializers.IntegerField()
    done = serializers.IntegerField()


class ListeningSerializer(serializers.Serializer):
    """What I have heard of a work: merged stretches [from, to) in ms. Nobody else sees it."""

    heard_ms = serializers.IntegerField()
    heard = serializers.ListField(child=serializers.ListField(child=serializers.IntegerField()))
    position_ms = serializers.IntegerField()


class WorkSerializer(Lean):
    """A work as the round lets me hear it. Titles, descriptions and links only where the round is not blind."""

    optional = ("title", "title_language", "description", "video_url", "film")

    position = serializers.IntegerField()
    duration_ms = serializers.IntegerField(allow_null=True)
    start_cue_ms = serializers.IntegerField()
    gain_db = serializers.FloatField(allow_null=True)
    playable = serializers.BooleanField()
    listening = ListeningSerializer()
    title = serializers.CharField(required=False)
    title_language = serializers.CharField(required=False)
    description = serializers.CharField(required=False)
    video_url = serializers.CharField(required=False)
    film = serializers.BooleanField(required=False, help_text="the picture can be watched")


class EntrySerializer(Lean):
    """The entry under its code; `artist` and `city` only where the round is not blind."""

    optional = ("artist", "city")

    code = serializers.CharField()
    artist = serializers.CharField(required=False)
    city = serializers.CharField(required=False)


class EntryTextSerializer(serializers.Serializer):
    """A part of what the artist wrote, shown after the first mark. `name`: project, motivation, rider_inputs …"""

    name = serializers.CharField()
    text = serializers.CharField()
    language = serializers.CharField()


class SheetSerializer(Lean):
    """My sheet for one entry. `version` goes back with every change. `excluded_because`: stood aside after sealing.

    In a round with two marks, once text and rider are shown: `first` are the marks given for the sound alone.
    """

    optional = ("first", "texts", "rider_bytes")

    id = serializers.UUIDField()
    entry = EntrySerializer()
    position = serializers.IntegerField()
    state = serializers.ChoiceField(choices=list(SheetState))
    version = serializers.IntegerField()
    marks = serializers.DictField(child=serializers.IntegerField())
    note = serializers.CharField(allow_blank=True)
    recused_because = serializers.CharField(allow_blank=True)
    excluded_because = serializers.CharField(allow_blank=True)
    withdrawn = serializers.BooleanField()
    works = WorkSerializer(many=True)
    first = serializers.DictField(child=serializers.IntegerField(), required=False)
    texts = EntryTextSerializer(many=True, required=False)
    rider_bytes = serializers.IntegerField(required=False, help_text="the rider’s PDF can be read")


class ReceiptSerializer(Lean):
    """Proof of a sealed ballot. digest = SHA-256 of the salt, a line feed, and the canonical JSON (sorted keys, UTF-8,
    no white space) of {format, round, rules, pseudonym, sealed_at, marks, recused}, as they stand here; in a round
    with two marks (format 2) of {first} too."""

    optional = ("first",)

    format = serializers.IntegerField()
    round = serializers.UUIDField()
    rules = serializers.CharField()
    pseudonym = serializers.CharField()
    sealed_at = serializers.SerializerMethodField()
    digest = serializers.CharField()
    salt = serializers.CharField()
    marks = serializers.DictField(child=serializers.DictField(child=serializers.IntegerField()))
    recused = serializers.DictField(child=serializers.CharField())
    ledger_head = serializers.CharField()
    first = serializers.DictField(child=serializers.DictField(child=serializers.IntegerField()), required=False)

    def get_sealed_at(self, receipt: Any) -> str:
        """UTC with microseconds, the spelling that was hashed."""
        return as_hashed(receipt.sealed_at)


class BallotRoundSerializer(serializers.Serializer):
    """What a juror needs of the round."""

    id = serializers.UUIDField()
    edition = serializers.CharField(source="edition_slug")
    kind = serializers.ChoiceField(choices=list(Kind))
    title = serializers.DictField(source="titles")
    state = serializers.ChoiceField(choices=list(State))
    blind = serializers.BooleanField()
    marking = serializers.ChoiceField(choices=list(Marking))
    scale = ScaleSerializer()
    criteria = CriterionRead(many=True)
    planned_close_at = serializers.DateTimeField(allow_null=True)
    rules_sha256 = serializers.CharField()


class BallotSerializer(serializers.Serializer):
    """My ballot, sheets in my own order of listening."""

    round = BallotRoundSerializer()
    state = serializers.ChoiceField(choices=list(BallotState))
    receipt = ReceiptSerializer(allow_null=True)
    sheets = SheetSerializer(many=True)
    over = serializers.SerializerMethodField(help_text="codes of entries whose turn in a live round has ended")

    def get_over(self, ballot: BallotView) -> list[str]:
        """They take no mark any more and do not keep the ballot from being closed."""
        return list(turns.over_codes(ballot.round.id)) if ballot.round.live else []


class SavedSerializer(serializers.Serializer):
    """A sheet after a change."""

    version = serializers.IntegerField()
    state = serializers.ChoiceField(choices=list(SheetState))
    saved_at = serializers.DateTimeField()
    marks = serializers.DictField(child=serializers.IntegerField())
    note = serializers.CharField(allow_blank=True)


class VersionSerializer(serializers.Serializer):
    """The version that this device last saw."""

    version = serializers.IntegerField(min_value=1)


class MarkSerializer(VersionSerializer):
    """Marks and note; what is left out stays as it is."""

    marks = MarksField(required=False, default=dict)
    note = serializers.CharField(required=False, allow_blank=True, max_length=4000, trim_whitespace=False)


class RecuseSerializer(serializers.Serializer):
    """Why I stand aside."""

    kind = serializers.ChoiceField(choices=list(Reason))


class ReopenBallotSerializer(serializers.Serializer):
    """Why the chair opens a sealed ballot again. The juror reads it, and the minutes keep it."""

    reason = serializers.CharField(max_length=1000)


class ReopeningSerializer(serializers.Serializer):
    """A sealed ballot that was opened again. `digest`, `sealed_at`: of the seal that was broken."""

    juror = serializers.CharField()
    pseudonym = serializers.CharField()
    digest = serializers.CharField()
    sealed_at = serializers.DateTimeField()
    reason = serializers.CharField()
    reopened_at = serializers.DateTimeField()
    reopened_by = serializers.CharField()
    sealed_again_at = serializers.DateTimeField(allow_null=True)


class HeardSerializer(serializers.Serializer):
    """What was played: `work` is its position; stretches [from_ms, to_ms); where the player stands."""

    work = serializers.IntegerField(min_value=1, max_value=10)
    heard = serializers.ListField(
        child=serializers.ListField(
            child=serializers.IntegerField(min_value=0, max_value=LONGEST_MS), min_length=2, max_length=2
        ),
        max_length=MAX_STRETCHES,
    )
    position_ms = serializers.IntegerField(min_value=0, max_value=LONGEST_MS)


class AddressSerializer(serializers.Serializer):
    """Where to fetch a work's level-matched preview, for `expires_in` seconds. `gain_db`: already applied, the same for
    the whole entry; `undo_db`: what a player adds to play it as delivered. `copies`: codecs that may be asked for."""

    url = serializers.CharField()
    expires_in = serializers.IntegerField()
    content_type = serializers.CharField()
    gain_db = serializers.FloatField()
    undo_db = serializers.FloatField()
    duration_ms = serializers.IntegerField()
    codec = serializers.CharField()
    copies = serializers.ListField(child=serializers.CharField())
