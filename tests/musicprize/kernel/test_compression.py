"""Text travels compressed to who asks for it; recordings never do, whatever a client accepts."""

import gzip

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory

from musicprize.kernel.middleware import CompressedText
from tests.factories.editions import make_edition

LONG = b"a page with many of the same words " * 100


def through(answer: HttpResponseBase) -> HttpResponseBase:
    request = RequestFactory().get("/", headers={"Accept-Encoding": "gzip, br"})
    return CompressedText(lambda _: answer)(request)


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/json", "application/problem+json"])
def test_text_is_compressed_and_says_so(kind: str) -> None:
    answer = through(HttpResponse(LONG, content_type=kind))
    assert isinstance(answer, HttpResponse)
    assert gzip.decompress(answer.content) == LONG
    assert len(answer.content) == int(answer["Content-Length"]) < len(LONG) / 5
    assert (answer["Content-Encoding"], "Accept-Encoding" in answer["Vary"]) == ("gzip", True)


@pytest.mark.parametrize("kind", ["audio/ogg", "audio/mp4", "application/pdf", "application/zip"])
def test_files_stay_as_they_are(kind: str) -> None:
    for answer in (HttpResponse(LONG, content_type=kind), StreamingHttpResponse([LONG], content_type=kind)):
        assert not through(answer).has_header("Content-Encoding")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/results/", "/api/v1/editions"])
def test_pages_and_api_are_compressed_only_for_who_asks(client: Client, path: str) -> None:
    make_edition()
    plain = client.get(path)
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert not plain.has_header("Content-Encoding")
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content)
