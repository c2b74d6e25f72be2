"""Shapes of works in the API."""

from typing import Any

from rest_framework import serializers

from submissions.applications.serializers import VersionsField
from submissions.works.queries import WorkDocument


class WorkFieldsSerializer(serializers.Serializer):
    """The fields that are saved as typed."""

    title = serializers.CharField(required=False, allow_blank=True, max_length=200)
    title_language = serializers.CharField(required=False, allow_blank=True, max_length=8, help_text="BCP 47")
    year = serializers.IntegerField(required=False, allow_null=True, min_value=1900, max_value=2200)
    in_progress = serializers.BooleanField(required=False)
    contributors = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    description = serializers.CharField(required=False, allow_blank=True, max_length=4000)
    start_cue_ms = serializers.IntegerField(required=False, allow_null=True, min_value=0)
    video_url = serializers.CharField(required=False, allow_blank=True, max_length=300)
    isrc = serializers.CharField(required=False, allow_blank=True, max_length=15)


class WorkChangesSerializer(WorkFieldsSerializer):
    """Any of the fields, and the version of each that the change was made on."""

    versions = VersionsField(required=False)


class SavedWorkSerializer(WorkFieldsSerializer):
    versions = VersionsField()
    saved_at = serializers.DateTimeField()


class AudioFindingSerializer(serializers.Serializer):
    """Something heard in the file. Times in milliseconds from its start; null: all of it."""

    code = serializers.CharField()
    severity = serializers.CharField()
    at_ms = serializers.IntegerField(allow_null=True)
    until_ms = serializers.IntegerField(allow_null=True)
    message = serializers.CharField()


class AudioFactSerializer(serializers.Serializer):
    """One figure of the file in words, in the reader's language."""

    label = serializers.CharField()  # type: ignore[assignment]  # a field of that name, not the field's own label
    value = serializers.CharField()
    note = serializers.CharField()


class WorkRecordingSerializer(serializers.Serializer):
    """What became of the file. Levels in LUFS and dBTP; `gain_db`: what the jury hears it changed by."""

    state = serializers.ChoiceField(choices=["queued", "running", "ready", "refused", "parked"])
    percent = serializers.IntegerField()
    code = serializers.CharField()
    message = serializers.CharField()
    duration_ms = serializers.IntegerField(allow_null=True)
    container = serializers.CharField()
    codec = serializers.CharField()
    sample_rate = serializers.IntegerField(allow_null=True)
    channels = serializers.IntegerField(allow_null=True)
    bit_depth = serializers.IntegerField(allow_null=True)
    loudness = serializers.FloatField(allow_null=True)
    loudness_range = serializers.FloatField(allow_null=True)
    true_peak = serializers.FloatField(allow_null=True)
    gain_db = serializers.FloatField(allow_null=True)
    facts = AudioFactSerializer(many=True)
    findings = AudioFindingSerializer(many=True)
    drawable = serializers.BooleanField(help_text="there is a waveform")
    playable = serializers.BooleanField()
    film = serializers.BooleanField(help_text="its picture can be watched where a round is not blind")
    held_up = serializers.BooleanField(help_text="the copy could not be made; organisers see to it")


class WorkAudioSerializer(serializers.Serializer):
    upload_id = serializers.UUIDField()
    file_name = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()


class WorkDocumentSerializer(WorkFieldsSerializer):
    """A work with its file and what became of it."""

    id = serializers.UUIDField()
    application_id = serializers.UUIDField()
    position = serializers.IntegerField()
    versions = VersionsField()
    saved_at = serializers.DateTimeField()
    audio = WorkAudioSerializer(allow_null=True)
    recording = WorkRecordingSerializer(allow_null=True)


class WorkPlaySerializer(serializers.Serializer):
    """An address that plays for `expires_in` seconds. `gain_db`: already applied, the same for the whole entry;
    `undo_db`: what a player adds to play it as loud as it was delivered. `copies`: the codecs that may be asked for."""

    url = serializers.CharField()
    expires_in = serializers.IntegerField()
    content_type = serializers.CharField()
    gain_db = serializers.FloatField()
    undo_db = serializers.FloatField()
    duration_ms = serializers.IntegerField()
    codec = serializers.CharField()
    copies = serializers.ListField(child=serializers.CharField())


class TriedAgainSerializer(serializers.Serializer):
    """How many parked rows of the queue got new attempts."""

    rows = serializers.IntegerField()


def flat(document: WorkDocument) -> dict[str, Any]:
    """A work whose fields stand beside the rest."""
    rest = {name: getattr(document, name) for name in document.__dataclass_fields__ if name != "fields"}
    return {**rest, **document.fields}
