"""What `make testpostgres` passes over is there, and is named with its reason."""

import re
import tomllib
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
PARTS = tomllib.loads((TESTS / "of_a_file.toml").read_text("utf-8"))["parts"]


@pytest.fixture(scope="module")
def names():
    """Modules by their paths, and the tests in them."""
    modules = {path: path.read_text("utf-8") for path in TESTS.rglob("test_*.py")}
    paths = "\n".join(path.relative_to(TESTS).as_posix() for path in modules)
    return paths + "\n" + "\n".join(re.findall(r"^def (test_\w+)", "\n".join(modules.values()), re.MULTILINE))


@pytest.mark.parametrize("part", PARTS)
def test_what_is_passed_over_on_a_server_is_a_test_and_says_why(part, names):
    assert part.partition("[")[0] in names, f"{part}: no test is called so. Mend: take it out of tests/of_a_file.toml"
    assert len(PARTS[part].split()) >= 4
