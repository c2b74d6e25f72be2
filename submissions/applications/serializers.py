"""Shapes of applications in the API."""

from typing import Any

from drf_spectacular.utils import inline_serializer
from rest_framework import serializers

from submissions.applications import rules
from submissions.applications.completeness import Status


class ApplicationFieldsSerializer(serializers.Serializer):
    """The fields that are saved as typed. Unfinished values are kept; wrong types and hidden characters are not."""

    language = serializers.ChoiceField(choices=rules.LANGUAGES, required=False)
    artist_name = serializers.CharField(required=False, allow_blank=True, max_length=120)
    ensemble = serializers.BooleanField(required=False)
    contact_name = serializers.CharField(required=False, allow_blank=True, max_length=120)
    phone = serializers.CharField(required=False, allow_blank=True, max_length=40)
    website = serializers.CharField(required=False, allow_blank=True, max_length=300)
    city = serializers.CharField(required=False, allow_blank=True, help_text="code of a city; empty for none")
    basis = serializers.ChoiceField(choices=rules.BASES, required=False, allow_blank=True)
    place_id = serializers.IntegerField(required=False, allow_null=True)
    place_name = serializers.CharField(required=False, allow_blank=True, max_length=120)
    place_listed = serializers.BooleanField(required=False)
    region_link = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    biography = serializers.CharField(required=False, allow_blank=True)
    motivation = serializers.CharField(required=False, allow_blank=True)
    project = serializers.CharField(required=False, allow_blank=True)
    rider_inputs = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    rider_power = serializers.CharField(required=False, allow_blank=True, max_length=300)
    rider_projection = serializers.CharField(required=False, allow_blank=True, max_length=300)
    rider_setup_minutes = serializers.IntegerField(required=False, allow_null=True)
    rider_people = serializers.IntegerField(required=False, allow_null=True)
    rider_notes = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    portrait_credit = serializers.CharField(required=False, allow_blank=True, max_length=200)
    portrait_alt = serializers.CharField(required=False, allow_blank=True, max_length=300)


class VersionsField(serializers.DictField):
    """{field: how often it was changed}; a field never saved is not in it."""

    child = serializers.IntegerField(min_value=0)


class ApplicationChangesSerializer(ApplicationFieldsSerializer):
    """Any of the fields, and the version of each that the change was made on."""

    versions = VersionsField(required=False)


class SavedApplicationSerializer(ApplicationFieldsSerializer):
    """The fields as they stand now (those sent, and those that followed), the versions of all, when."""

    versions = VersionsField()
    saved_at = serializers.DateTimeField()


class EnsembleMemberSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=120)
    role = serializers.CharField(required=False, allow_blank=True, max_length=120)
    email = serializers.EmailField(required=False, allow_blank=True)
    told_at = serializers.DateTimeField(read_only=True)


class EnsembleMembersSerializer(serializers.Serializer):
    members = EnsembleMemberSerializer(many=True)
    version = serializers.IntegerField(min_value=0)


class SavedMembersSerializer(serializers.Serializer):
    members = EnsembleMemberSerializer(many=True)
    version = serializers.IntegerField(min_value=0)
    saved_at = serializers.DateTimeField()


class ApplicationFileSerializer(serializers.Serializer):
    upload_id = serializers.UUIDField()
    file_name = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()


class ApplicationSerializer(ApplicationFieldsSerializer):
    """An application as its artist sees it."""

    id = serializers.UUIDField()
    edition = serializers.CharField()
    reference = serializers.CharField()
    state = serializers.ChoiceField(choices=[state.value for state in rules.State])
    members = EnsembleMemberSerializer(many=True)
    portrait = ApplicationFileSerializer(allow_null=True)
    rider_file = ApplicationFileSerializer(allow_null=True)
    consents = serializers.DictField(child=serializers.BooleanField())
    versions = VersionsField()
    created_at = serializers.DateTimeField()
    saved_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    reopened_sections = serializers.ListField(child=serializers.CharField())
    reopened_until = serializers.DateTimeField(allow_null=True)
    open_sections = serializers.ListField(child=serializers.CharField())
    may = serializers.ListField(child=serializers.CharField())
    sending_closes = serializers.DateTimeField()


class OwnApplicationSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    edition = serializers.CharField()
    edition_title = serializers.CharField()
    reference = serializers.CharField()
    state = serializers.CharField()
    artist_name = serializers.CharField()
    saved_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    closes_at = serializers.DateTimeField()


class BeginSerializer(serializers.Serializer):
    edition = serializers.SlugField()


class TaskProblemSerializer(serializers.Serializer):
    field = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()


class SectionTaskSerializer(serializers.Serializer):
    key = serializers.CharField()
    title = serializers.CharField()
    status = serializers.ChoiceField(choices=[status.value for status in Status])
    required = serializers.BooleanField()  # type: ignore[assignment]
    problems = TaskProblemSerializer(many=True)
    notes = serializers.ListField(child=serializers.CharField())


class SectionTasksSerializer(serializers.Serializer):
    tasks = SectionTaskSerializer(many=True)
    ready = serializers.BooleanField()


class ApplicationReceiptSerializer(serializers.Serializer):
    number = serializers.CharField()
    sha256 = serializers.CharField()
    issued_at = serializers.DateTimeField()
    url = serializers.CharField()
    pdf_url = serializers.CharField()
    document = serializers.DictField()


class SentApplicationSerializer(serializers.Serializer):
    receipt = ApplicationReceiptSerializer()


class WithdrawSerializer(serializers.Serializer):
    reference = serializers.CharField(max_length=40)


def listed(item: type[serializers.Serializer]) -> Any:
    """The shape of a list in the schema: pages by cursor, as everywhere; short lists have one page."""
    fields = {
        "next": serializers.CharField(allow_null=True),
        "previous": serializers.CharField(allow_null=True),
        "results": item(many=True),
    }
    return inline_serializer(f"{item.__name__.removesuffix('Serializer')}List", fields=fields)


def one_page(results: Any) -> dict[str, Any]:
    """A list that is always short enough for one page."""
    return {"next": None, "previous": None, "results": results}


def flat(document: Any) -> dict[str, Any]:
    """A document whose `fields` stand beside the rest, as the API shows them."""
    rest = {name: getattr(document, name) for name in document.__dataclass_fields__ if name != "fields"}
    return {**rest, **document.fields}
