"""The only door to file storage: `store()` is the configured one. Local files and S3 behind one interface (base.py)."""

from musicprize.objectstore.base import ObjectMissing, ObjectStore, StoreAway, StoreFull
from musicprize.objectstore.configured import store

__all__ = ["ObjectMissing", "ObjectStore", "StoreAway", "StoreFull", "store"]
