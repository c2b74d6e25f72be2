"""Sending a file by the part protocol, and waiting until the platform has listened to it."""

import hashlib
import time
from pathlib import Path
from typing import Any

from tests.rehearsal.client import Client, NotHeld

PATIENCE_S = 900.0


def upload(client: Client, path: Path, *, target: str, purpose: str = "audio") -> None:
    """Begin, sign, send all parts, complete; returns when the platform has checked every byte.

    `target`: the work, or for a portrait or rider the application.
    """
    data = path.read_bytes()
    whole = hashlib.sha256(data).hexdigest()
    wish = {
        "purpose": purpose, "target": target, "file_name": path.name, "size": len(data),
        "content_type": "application/octet-stream", "fingerprint": whole,
    }  # fmt: skip
    state = client.post("/api/v1/uploads", wish)
    size = state["part_size"]
    parts = [data[start : start + size] for start in range(0, len(data), size)]
    digests = [hashlib.sha256(part).hexdigest() for part in parts]
    wanted = [{"n": n, "sha256": digest} for n, digest in enumerate(digests, start=1)]
    for start in range(0, len(wanted), 20):
        signed = client.post(f"/api/v1/uploads/{state['id']}/parts/sign", {"parts": wanted[start : start + 20]})
        for one in signed["parts"]:
            client.upload_part(one, parts[one["n"] - 1])
    composite = hashlib.sha256(b"".join(bytes.fromhex(digest) for digest in digests)).hexdigest()
    client.post(f"/api/v1/uploads/{state['id']}/complete", {"composite": composite})
    found = _verified(client, state["id"])
    if found["sha256"] != whole:
        raise NotHeld(f"{path.name}: the platform says SHA-256 {found['sha256']}, the file has {whole}")


def listened(client: Client, work: str) -> dict[str, Any]:
    """The recording's document once there is a verdict, and for a sound one a rendition to play."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        recording = client.get(f"/api/v1/works/{work}")["recording"]
        if recording and recording["state"] in ("refused", "parked"):
            return dict(recording)
        if recording and recording["state"] == "ready" and recording["playable"]:
            return dict(recording)
        time.sleep(1.0)
    raise NotHeld(f"work {work}: no verdict within {PATIENCE_S:.0f} s")


def _verified(client: Client, upload_id: str) -> dict[str, Any]:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        state = client.get(f"/api/v1/uploads/{upload_id}")
        if state["state"] == "ready":
            return dict(state)
        if state["state"] not in ("open", "completing", "verifying"):
            raise NotHeld(f"upload {upload_id} ended {state['state']}: {state.get('failure')}")
        time.sleep(0.3)
    raise NotHeld(f"upload {upload_id} was not verified within {PATIENCE_S:.0f} s")
