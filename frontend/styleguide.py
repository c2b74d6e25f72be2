"""Every component in every state on one page, for people who make pages. Routed in demo mode only."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe

from frontend.island_texts import UPLOAD, texts_for

CITIES = [
    ("luxembourg", "Luxembourg", 17),
    ("metz", "Metz", 11),
    ("saarbruecken", "Saarbrücken", 12),
    ("trier", "Trier", 8),
]
UPLOAD_STATES = [
    {"state": "empty"},
    {"state": "fingerprint", "message": "Reading the file…"},
    {"state": "uploading", "percent": 62, "message": "52.1 of 84.0 MB, 2 minutes left", "hint": UPLOAD["upload.kept"]},
    {
        "state": "retrying",
        "percent": 62,
        "message": "The connection is lost. Trying again, 3 of 8…",
        "hint": UPLOAD["upload.stay"],
    },
    {"state": "paused", "percent": 62, "message": "Paused. What was sent stays; go on whenever you like."},
    {"state": "resume", "percent": 62, "message": "Choose “Undertow-master.wav” again, 62 % is already here."},
    {"state": "elsewhere", "percent": 62, "message": UPLOAD["upload.elsewhere"]},
    {"state": "checking", "percent": 100, "message": "Arrived. Listening through the recording…"},
    {
        "state": "ready",
        "message": "The recording is sound. Length 4:13.",
        "findings": [{"severity": "note", "clock": "", "message": "Both channels carry the same sound (mono)."}],
    },
    {
        "state": "problem",
        "message": "The file is silent from 0:03 to its end. Please export it again and choose it here.",
        "findings": [
            {"severity": "refusal", "clock": "0:03", "at": "3.0", "until": "250.0", "message": "Silent to the end."}
        ],
    },
]
TASKS = [
    {"label": "About you", "url": "#tasks", "state": "done", "status": "Done", "hint": ""},
    {
        "label": "Eligibility",
        "url": "#tasks",
        "state": "progress",
        "status": "In progress",
        "hint": "Your link to one of the cities",
    },
    {
        "label": "Work 1",
        "url": "#tasks",
        "state": "problem",
        "status": "Problem",
        "hint": "The file is silent from 0:03",
    },
    {"label": "Work 2", "url": "#tasks", "state": "todo", "status": "To do", "hint": ""},
    {
        "label": "Check and send",
        "url": None,
        "state": "blocked",
        "status": "Cannot start yet",
        "hint": "Two tasks are still open",
    },
]
SUMMARY = [
    {"label": "Artist or ensemble", "value": "Velvet Quarry", "url": "#summary", "lang": "en"},
    {
        "label": "Biography",
        "value": "Two people, one modular synthesiser and the sounds of a quarry.\nAt home in Trier since 2014.",
        "url": "#summary",
    },
    {"label": "Technical sheet", "missing": True, "url": "#summary"},
]


def city_bars() -> SafeString:
    """Applications by city as the page's other plots are drawn: attributes and classes, never style."""
    rows = []
    for i, (key, name, n) in enumerate(CITIES):
        y = 8 + 36 * i
        rows.append(
            f'<text class="p-end" x="100" y="{y + 18}">{name}</text>'
            f'<rect class="p-bar" data-city="{key}" x="112" y="{y}" width="{n * 26}" height="26" rx="1"/>'
            f'<text class="p-value" x="{n * 26 + 122}" y="{y + 18}">{n}</text>'
        )
    svg = "".join(rows)
    title = "<title>Applications by city</title>"
    return mark_safe(f'<svg viewBox="0 0 620 152" role="img">{title}<path class="p-zero" d="M112 2v148"/>{svg}</svg>')


def context() -> dict[str, Any]:
    """What styleguide.html shows: invented but believable content, nobody's name."""
    return {
        "nav": [
            {"label": "Call", "url": "#top", "current": False},
            {"label": "My application", "url": "#top", "current": True},
            {"label": "Results", "url": "#top", "current": False},
        ],
        "cities": [{"key": key, "name": name} for key, name, _n in CITIES],
        "uploads": UPLOAD_STATES,
        "tasks": TASKS,
        "texts": texts_for("work"),
        "summary": SUMMARY,
        "problems": [
            {"message": "Write a biography of at most 1,000 characters", "target": "biography"},
            {"message": "Choose the city you belong to", "target": "city"},
        ],
        "city_options": [{"value": key, "label": name} for key, name, _n in CITIES],
        "genres": [
            {"value": "electronic", "label": "Electronic"},
            {"value": "contemporary", "label": "Contemporary", "hint": "Scored, improvised or both"},
            {"value": "audiovisual", "label": "Audiovisual"},
        ],
        "chosen": ["electronic"],
        "states": [
            ("todo", "To do"),
            ("progress", "In progress"),
            ("done", "Done"),
            ("problem", "Problem"),
            ("waiting", "Waiting to send"),
            ("blocked", "Cannot start yet"),
        ],
        "saves": [
            ("idle", "Everything you type is saved."),
            ("saving", "Saving…"),
            ("saved", "Saved 14:02"),
            ("offline", "Offline – not saved yet"),
            ("failed", "Not saved – try again"),
        ],
        "tabs": [
            {"label": "Open", "url": "#tabs", "current": True, "count": 31},
            {"label": "Scored", "url": "#tabs", "current": False, "count": 17},
            {"label": "All", "url": "#tabs", "current": False, "count": 48},
        ],
        "steps": [
            {"label": "Call", "state": "done", "note": "to 31 January"},
            {"label": "Screening", "state": "done", "note": "to 14 February"},
            {"label": "Jury", "state": "now", "note": "to 20 March"},
            {"label": "Final concert", "state": "later", "note": "8 April"},
        ],
        "plot": city_bars(),
        "columns": ["City", {"label": "Applications", "n": True}],
        "table_rows": [[name, n] for _key, name, n in CITIES],
        "scale": range(1, 11),
    }


def styleguide(request: HttpRequest) -> HttpResponse:
    """The page itself; add it to the URLs of the demo only."""
    return render(request, "styleguide.html", context())
