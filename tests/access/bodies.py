"""What a client would really send to each writing operation, so that a refusal is about the person, not the body."""

from datetime import timedelta
from typing import Any

from musicprize.kernel import clock
from tests.access.world import World
from tests.factories.editions import in_all

HEX = "0" * 64


def bodies(world: World) -> dict[str, Any]:
    """{operation: body}; an operation that is not here is sent an empty object."""
    facts, stranger = world.facts, world.people["stranger"]
    assert stranger
    version = world.jury.sheet(world.jury.jurors[0], world.jury.entries[0]).version
    city = world.application.city
    return {
        "POST api-invitations": {
            "email": "new@example.org", "name": "New", "language": "en", "role": "juror",
            "city": city.code if city else None,
        },
        "POST api-witnesses": {
            "email": "outside@example.org", "language": "de", "city": city.code if city else None,
        },
        "POST api-grants": {"user": str(stranger.pk), "role": "chair"},
        "POST api-grants-revoke": {"user": str(world.jury.jurors[2].pk), "role": "juror"},
        "POST api-editions": _edition(),
        "PATCH api-editions-one": {"summary": in_all("Changed."), "version": world.jury.edition.version},
        "PUT api-editions-prizes": [{"kind": "main", "title": in_all("Prize"), "amount_cents": 1}],
        "PUT api-editions-consents": [
            {"purpose": "rules", "required": True, "title": in_all("Rules"), "text": in_all("I agree.")}
        ],
        "POST api-applications-list": {"edition": facts["slug"]},
        "PATCH api-applications-one": {"biography": "Another one.", "versions": {"biography": 0}},
        "PUT api-applications-members": {"members": [], "version": 0},
        "PUT api-applications-consents": {"excerpt": True},
        "POST api-applications-withdraw": {"reference": world.application.reference},
        "POST api-screening-ask": {
            "sections": ["about"], "until": (clock.now() + timedelta(days=3)).isoformat(), "message": "Why?",
        },
        "POST api-screening-refuse": {"reason": "outside_region", "message": ""},
        "POST api-screening-eligibility": {"eligible": True, "reason": "Known."},
        "PATCH api-works-one": {"title": "Another", "versions": {"title": 0}},
        "POST api-uploads-list": {
            "purpose": "audio", "target": str(facts["work_id"]), "file_name": "a.wav", "size": 1000,
            "content_type": "audio/wav", "fingerprint": HEX,
        },
        "POST api-uploads-sign": {"parts": [{"n": 1, "sha256": HEX}]},
        "POST api-uploads-complete": {"composite": HEX},
        "POST api-rounds": {"title": in_all("Another"), "kind": "final"},
        "PATCH api-rounds-one": {"title": in_all("Another"), "version": world.jury.round.version},
        "PUT api-rounds-criteria": [{"key": "music", "title": in_all("Music"), "weight": 1}],
        "POST api-ties-register": {"name": "Somebody", "whom": "person", "tie": "pupil"},
        "POST api-ties-answer": {"ties": True},
        "POST api-ties-named": {"juror": str(world.jury.jurors[0].pk), "tie": "teacher", "words": "Known."},
        "POST api-ties-lift": {"reason": "A mistake."},
        "POST api-ties-hints": {
            "juror": str(world.jury.jurors[0].pk), "application": str(world.jury.entries[0].pk), "hint": "name",
            "binding": False, "reason": "Only the same first name.",
        },
        "POST api-assignments-add": {"juror": str(world.jury.jurors[0].pk), "entry": world.jury.entries[0].code},
        "POST api-assignments-remove": {"juror": str(world.jury.jurors[0].pk), "entry": world.jury.entries[0].code},
        "POST api-assignments-stead": {"entry": world.jury.entries[0].code},
        "POST api-panel-replace": {
            "leaves": str(world.jury.jurors[0].pk), "comes": str(world.jury.jurors[1].pk), "reason": "Ill.",
        },
        "PATCH api-sheets-mark": {"marks": {"music": 500}, "note": "x", "version": version},
        "POST api-sheets-complete": {"version": version},
        "POST api-ballot-reopen": {"reason": "A slip."},
        "POST api-sheets-show": {"version": version},
        "POST api-sheets-reopen": {"version": version},
        "POST api-sheets-recuse": {"kind": "conflict"},
        "POST api-sheets-listening": {"work": 1, "heard": [[0, 1000]], "position_ms": 1000},
        "POST api-table-shortlist": {"code": facts["code"], "version": 2},
        "POST api-table-move": {"way": "up", "version": 2},
        "PUT api-table-note": {"note": "Again.", "version": 2},
        "POST api-table-take-off": {"version": 2},
        "POST api-table-tie": {"order": [facts["code"]], "reasons": in_all("The stronger piece.")},
        "POST api-table-motions": {"text": "We take four.", "language": "en"},
        "POST api-table-vote": {"choice": "yes"},
        "POST api-minutes": {"held_at": clock.now().isoformat(), "place": "Metz"},
        "POST api-decisions-replace": {"entry": facts["code"], "reasons": in_all("Withdrawn.")},
        "POST api-decisions": {
            "kind": "finalists", "round": str(facts["round_id"]), "entries": [world.jury.entries[1].code],
            "reasons": in_all("Good."),
        },
        "PUT api-live-running": {"codes": [facts["code"]]},
        "POST api-live-call": {"code": facts["code"]},
        "POST api-live-finish": {"code": facts["code"]},
        "POST api-paper": {"juror": "J01", "entry": facts["code"], "marks": {"music": 700, "innovation": 700}},
        "POST api-paper-seal": {"juror": "J01"},
        "PUT api-publications-notes": {"notes": {}},
        "POST api-publications": {
            "kind": "finalists", "embargo_at": (clock.now() + timedelta(days=3)).isoformat(),
        },
    }  # fmt: skip


def _edition() -> dict[str, Any]:
    now = clock.now()
    days = {"opens_at": 1, "closes_at": 2, "screening_until": 3, "finalists_at": 4, "final_at": 5}
    dates = {name: (now + timedelta(days=number)).isoformat() for name, number in days.items()}
    return {"slug": "another", "year": now.year + 1, "title": in_all("Another"), "host_city": "lux", **dates}
