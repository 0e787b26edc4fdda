"""The name of an answer's shape in, what a route says of its answers out; the shapes themselves are in `shapes`."""

from typing import Any

from marsad.domain.vocabulary import JudgementKind

Responses = dict[int | str, dict[str, Any]]
JSON, CSV, GEOJSON = "application/json", "text/csv", "application/geo+json"
ETAG = {"description": "Of these bytes; send it back as If-None-Match.", "schema": {"type": "string"}}
NEXT = {"description": "Where the list goes on, rel=next (RFC 8288).", "schema": {"type": "string"}}
SAME: Responses = {304: {"description": "What was asked for by If-None-Match is as it was; there is no body."}}


def told(name: str, *, csv: bool = False, form: str = JSON, status: int = 200) -> Responses:
    """An answer of that shape, which is CSV too for whoever asks for it."""
    content: dict[str, Any] = {form: {"schema": {"$ref": f"#/components/schemas/{name}"}}}
    headers = {"ETag": ETAG} if status == 200 else {}
    if csv:
        content[CSV] = {"schema": {"type": "string", "description": "A row of names, then a row a thing (RFC 4180)."}}
        headers |= {"Link": NEXT}
    said = {"description": f"{name}.", "content": content, "headers": headers}
    return {status: said} | (SAME if status == 200 else {})


DECISION: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "required": ["version", "act"],
                    "properties": {
                        "version": {"type": "string", "description": "That of the event, as it was asked for."},
                        "act": {"type": "string", "enum": [*JudgementKind, "accept_all"]},
                        "claim": {"type": "string", "description": "Which of its claims is decided on."},
                        "other": {"type": "string", "description": "With `same`: the id of the other event."},
                        "because": {"type": "string", "maxLength": 1_000},
                    },
                    "additionalProperties": {"type": "string"},
                }
            }
        },
    }
}
"""What a decision is made of; with `correct` each further field is one of the claim's."""
