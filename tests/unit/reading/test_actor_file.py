"""A user's own actor file beside the packaged ones: it adds, it replaces, and what is wrong in it is named."""

import pytest

from marsad.domain.errors import SetupError
from marsad.reading.actor_file import load_actors

OWN = '[[actor]]\nid = "valley-guard"\nname = "Valley Guard"\nkind = "militia"\naliases = ["Guard of the Valley"]\n'


def test_packaged_actors_have_ids_of_their_own():
    actors = load_actors()
    assert len(actors) > 500
    assert len({actor.id for actor in actors}) == len(actors)


def test_an_own_actor_is_added(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    added = [actor for actor in load_actors([path]) if actor.id == "valley-guard"]
    assert [actor.aliases for actor in added] == [("Guard of the Valley",)]
    assert len(load_actors([path])) == len(load_actors()) + 1


def test_an_id_named_again_replaces_the_packaged_one(tmp_path):
    known = load_actors()[0]
    path = tmp_path / "own.toml"
    path.write_text(OWN.replace("valley-guard", known.id), encoding="utf-8")
    (now,) = [actor for actor in load_actors([path]) if actor.id == known.id]
    assert now.name == "Valley Guard"
    assert len(load_actors([path])) == len(load_actors())


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[[actor]\n", "own.toml is not TOML"),
        ('[[actor]]\nid = "x"\nkind = "militia"\n', "own.toml, actor 1 (x)"),
        ('[[actor]]\nid = "x"\nname = "X"\nkind = "army"\n', "own.toml, actor 1 (x)"),
        (OWN + '[[actor]]\nname = "Y"\n', "own.toml, actor 2 (no id)"),
        (OWN + "inter = 'two'\n", "own.toml, actor 1 (valley-guard)"),
    ],
)
def test_a_fault_names_the_file_the_actor_and_the_field(tmp_path, content, told):
    path = tmp_path / "own.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SetupError) as refused:
        load_actors([path])
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)


def test_an_empty_file_adds_nothing(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text("", encoding="utf-8")
    assert load_actors([path]) == load_actors()
