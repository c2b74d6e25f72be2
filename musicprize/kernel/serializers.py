"""Shapes that several rooms' APIs share."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from musicprize.kernel.texts import validate_texts


class TextsSerializer(serializers.JSONField):
    """{"de": …, "fr": …, "lb": …, "en": …}"""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs, validators=[validate_texts])


def checked(shape: type[serializers.Serializer], request: Request) -> dict[str, Any]:
    """The request's body in the given shape; DRF's ValidationError otherwise, which becomes a problem body."""
    given = shape(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)
