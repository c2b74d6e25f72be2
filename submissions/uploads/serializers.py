"""Shapes of requests and answers of the upload protocol."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from submissions.uploads.rules import SIGN_AT_MOST, Purpose, State

SHA256 = r"^[0-9a-f]{64}\Z"


class WishSerializer(serializers.Serializer[Any]):
    """A file that somebody wants to send. `fingerprint`: 64 hex digits by which the client tells the file again."""

    purpose = serializers.ChoiceField([(p.value, p.value) for p in Purpose])
    target = serializers.UUIDField(help_text="the work (audio) or application (portrait, rider) that it is for")
    file_name = serializers.CharField(max_length=1000)
    size = serializers.IntegerField(max_value=2**53)
    content_type = serializers.CharField(max_length=100, allow_blank=True, default="")
    fingerprint = serializers.RegexField(SHA256)


class WantedPartSerializer(serializers.Serializer[Any]):
    """`md5` (base64) only where the store checks that (S3_CHECKSUM_MODE=md5)."""

    n = serializers.IntegerField()
    sha256 = serializers.RegexField(SHA256)
    md5 = serializers.RegexField(r"^[0-9A-Za-z+/]{22}==\Z", required=False, default="")


class SignSerializer(serializers.Serializer[Any]):
    parts = serializers.ListField(child=WantedPartSerializer(), min_length=1, max_length=SIGN_AT_MOST)

    def validate_parts(self, parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if len({part["n"] for part in parts}) != len(parts):
            raise serializers.ValidationError(_("Each part may be named once."), code="duplicate_part")
        return parts


class CompleteSerializer(serializers.Serializer[Any]):
    """`composite`: SHA-256 of the concatenated binary SHA-256 digests of parts 1 to n, hex."""

    composite = serializers.RegexField(SHA256)


class PartSerializer(serializers.Serializer[Any]):
    n = serializers.IntegerField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()


class ProblemSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    message = serializers.CharField()


class UploadSerializer(serializers.Serializer[Any]):
    """The state document."""

    id = serializers.UUIDField()
    purpose = serializers.CharField()
    target = serializers.UUIDField()
    state = serializers.ChoiceField([(s.value, s.value) for s in State])
    file_name = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField()
    part_size = serializers.IntegerField()
    part_count = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    parts = PartSerializer(many=True, help_text="those that arrived; told for a single open upload, not in lists")
    sha256 = serializers.CharField(help_text="of the whole file, once ready")
    failure = ProblemSerializer(allow_null=True)
    bad_parts = serializers.ListField(child=serializers.IntegerField())
    recording = serializers.JSONField(allow_null=True, help_text="for audio: what the measuring says so far")


class SignedPartSerializer(serializers.Serializer[Any]):
    """Where and how to PUT one part. `headers` have to be sent as they are."""

    n = serializers.IntegerField(source="number")
    method = serializers.CharField()
    url = serializers.CharField(help_text="absolute at a store, a path on our own host")
    headers = serializers.DictField(child=serializers.CharField())
    size = serializers.IntegerField()
    expires_in = serializers.IntegerField(help_text="seconds")


class SignedPartsSerializer(serializers.Serializer[Any]):
    parts = SignedPartSerializer(many=True)


class ReceivedSerializer(serializers.Serializer[Any]):
    """A part that our own host took in."""

    sha256 = serializers.CharField()
