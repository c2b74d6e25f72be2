"""The shapes of rounds in the API."""

from typing import Any

from rest_framework import serializers

from jury.rounds.counting import METHODS
from jury.rounds.rules import (
    Judges,
    Kind,
    Marking,
    MarksShown,
    Missing,
    MissingRule,
    MotionVotes,
    PublicationLevel,
    Reassign,
    State,
)
from musicprize.kernel.texts import validate_texts

HIGHEST = 100_000
"""Hundredths: no scale goes above 1,000 points."""


class TextsSerializer(serializers.JSONField):
    """{"de": …, "fr": …, "lb": …, "en": …}"""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs, validators=[validate_texts])


class CriterionSerializer(serializers.Serializer):
    """What is marked. `anchor_low` and `anchor_high` say what the ends of the scale mean."""

    key = serializers.SlugField(max_length=30)
    title = TextsSerializer()
    description = TextsSerializer(required=False, default=dict)
    anchor_low = TextsSerializer(required=False, default=dict)
    anchor_high = TextsSerializer(required=False, default=dict)
    weight = serializers.IntegerField(min_value=1, max_value=1000, default=1)


class CriterionRead(serializers.Serializer):
    """What is marked, in its place."""

    key = serializers.CharField()
    position = serializers.IntegerField()
    title = serializers.DictField(source="titles")
    description = serializers.DictField(source="descriptions")
    anchor_low = serializers.DictField(source="anchors_low")
    anchor_high = serializers.DictField(source="anchors_high")
    weight = serializers.IntegerField()


class ScaleSerializer(serializers.Serializer):
    """Marks that may be given, in hundredths of a point: low, low + step, … high."""

    low = serializers.IntegerField(min_value=0, max_value=HIGHEST)
    high = serializers.IntegerField(min_value=1, max_value=HIGHEST)
    step = serializers.IntegerField(min_value=1, max_value=HIGHEST)


class RoundSerializer(serializers.Serializer):
    """A round. Its rules are frozen from `opened_at` on; `rules_sha256` is their hash, `seed` is told once closed."""

    id = serializers.UUIDField()
    edition = serializers.CharField(source="edition_slug")
    position = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=list(Kind))
    title = serializers.DictField(source="titles")
    state = serializers.ChoiceField(choices=list(State))
    blind = serializers.BooleanField()
    marking = serializers.ChoiceField(choices=list(Marking))
    live = serializers.BooleanField()
    scale = ScaleSerializer()
    method = serializers.ChoiceField(choices=METHODS)
    method_parameters = serializers.DictField()
    advance = serializers.IntegerField()
    city_least = serializers.IntegerField(allow_null=True)
    city_most = serializers.IntegerField(allow_null=True)
    reserve = serializers.IntegerField()
    judges = serializers.ChoiceField(choices=list(Judges))
    entries_from = serializers.UUIDField(allow_null=True)
    per_entry = serializers.IntegerField(allow_null=True)
    own_city = serializers.BooleanField()
    reassign = serializers.ChoiceField(choices=list(Reassign))
    missing_rule = serializers.ChoiceField(choices=list(MissingRule))
    marks_shown = serializers.ChoiceField(choices=list(MarksShown))
    motion_votes = serializers.ChoiceField(choices=list(MotionVotes))
    publication_level = serializers.ChoiceField(choices=list(PublicationLevel))
    planned_close_at = serializers.DateTimeField(allow_null=True)
    criteria = CriterionRead(many=True)
    entries = serializers.IntegerField()
    rules_sha256 = serializers.CharField()
    seed = serializers.CharField()
    opened_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class RoundWrite(serializers.Serializer):
    """What an organiser sets on a draft."""

    kind = serializers.ChoiceField(choices=list(Kind))
    title = TextsSerializer()
    blind = serializers.BooleanField()
    marking = serializers.ChoiceField(choices=list(Marking))
    live = serializers.BooleanField()
    scale = ScaleSerializer()
    method = serializers.ChoiceField(choices=METHODS)
    method_parameters = serializers.DictField(child=serializers.JSONField())
    advance = serializers.IntegerField(min_value=1, max_value=10_000)
    city_least = serializers.IntegerField(min_value=1, max_value=1000, allow_null=True)
    city_most = serializers.IntegerField(min_value=1, max_value=1000, allow_null=True)
    reserve = serializers.IntegerField(min_value=0, max_value=1000)
    judges = serializers.ChoiceField(choices=list(Judges))
    entries_from = serializers.UUIDField(allow_null=True)
    per_entry = serializers.IntegerField(min_value=1, max_value=1000, allow_null=True)
    own_city = serializers.BooleanField()
    reassign = serializers.ChoiceField(choices=list(Reassign))
    missing_rule = serializers.ChoiceField(choices=list(MissingRule))
    marks_shown = serializers.ChoiceField(choices=list(MarksShown))
    motion_votes = serializers.ChoiceField(choices=list(MotionVotes))
    publication_level = serializers.ChoiceField(choices=list(PublicationLevel))
    planned_close_at = serializers.DateTimeField(allow_null=True)

    def values(self) -> dict[str, Any]:
        """As fields of the table; only what was sent."""
        given = dict(self.validated_data)
        scale = given.pop("scale", None)
        if "entries_from" in given:
            given["entries_from_id"] = given.pop("entries_from")
        named = {f"scale_{end}": value for end, value in (scale or {}).items()}
        return {**given, **named}


class RoundChange(RoundWrite):
    version = serializers.IntegerField(min_value=1)


class OpenSerializer(serializers.Serializer):
    """`entries`: codes; without it all admitted entries, in a final the finalists in force."""

    entries = serializers.ListField(child=serializers.CharField(max_length=16), required=False, allow_null=True)


class CloseSerializer(serializers.Serializer):
    """What to do while ballots are not sealed: refuse to close, or accept that they do not count."""

    missing = serializers.ChoiceField(choices=list(Missing), default=Missing.REFUSE)


class JurorProgressSerializer(serializers.Serializer):
    """How far a juror is. `done`: sheets complete or stood aside from."""

    user = serializers.UUIDField(source="user_id")
    name = serializers.CharField()
    city = serializers.CharField()
    sheets = serializers.IntegerField()
    done = serializers.IntegerField()
    sealed = serializers.BooleanField()
    seen_at = serializers.DateTimeField(allow_null=True)


class ProgressSerializer(serializers.Serializer):
    """How far the jury is. Nothing of what was voted."""

    state = serializers.ChoiceField(choices=list(State))
    entries = serializers.IntegerField()
    ballots = serializers.IntegerField()
    sealed = serializers.IntegerField()
    jurors = JurorProgressSerializer(many=True)
