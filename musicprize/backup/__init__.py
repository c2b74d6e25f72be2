"""Backup and restore: the database under one snapshot, every stored object it needs, Django's own small files.

    FOLDER/20261105T021500Z/manifest.json     one backup; written last, so that one without it is none
    FOLDER/20261105T021500Z/database.…        database.sqlite3, or database.dump in PostgreSQL's custom format
    FOLDER/20261105T021500Z/files/…           Django's own small files
    FOLDER/objects/a/<2 hex>/<32 hex>         stored objects by key, shared by all backups of the folder
    FOLDER/erasures/<account>.json            who was erased: their data are erased again after a restore

docs/operations.md says how to use it, docs/decisions/0011-backups-forget.md why it is so.
"""
