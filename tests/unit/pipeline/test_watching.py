"""Files are given once they stand still, again when they change, and never touched."""

import os
from contextlib import suppress

import pytest

from marsad.domain.errors import InputError
from marsad.pipeline.watching import watch_folder


def looks(folder, *acts, once=False):
    """What each look gives, after each act."""
    pending = list(acts)

    def act(_seconds):
        if not pending:
            raise KeyboardInterrupt
        pending.pop(0)()

    found = []
    with suppress(KeyboardInterrupt):
        found += watch_folder(folder, every_s=0, once=once, sleep=act)
    return [[path.name for path in ready] for ready in found if ready]


def write(path, text, at):
    def act():
        path.write_text(text)
        os.utime(path, (at, at))

    return act


def nothing(): ...


def test_a_file_is_given_once_it_stands_still(tmp_path):
    file = tmp_path / "a.txt"
    acts = [write(file, "half", 1), write(file, "half a story", 2), nothing, nothing]
    assert looks(tmp_path, *acts) == [["a.txt"]]
    assert file.read_text() == "half a story"


def test_a_file_that_changed_is_given_again(tmp_path):
    file = tmp_path / "a.txt"
    write(file, "one", 1)()
    assert looks(tmp_path, nothing, write(file, "two", 2), nothing) == [["a.txt"], ["a.txt"]]


def test_what_was_there_is_given_in_order_and_hidden_files_are_not(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / ".part").mkdir()
    for name in ("b.txt", "a.txt", "in/c.txt", ".hidden", ".part/d.txt"):
        (tmp_path / name).write_text(name)
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    assert looks(tmp_path, nothing, once=True) == [["a.txt", "b.txt", "c.txt"]]


def test_a_file_that_goes_away_stops_nothing(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("x")
    assert looks(tmp_path, file.unlink, write(tmp_path / "b.txt", "y", 1), nothing) == [["b.txt"]]


def test_each_look_is_told_of_also_where_nothing_came(tmp_path):
    assert list(watch_folder(tmp_path, every_s=0, once=True)) == [[]]


def test_no_folder_is_said(tmp_path):
    with pytest.raises(InputError, match="no such folder"):
        looks(tmp_path / "nowhere", nothing)
