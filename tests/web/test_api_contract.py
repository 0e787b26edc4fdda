"""The API keeps what its OpenAPI says, asked by schemathesis with made-up values; the run is bounded and repeatable."""

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings

schemathesis = pytest.importorskip("schemathesis")

UNSAID = {"positive_data_acceptance": {"expected-statuses": ["2xx", 400, 401, 403, 404, 409, 422]}}
"""400: a box whose west is beyond its east keeps to the schema, for no schema can say so; so with a decision's act."""
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
