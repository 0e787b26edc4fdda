"""A record in, the files of every format out; called, it is the library's `export` (docs/library.md)."""
