"""An invariant: what was published and bundled is still what it was."""

import io
import json
import zipfile
from collections.abc import Iterator
from hashlib import sha256

from jury.publication.models import Bundle, Publication
from musicprize.kernel.canonical import digest
from musicprize.ledger import queries as ledger


def problems() -> Iterator[str]:
    """Snapshots and bundles have their hashes; a bundle's files are those that its act in the ledger names."""
    for row in Publication.objects.order_by("prepared_at").iterator():
        if digest(row.snapshot) != row.sha256:
            yield f"publication {row.pk}: its snapshot was changed"
    for bundle in Bundle.objects.order_by("made_at").iterator():
        yield from (f"bundle of round {bundle.round_id}: {problem}" for problem in _of_bundle(bundle))


def _of_bundle(row: Bundle) -> Iterator[str]:
    data = bytes(row.archive)
    if sha256(data).hexdigest() != row.sha256:
        yield "its bytes were changed"
        return
    act = ledger.act_with_hash(row.head)
    if act is None:
        yield "its head is not in the ledger"
        return
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        files = {name: sha256(packed.read(name)).hexdigest() for name in packed.namelist() if name != "head.txt"}
        head = packed.read("head.txt").decode()
    if files != json.loads(act.document)["facts"].get("files"):
        yield "its files are not those that the ledger names"
    if head.split("\n")[0] != row.head:
        yield "its head.txt names another head"
