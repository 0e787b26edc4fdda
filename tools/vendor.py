"""Fetch the files of others that the web room and the browser tests carry, and check each against its SHA-256.

In: `tools/vendor.toml`, which names each package, its version, its licence and its files. Out: the files in their
places. With `--check` nothing is fetched: the files that are there are checked alone.

    python tools/vendor.py [--check]      # fetching needs npm
"""

import argparse
import hashlib
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
MANIFEST = Path(__file__).with_suffix(".toml")


def main() -> int:
    """0 where every file is the one that the manifest names."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="check the files that are there; fetch nothing")
    packages = tomllib.loads(MANIFEST.read_text("utf-8"))["package"]
    if not parser.parse_args().check:
        for package in packages:
            fetch(package)
    wrong = [line for package in packages for line in differences(package)]
    print("\n".join(wrong) or f"{sum(len(package['file']) for package in packages)} vendored files are as named")
    return bool(wrong)


def fetch(package: dict[str, Any]) -> None:
    """Put the package's files in their places."""
    with tempfile.TemporaryDirectory() as folder:
        name = f"{package['name']}@{package['version']}"
        subprocess.run(["npm", "pack", "--silent", name], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        (packed,) = Path(folder).glob("*.tgz")
        with tarfile.open(packed) as archive:
            for file in package["file"]:
                if "from" in file:
                    content = archive.extractfile(f"package/{file['from']}")
                    assert content is not None, file
                    (ROOT / file["to"]).parent.mkdir(parents=True, exist_ok=True)
                    (ROOT / file["to"]).write_bytes(content.read())


def differences(package: dict[str, Any]) -> list[str]:
    """One line a file that is missing or another one."""
    lines = []
    for file in package["file"]:
        path = ROOT / file["to"]
        found = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "no file"
        if found != file["sha256"]:
            lines.append(f"{file['to']}: expected {file['sha256']} of {package['name']}, found {found}")
    return lines


if __name__ == "__main__":
    sys.exit(main())
