"""Whatever is done to a release on its way, the one file that checks it finds it, and says what and where."""

import json
import shutil
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from nacl.signing import SigningKey

from marsad.export.release import write_manifest
from marsad.pipeline import verify_release
from marsad.pipeline.releasing import ZIP_DAY, sign_files, write_folder, write_zip
from marsad.pipeline.verify_release import check_release

KEY, OTHER = SigningKey(bytes(range(32))), SigningKey(bytes(range(1, 33)))
PUBLIC = bytes(KEY.verify_key).hex()
TOLD = {"form": "marsad-release-1", "day": "2024-12-04", "head": {"hash": "0" * 64, "day": "2024-12-03"}}
FILES = {
    "data/events.csv": b"id,place\ne1,Hama\n", "data/empty.csv": b"", "README.md": b"words\n" * 50,
    "release.json": json.dumps(TOLD).encode(), "verify_release.py": Path(verify_release.__file__).read_bytes(),
}  # fmt: skip


@pytest.fixture
def place(tmp_path):
    """A folder and a zip of one release."""
    signed = sign_files(FILES, KEY)
    write_folder(signed, tmp_path / "out")
    write_zip(signed, tmp_path / "out.zip")
    return tmp_path


def found(path, key=PUBLIC):
    return [f"{one.where}: {one.what}" for one in check_release(path, key).findings]


def test_an_untouched_one_is_said_to_be_so(place):
    assert found(place / "out") == found(place / "out.zip") == []


def alter(folder):
    content = (folder / "data" / "events.csv").read_bytes()
    (folder / "data" / "events.csv").write_bytes(content.replace(b"Hama", b"Homs"))


def edit_manifest(folder):
    text = (folder / "SHA256SUMS").read_text()
    (folder / "SHA256SUMS").write_text(text.replace("README.md", "READ.md"))


def sign_anew(folder):
    alter(folder)
    held = {name: content for name in FILES for content in [(folder / name).read_bytes()]}
    write_folder(sign_files(held, OTHER), folder)


def swap_key(folder):
    told = json.loads((folder / "SHA256SUMS.sig").read_text())
    told["key"] = bytes(OTHER.verify_key).hex()
    (folder / "SHA256SUMS.sig").write_text(json.dumps(told, indent=1) + "\n")


def list_twice(folder):
    text = (folder / "SHA256SUMS").read_text()
    (folder / "SHA256SUMS").write_text(text + text.splitlines()[0] + "\n")


def list_outside(folder):
    manifest = write_manifest({**FILES, "../outside": b""})
    (folder / "SHA256SUMS").write_bytes(manifest)


DONE = {
    "a byte of a file": (alter, "data/events.csv: altered"),
    "a file removed": (lambda folder: (folder / "README.md").unlink(), "README.md: missing"),
    "a file added": (lambda folder: (folder / "data" / "more.csv").write_text("x"), "data/more.csv: added"),
    "an empty file added": (lambda folder: (folder / "run.py").touch(), "run.py: added"),
    "a file renamed": (lambda folder: (folder / "README.md").rename(folder / "READ.md"),
                       "README.md: renamed: its bytes are READ.md's"),
    "the manifest edited": (edit_manifest, "SHA256SUMS: altered"),
    "a line twice": (list_twice, "is listed twice"),
    "a path that leads out": (list_outside, "no line of a manifest"),
    "the manifest removed": (lambda folder: (folder / "SHA256SUMS").unlink(), "SHA256SUMS: missing"),
    "the signature removed": (lambda folder: (folder / "SHA256SUMS.sig").unlink(), "SHA256SUMS.sig: missing"),
    "a signature nested without end": (lambda folder: (folder / "SHA256SUMS.sig").write_bytes(b"[" * 100_000),
                                       "this is no signature"),
    "a head nested without end": (lambda folder: (folder / "release.json").write_bytes(b'{"day":' * 100_000),
                                  "release.json: altered"),
    "all signed anew by another": (sign_anew, "signed with another key"),
    "the key swapped": (swap_key, "signed with another key"),
    "a link": (lambda folder: (folder / "link").symlink_to("/etc/passwd"), "link: a link or a device"),
    "a token of other words": (lambda folder: (folder / "SHA256SUMS.tsr").write_bytes(b"0" * 40), "of other words"),
}  # fmt: skip


@pytest.mark.parametrize("what", DONE)
def test_every_tampering_with_a_folder_is_found(place, what):
    do, said = DONE[what]
    do(place / "out")
    assert any(said in one for one in found(place / "out")), found(place / "out")


@pytest.mark.parametrize("what", [name for name in DONE if name != "a link"])
def test_and_with_a_zip_that_is_packed_as_marsad_packs(place, what):
    do, said = DONE[what]
    do(place / "out")
    held = {one.relative_to(place / "out").as_posix(): one.read_bytes() for one in sorted((place / "out").rglob("*"))
            if one.is_file()}  # fmt: skip
    write_zip(held, place / "new.zip")
    assert any(said in one for one in found(place / "new.zip"))


@pytest.mark.parametrize(("told", "said"), [
    ({**TOLD, "head": {"hash": "0" * 64, "day": "2024-12-05"}}, "after the release's own day"),
    ({**TOLD, "head": {"hash": "0" * 63, "day": "2024-12-03"}}, "not as form"), ({**TOLD, "form": "x"}, "not as form"),
    ({**TOLD, "day": "soon"}, "not as form"), ({}, "not as form"), ([], "not as form"),
    (None, "the manifest does not list it"),
])  # fmt: skip
def test_a_head_out_of_range_and_a_day_that_is_none_are_found_though_they_are_signed(tmp_path, told, said):
    files = {name: content for name, content in FILES.items() if name != "release.json"}
    files |= {} if told is None else {"release.json": json.dumps(told).encode()}
    write_zip(sign_files(files, KEY), tmp_path / "out.zip")
    (one,) = found(tmp_path / "out.zip")
    assert said in one


def test_no_byte_of_the_zip_can_change(place):
    """Of the readable files a byte in each stretch, of everything around them every byte."""
    whole = (place / "out.zip").read_bytes()
    inside = whole.index(FILES["verify_release.py"]), len(FILES["verify_release.py"])
    ats = [at for at in range(len(whole)) if not inside[0] + 9 < at < sum(inside) or at % 4999 == 0]
    for at in ats[:: max(1, len(ats) // 300)]:
        (place / "new.zip").write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert found(place / "new.zip"), at


@pytest.mark.parametrize("more", [b"PK", b"#!/bin/sh\n"])
def test_bytes_before_and_behind_the_zip_are_found(place, more):
    whole = (place / "out.zip").read_bytes()
    for changed in (whole + more, more + whole, whole[:-1], whole[: len(whole) // 2]):
        (place / "new.zip").write_bytes(changed)
        assert found(place / "new.zip")


def packed(entries, mode=zipfile.ZIP_STORED):
    """A zip of (name, content) pairs, which may be names that no release has, or one name twice."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", mode) as archive:
        for name, data in entries:
            entry = zipfile.ZipInfo(name, date_time=ZIP_DAY)
            entry.create_system, entry.external_attr, entry.compress_type = 3, 0o644 << 16, mode
            archive.writestr(entry, data)
    return content.getvalue()


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(("name", "said"), [
    ("../out", "leads elsewhere"), ("/etc/cron", "leads elsewhere"), ("data/../../x", "leads elsewhere"),
    ("C:\\x", "leads elsewhere"), ("a\\..\\b", "leads elsewhere"), ("./README.md", "leads elsewhere"),
    ("README.md\0.exe", "leads elsewhere"), ("bidi\u202e.txt", "leads elsewhere"), ("README.md", "there twice"),
    ("readme.MD", "there twice"), ("folder/", "leads elsewhere"),
])  # fmt: skip
def test_names_that_lead_elsewhere_and_names_that_are_there_twice(place, name, said):
    content = packed([*sign_files(FILES, KEY).items(), (name, b"other")])
    if "\0" in name:  # as zipfile does not write it
        content = packed([*sign_files(FILES, KEY).items(), (name.replace("\0", "?"), b"other")]).replace(
            name.replace("\0", "?").encode(), name.encode()
        )
    (place / "new.zip").write_bytes(content)
    assert any(said in one for one in found(place / "new.zip")), found(place / "new.zip")
    assert not (place / "out.txt").exists()


def test_a_bomb_is_not_unpacked(place):
    bomb = packed([*sign_files(FILES, KEY).items(), ("data/big.csv", b"0" * 50_000_000)], zipfile.ZIP_DEFLATED)
    (place / "new.zip").write_bytes(bomb)
    said = found(place / "new.zip")
    assert any("data/big.csv: packed smaller" in one for one in said)
    assert not any(": altered" in one or ": added" in one for one in said)


def test_it_runs_alone_on_any_machine(place, tmp_path):
    """The file that lies in the release, without the package, says the same and ends with 0, 1 or 2."""
    script = shutil.copy(place / "out" / "verify_release.py", tmp_path / "alone.py")

    def run(*arguments):
        command = [sys.executable, "-I", str(script), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    well = run(str(place / "out.zip"), "--key", PUBLIC)
    assert (well.returncode, well.stdout[:26]) == (0, "ok    release of 2024-12-04"[:26])
    alter(place / "out")
    ill = run(str(place / "out"), "--key", PUBLIC.upper())
    assert ill.returncode == 1
    assert ill.stdout.startswith("LOOK  data/events.csv: altered")
    for wrong in ([str(place / "nowhere"), "--key", PUBLIC], [str(place / "out"), "--key", "abc"], []):
        assert run(*wrong).returncode == 2


def test_it_imports_nothing_of_ours_and_one_package():
    source = Path(verify_release.__file__).read_text(encoding="utf-8")
    assert "marsad." not in source.replace("verify_release", "")
    assert "import nacl" not in source.partition("def is_signed")[0]
