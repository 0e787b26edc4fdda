"""The vendored database of advisories in, a service on this machine that answers pip-audit in the form of OSV out."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

from packaging.version import Version

DATABASE = "advisory-database.json"


def read_database(folder: Path) -> dict | None:
    """None where the folder holds none. A package that it names and has no record of was looked for."""
    file = folder / DATABASE
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else None


def known_of(database: dict, name: str, version: str) -> list[dict]:
    """The records whose ranges hold the version, in the form of OSV; a range without `fixed` has no end."""
    wanted = Version(version)
    return [_osv(name, one) for one in database["packages"].get(name, ()) if _affects(one["ranges"], wanted)]


def _affects(ranges: list[dict], version: Version) -> bool:
    return any(
        Version(one["introduced"]) <= version and ("fixed" not in one or version < Version(one["fixed"]))
        for one in ranges
    )


def _osv(name: str, record: dict) -> dict:
    events = [{key: bound} for one in record["ranges"] for key, bound in one.items()]
    affected = {
        "package": {"name": name, "ecosystem": "PyPI"},
        "ranges": [{"type": "ECOSYSTEM", "events": events}],
    }
    return {"id": record["id"], "aliases": record["aliases"], "affected": [affected]}


@contextmanager
def answering(database: dict) -> Iterator[str]:
    """The address at which the database answers on this machine alone, until the block ends."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            told = {"vulns": known_of(database, asked["package"]["name"], asked["version"])}
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(told).encode())

        def log_message(self, *_: object) -> None:
            """Nothing: the check tells what it found."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1/query"
    finally:
        server.shutdown()
        server.server_close()
