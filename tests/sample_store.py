"""The shipped sample as a store, of the claims that were last reviewed, so that nothing is read."""

import json
from collections import defaultdict
from importlib.resources import files
from pathlib import Path

from marsad.domain.reading import Reading
from marsad.domain.wire import claim_from_line
from marsad.intake import read_input
from marsad.pipeline.recording import update_store
from marsad.pipeline.settings import Settings
from marsad.store import Store

REVIEWED = Path(__file__).parent / "goldens" / "sample" / "claims.jsonl"


def make_sample_store(target, most=None):
    """Fill the store at a path or URL; its documents, claims and record are those of the sample, or of its first."""
    claims = defaultdict(list)
    for line in REVIEWED.read_text(encoding="utf-8").splitlines():
        claim = claim_from_line(json.loads(line))
        claims[claim.document].append(claim)
    documents, _ = read_input(files("marsad.sample").joinpath("dispatches.jsonl").read_bytes(), "dispatches.jsonl")
    with Store.open(target) as store:
        for document in documents[:most]:
            store.add_reading(document.text.encode(), Reading(document=document, claims=tuple(claims[document.id])))
        update_store(store, Settings())
