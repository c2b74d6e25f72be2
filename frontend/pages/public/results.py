"""Published results. Before the embargo there is nothing: not in the list, and no page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jury.publication import queries
from jury.publication.queries import PublicResult
from musicprize.editions import queries as editions
from musicprize.editions.queries import CityFact
from musicprize.kernel import clock
from musicprize.kernel.texts import in_language

Document = dict[str, Any]


def results(request: HttpRequest) -> HttpResponse:
    """All editions with something published, newest first."""
    lines = [_line(found.document, found.kind, found.edition) for found in queries.published(clock.now())]
    return render(request, "pages/public/results.html", {"lines": lines})


def _line(document: Document, kind: str, slug: str) -> Document:
    names = {entry["code"]: entry["artist"] for entry in document["entries"]}
    wanted = "winner" if kind == "results" else "finalists"
    named = [names[code] for one in document["decisions"] if one["kind"] == wanted for code in one["entries"]]
    return {"slug": slug, "kind": kind, "titles": document["titles"], "year": document["year"], "names": named}


def result(request: HttpRequest, slug: str) -> HttpResponse:
    """Winners per prize, finalists, the jury's reasons, and what may be heard. NotFound before the embargo."""
    return render(request, "pages/public/result.html", shown(queries.public_result(slug, at=clock.now())))


def shown(found: PublicResult) -> Document:
    """The context of a result's page; the desk's preview shows the same."""
    cities = {city.code: city for city in editions.cities()}
    entries = {one["code"]: _entry(one, found, cities) for one in found.document["entries"]}
    decisions = [_decision(one, entries) for one in found.document["decisions"]]
    awards = [one for one in decisions if one["kind"] != "finalists"]
    prized = {entry["code"] for one in awards for entry in one["entries"]}
    finalists = next((one for one in decisions if one["kind"] == "finalists"), None)
    return {
        "result": found,
        "document": found.document,
        "host": cities.get(found.document["host_city"]),
        "awards": awards,
        "finalists": finalists,
        "others": [one for one in finalists["entries"] if one["code"] not in prized] if finalists else [],
        "hashes": decisions,
        "ties": [{**one, "reason": in_language(one["reasons"])} for one in found.document.get("ties", [])],
        "bundles": [_bundle(one, entries) for one in found.document.get("bundles", [])],
    }


def _bundle(one: Document, entries: dict[str, Document]) -> Document:
    """With the artists beside their numbers in the bundle."""
    numbers = one["numbers"].items()
    named = [{"artist": entries[code]["artist"], "number": number} for code, number in numbers if code in entries]
    return {**one, "named": named}


def _entry(entry: Document, found: PublicResult, cities: dict[str, CityFact]) -> Document:
    works = [_work(work, found) for work in entry["works"]]
    website = entry["website"] if entry["website"].lower().startswith(("https://", "http://")) else ""
    portrait = found.portraits.get(entry["code"])
    picture = f"/api/v1/results/{found.edition}/entries/{entry['code']}/portrait" if portrait else ""
    return {
        **entry,
        "picture": picture,
        "portrait_size": portrait,
        "website": website,
        "city_fact": cities.get(entry["city"] or ""),
        "works": works,
    }


def _work(work: Document, found: PublicResult) -> Document:
    length = found.excerpts_ms.get(work["id"])
    audio = f"/api/v1/results/{found.edition}/works/{work['id']}/audio" if length is not None else ""
    whole = length is not None and (work["duration_ms"] or 0) <= length + 1000
    return {**work, "audio": audio, "seconds": (length or 0) / 1000, "length_ms": length, "whole": whole}


def _decision(one: Document, entries: dict[str, Document]) -> Document:
    reason = in_language(one["reasons"])
    return {**one, "entries": [entries[code] for code in one["entries"] if code in entries], "reason": reason}
