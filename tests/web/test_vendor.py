"""The files of others that are carried are those that were looked at, each with its licence beside it."""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_each_file_has_the_hash_that_the_list_names():
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "vendor.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_no_file_of_others_is_carried_unlisted():
    packages = tomllib.loads((ROOT / "tools" / "vendor.toml").read_text("utf-8"))["package"]
    listed = {file["to"] for package in packages for file in package["file"]}
    folder = ROOT / "src" / "marsad" / "web" / "static" / "map" / "vendor"
    there = {path.relative_to(ROOT).as_posix() for path in folder.iterdir() if "LICENSE" not in path.name}
    assert there <= listed
