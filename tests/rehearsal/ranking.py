"""The board of a closed round against what we compute ourselves from the exported marks."""

from fractions import Fraction
from itertools import pairwise
from typing import Any

from tests.rehearsal import recompute
from tests.rehearsal.client import Client, NotHeld


def matches(organiser: Client, round_id: str) -> bool:
    """Both rankings of the board against our own computation, exact to the last fraction."""
    board = organiser.get(f"/api/v1/rounds/{round_id}/board")
    frozen = organiser.get(f"/api/v1/rounds/{round_id}/rules.json")["document"]
    weights = {one["key"]: one["weight"] for one in frozen["criteria"]}
    table = recompute.composites(organiser.get(f"/api/v1/rounds/{round_id}/marks.csv"), weights)
    own = {"adjusted": recompute.adjusted(table), "mean": recompute.means(table)}
    return all(
        {line["code"]: Fraction(line["exact"]) for line in board["methods"][method] if line["exact"]} == scores
        and _in_order(board["methods"][method], scores)
        for method, scores in own.items()
    )


def going_on(organiser: Client, round_id: str, *, gone: str = "") -> tuple[list[str], list[str]]:
    """(who goes on, the reserve) by the board and the round's settings, without `gone`, who withdrew: all who share the
    last place go on. NotHeld where there are too few for a reserve."""
    facts = organiser.get(f"/api/v1/rounds/{round_id}")
    lines = organiser.get(f"/api/v1/rounds/{round_id}/board")["ranking"]
    ranked = [line for line in lines if line["place"] and line["code"] != gone]
    last = ranked[min(facts["advance"], len(ranked)) - 1]["place"] if ranked else 0
    advancing = [line["code"] for line in ranked if line["place"] <= last]
    reserve = [line["code"] for line in ranked if line["place"] > last][: facts["reserve"]]
    if not gone and (len(advancing) < 2 or not reserve):
        raise NotHeld(f"{len(ranked)} entries have a place: too few for {facts['advance']} finalists and a reserve")
    return advancing, reserve


def _in_order(lines: list[dict[str, Any]], scores: dict[str, Fraction]) -> bool:
    """Places fall with the scores, and equal places only where scores are equal (ties may be broken either way)."""
    ranked = [line for line in lines if line["place"] is not None]
    pairs = pairwise(ranked)
    return all(
        scores[a["code"]] >= scores[b["code"]] and (a["place"] < b["place"] or scores[a["code"]] == scores[b["code"]])
        for a, b in pairs
    )
