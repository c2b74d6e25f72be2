"""The receipt as a tagged PDF, typeset by Typst. Same receipt, same language: same bytes. Takes about 0.1 s; never
inside a transaction."""

import json
import re
from pathlib import Path
from typing import Any, Final

import typst
from django.template.defaultfilters import filesizeformat
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from musicprize.kernel.texts import in_language
from submissions.applications.completeness import title_of
from submissions.applications.queries import ReceiptDocument

TEMPLATE: Final = Path(__file__).with_name("receipt.typ")
WRITTEN: Final = ("biography", "motivation", "project", "region_link")


class CannotTypeset(Exception):
    """Typst refused the receipt; a defect of ours."""


def typeset(receipt: ReceiptDocument, *, language: str, edition_titles: dict[str, str] | None = None) -> bytes:
    """The PDF (PDF/UA-1) in `language`. CannotTypeset when Typst reports an error."""
    with translation.override(language):
        data = _data(receipt, language, edition_titles or {})
    try:
        made = typst.compile(
            str(TEMPLATE),
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            pdf_standards=["ua-1"],
            timestamp=int(receipt.issued_at.timestamp()),
        )
    except typst.TypstError as problem:
        raise CannotTypeset(str(problem)) from problem
    return bytes(made)


def _data(receipt: ReceiptDocument, language: str, titles: dict[str, str]) -> dict[str, Any]:
    document = receipt.document
    return {
        "language": language,
        "number": receipt.number,
        "sha256": receipt.sha256,
        "edition": in_language(titles, language) or _("QuattroPole Music Prize"),
        "texts": _texts(),
        "facts": _facts(receipt),
        "works": [
            {
                "number": str(work["number"]),
                "title": breakable(work["title"]),
                "year": _("in progress") if work["in_progress"] else str(work["year"]),
            }
            for work in document["works"]
        ],
        "files": [
            {
                "what": file_label(file["what"]),
                "name": breakable(file["name"]),
                "size": filesizeformat(file["bytes"]),
                "sha256": file["sha256"],
            }
            for file in document["files"]
        ],
        "written": [
            {"what": _label(name), "sha256": found["sha256"], "characters": str(found["characters"])}
            for name in WRITTEN
            if (found := document["texts"].get(name))
        ],
    }


def _facts(receipt: ReceiptDocument) -> list[dict[str, str]]:
    sent = timezone.localtime(receipt.issued_at)
    facts = {
        _("Reference"): receipt.document["reference"],
        _("Receipt"): receipt.number,
        _("Artist"): breakable(receipt.document["artist"]),
        _("Received"): date_format(sent, "DATETIME_FORMAT"),
    }
    return [{"label": label, "value": value} for label, value in facts.items()]


def _texts() -> dict[str, str]:
    return {
        "title": _("Receipt of your application"),
        "intro": _(
            "We have received the application that is described here. This receipt proves what was sent and when. "
            "Please keep it."
        ),
        "sending": _("What was sent"),
        "works": _("Works"),
        "number": _("No."),
        "work_title": _("Title"),
        "year": _("Year"),
        "files": _("Files"),
        "files_intro": _(
            "The long number is the file's SHA-256 digest. Any program that computes SHA-256 gives the same number "
            "for the same file on your own computer."
        ),
        "what": _("What"),
        "file_and_digest": _("File name and SHA-256"),
        "size": _("Size"),
        "written": _("Texts"),
        "digest": _("SHA-256"),
        "characters": _("Characters"),
        "proof": _("Digest of this receipt"),
        "proof_intro": _(
            "SHA-256 of the receipt's own canonical record. The same number stands in the ledger of the prize."
        ),
    }


def breakable(text: str) -> str:
    """The text with places to break (zero-width spaces) inside words of more than 24 characters, so that no file name
    runs over the edge of the page."""
    return re.sub(r"(\S{24})(?=\S)", "\\1\u200b", text)


def file_label(what: str) -> str:
    """ "work-1" → "Work 1", "rider" → "Technical rider"."""
    return str(title_of(what))


def _label(name: str) -> str:
    return {
        "biography": _("Biography"),
        "motivation": _("Motivation"),
        "project": _("Project"),
        "region_link": _("Link to the region"),
    }[name]
