"""How a page brings its scripts: the data block of translated texts and the bundle of its group."""

from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.templatetags.static import static
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString

from frontend.island_texts import texts_for

register = template.Library()


class Compact(DjangoJSONEncoder):
    """Without a space between values: what a script reads needs none, and a page of 600 sheets holds ten thousand."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "separators": (",", ":")})


@register.filter
def data_block(value: Any, name: str) -> SafeString:
    """A value as JSON in the page, for its script: <script id="name" type="application/json">."""
    return json_script(value, name, encoder=Compact)


@register.simple_tag(takes_context=True)
def island_bundle(context: dict[str, Any], name: str) -> SafeString:
    """The data block id="texts" and the deferred script of one bundle; once a page.

    `texts` in the context (dict of key → sentence) adds what only this page says.
    """
    texts = data_block(texts_for(name, context.get("texts")), "texts")
    return format_html('{}\n<script defer src="{}"></script>', texts, static(f"{name}.js"))


@register.filter
def rest(percent: float | int | None) -> str:
    """100 minus the percentage: the width of a meter's cover, so that no style attribute is needed."""
    return f"{100 - max(0.0, min(100.0, float(percent or 0))):g}"


@register.filter
def megabytes(size: int | None) -> float:
    """Bytes as decimal megabytes, for floatformat."""
    return (size or 0) / 1_000_000
