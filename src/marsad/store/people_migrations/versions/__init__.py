"""One file a revision, run by Alembic on both engines; `tools/new_revision.py --people` writes the next."""
