"""Migrations: how a data folder of an older release becomes one of this release, one step a file.

A revision that was released is never changed: the next one is a new file with the next number. It writes out what it
does (it doesn't lean on ``tables.py``, which goes on changing); ``tests/storage/test_schema.py`` holds that all of
them together make exactly the tables of ``tables.py``. On SQLite foreign keys are not enforced while migrating, so
that a table may be rebuilt (``op.batch_alter_table``); they are checked before it counts.
"""
