"""The chain of revisions of the accounts' tables, which goes its own way beside that of the record."""
