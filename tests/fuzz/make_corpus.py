"""Make the corpus of `test_parsers.py` anew: a small file for each parser, of invented words."""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from made_inputs import make_folder

HERE = Path(__file__).parent / "corpus"
MORE = {
    "old office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
    "picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff\x08\x06\0\0\0",
    "laid-out": b"<html><body>"
    + b"<table><tr><td><h1>Mill</h1><ul><li>" * 8
    + b"<p>A shell hit the mill.</p><p>Nobody was hurt.</p><table><tr><td>Mill</td><td>12</td></tr></table>",
    "utf-16": "A shell hit the mill, the mayor said.".encode("utf-16"),
    "protected": b'{"text": "A shell hit the mill.", "protected": true, "source": "field-7"}',
    "quoted": b'text,date\n"A shell, and ""another"" one,\nhit the mill.",2025-03-04\n',
}


def main() -> None:
    """Write every file; those that are there already are made anew."""
    HERE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        make_folder(Path(folder))
        for path in Path(folder).iterdir():
            if path.is_file() and not path.name.startswith(".") and path.stat().st_size:
                name = path.name.replace(" ", "-")
                (HERE / name).write_bytes(path.read_bytes())
    import gzip

    (HERE / "tar").write_bytes(gzip.decompress((HERE / "23-tar").read_bytes())[:2048])
    for name, content in MORE.items():
        (HERE / name.replace(" ", "-")).write_bytes(content)


if __name__ == "__main__":
    main()
