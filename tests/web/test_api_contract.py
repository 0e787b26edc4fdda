"""The API keeps what its OpenAPI says, asked by schemathesis with made-up values; the run is bounded and repeatable."""

import json
import re
import shutil
from contextlib import suppress
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from sites import DAY, addresses_of, open_site

from marsad.domain.errors import InputError, NotFoundError
from marsad.domain.person import SiteRole
from marsad.domain.publication import Step
from marsad.pipeline.publishing import take_step
from marsad.store import Store
from marsad.store.publishing import public_ends

schemathesis = pytest.importorskip("schemathesis")

UNSAID = {"positive_data_acceptance": {"expected-statuses": ["2xx", 400, 401, 403, 404, 409, 422]}}
"""400: a box whose west is beyond its east keeps to the schema, for no schema can say so; so with a decision's act."""
MOST_OF_A_ROUTE = 2
EXAMPLES = 6
"""Questions an address."""


def test_answers_keep_to_the_schema(sample: TestClient):
    config = schemathesis.Config.from_dict({"checks": UNSAID})
    schema = schemathesis.openapi.from_asgi(
        "/api/v1/openapi.json", sample.app, config=config, headers={"host": "testserver"}
    )
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) > 15
    wrong = [f"{one.method} {one.path}: {fault}" for one in operations if (fault := _fault_of(one))]
    assert not wrong, "\n\n".join(wrong)


def asked_of(site):
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", site.app, headers={"host": "testserver"})


@pytest.fixture(scope="module")
def published(planted_settings, tmp_path_factory):
    """A site with everything there is: events and spells published, one of them withdrawn again."""
    db = shutil.copy(planted_settings.db, tmp_path_factory.mktemp("published") / "war.db")
    site = open_site(replace(planted_settings, db=db), demo=True, public=True)
    with Store.open(db) as store:
        record = store.record()
        for thing in (*record.events, *record.control):
            with suppress(InputError, NotFoundError):  # so few protected sources alone tell of it
                for step, person in ((Step.SUBMIT, "Hala"), (Step.APPROVE, "Omar"), (Step.PUBLISH, "Omar")):
                    take_step(store, step, thing.id, author=person, role=SiteRole.EDITOR)
        gone = next(iter(public_ends(store)))
        take_step(store, Step.WITHDRAW, gone, author="Omar", role=SiteRole.EDITOR, reason="wrong")
    return site


def addresses(site):
    """Every answer about everything there is, with the route that gives it."""
    paths = sorted(site.get("/api/v1/openapi.json").json()["paths"], key=lambda one: (one.count("{"), -len(one)))
    maps = ("events?box=30,30,45,40&zoom=6", "days", "list?box=30,30,45,40&zoom=6", f"control?on={DAY}", "key",
            f"areas?on={DAY}")  # fmt: skip
    public = [f"/public/api/v1/{one}" for one in ("events", "control", "tolls", "withdrawn", "method")]
    more = ["/api/v1/about", "/api/v1/review", "/api/v1/publishing", "/public/api/v1/events.geojson", *public]
    more += [f"/api/v1/map/{one}" for one in maps]
    for one in site.get("/public/api/v1/withdrawn").json()["items"]:
        more += [f"/public/api/v1/{name}/{one['id']}" for name in ("events", "control")]
    for name in ("events", "control"):
        more += [f"/public/api/v1/{name}/{one['id']}" for one in site.get(f"/public/api/v1/{name}").json()["items"]]
    more += ["/api/v1/actors/rebels", "/api/v1/actors/Air Force"]
    more += [f"/api/v1/map/held/{one['id']}?on={DAY}" for one in site.get("/api/v1/control").json()["items"]]
    for one in site.get("/api/v1/publishing").json()["items"]:
        more.append(f"/api/v1/publishing/{one['thing']}")
    for one in site.get("/api/v1/review").json()["queue"]:
        more += [f"/api/v1/review/{one}", f"/api/v1/map/card/{one}"]
    for address in (*addresses_of(site), *more):
        path = address.partition("?")[0]
        if path.startswith(("/api/", "/public/api/")) and path != "/api/v1/openapi.json":
            yield address, next(one for one in paths if re.fullmatch(re.sub(r"\{[^}]*\}", ".+", one), path))


def test_every_answer_is_of_the_shape_that_is_described(published):
    schema, seen = asked_of(published), {}
    for address, path in addresses(published):
        if len(seen.setdefault(path, [])) < MOST_OF_A_ROUTE:
            answer = published.get(address)
            schema[path]["GET"].validate_response(answer)
            seen[path].append(answer.status_code)
    described = {path for path, told in published.get("/api/v1/openapi.json").json()["paths"].items() if "get" in told}
    assert described == set(seen)
    assert 410 in (*seen["/public/api/v1/events/{thing}"], *seen["/public/api/v1/control/{thing}"])
    assert not [path for path, statuses in seen.items() if not {200, 410} & set(statuses)]


def test_an_answer_of_another_shape_would_be_caught(published):
    answer = published.get("/api/v1/events")
    schema = asked_of(published)["/api/v1/events"]["GET"]
    for wrong in ({"x": 1}, {"total": "many"}, {"items": [{"kind": "event"}]}):
        answer._content = json.dumps({**json.loads(answer.content), **wrong}).encode()
        with pytest.raises(BaseException, match=r"schema|distinct failures"):
            schema.validate_response(answer)


def test_the_description_is_whole(published):
    told = published.get("/api/v1/openapi.json").json()
    named = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(told)))
    assert named <= set(told["components"]["schemas"])
    for path, methods in told["paths"].items():
        for method, one in methods.items():
            assert "$ref" in next(iter(one["responses"]["200"]["content"].values()))["schema"], (method, path)
            asked = one.get("parameters", ())
            assert not [each["name"] for each in asked if not each.get("description")], path
    asked = told["paths"]["/api/v1/events"]["get"]["parameters"]
    examples = {each["name"] for each in asked if "examples" in each["schema"]}
    assert examples >= {"since", "until", "place", "actor", "type", "grade", "source"}


WITHOUT_TWIN = {
    "/live": "it is asked by pages while they are open", "/static/drawn.css": "no record",
    "/documents/{document}/original": "the bytes themselves", "/sitrep/{day}.md": "the report as Markdown",
    "/tolls.csv": "/api/v1/tolls as CSV", "/public": "its parts: events, control, tolls, withdrawn, method",
    "/report": "what is handed in is never shown", "/report/{thing}": "as /report",
    **dict.fromkeys(("/sign-in", "/account", "/people"), "people of the site, whom no key may see"),
}  # fmt: skip


def test_every_page_has_a_twin_or_a_reason(published):
    routes = [one for router in published.app.state.routers for one in router.routes if "GET" in one.methods]
    paths = {one.path.replace(":path}", "}") for one in routes}
    pages = {path for path in paths if not path.startswith(("/api/", "/public/api/"))}
    lacking = {
        path for path in pages - set(WITHOUT_TWIN)
        if f"/api/v1{'/situation' if path == '/' else path}" not in paths
        and path.replace("/public/", "/public/api/v1/") not in paths
    }  # fmt: skip
    assert lacking == set()


def test_what_is_published_leads_to_the_method(published):
    (item, *_) = published.get("/public/api/v1/events").json()["items"]
    assert published.get(item["method"]).status_code == 200
    assert "civilian" in published.get(item["method"]).text
    assert item["method"] in published.get(f"/public/events/{item['id']}").text
    terms = [term for one in published.get("/public/api/v1/method").json()["method"] for term in one["terms"]]
    assert {"civilian", "combatant", "event"} <= set(terms)


def _fault_of(operation) -> str:
    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def ask(case):
        case.call_and_validate(headers={"host": "testserver"})

    try:
        ask()
    except BaseExceptionGroup as group:
        return " | ".join(str(one) for one in group.exceptions)
    except Exception as error:  # noqa: BLE001  # whatever it is, it is said
        return f"{type(error).__name__}: {error}"
    return ""


def test_an_answer_that_is_known_is_not_sent_again(sample: TestClient):
    first = sample.get("/api/v1/events")
    tag = first.headers["etag"]
    again = sample.get("/api/v1/events", headers={"if-none-match": f'"other", W/{tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert again.headers["x-content-type-options"] == "nosniff"
    other = sample.get("/api/v1/events?page=2", headers={"if-none-match": tag})
    assert other.status_code == 200
    assert sample.get("/api/v1/events/none", headers={"if-none-match": "*"}).status_code == 404


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/v1/events/none", 404, "not-found"),
        ("/api/v1/nothing", 404, "not-found"),
        ("/api/v1/events?page=0", 422, "bad-question"),
        ("/api/v1/map/events?box=9", 400, "bad-question"),
    ],
)
def test_what_is_wrong_is_a_problem_with_a_stable_code(sample: TestClient, path, status, code):
    answer = sample.get(path)
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert (told["status"], told["code"], told["type"]) == (status, code, "about:blank")
    assert told["detail"]
    assert "etag" not in answer.headers
