"""Which store the settings ask for."""

from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from musicprize.objectstore.base import ObjectStore
from musicprize.objectstore.local import LocalStore


def store() -> ObjectStore:
    """The configured store: STORAGE=local or s3. ImproperlyConfigured for anything else."""
    if settings.STORAGE == "local":
        return LocalStore(settings.DATA / "objects")
    if settings.STORAGE == "s3":
        return _s3(tuple(sorted(settings.S3.items())))
    raise ImproperlyConfigured(f"STORAGE={settings.STORAGE!r}: expected local or s3")


@lru_cache(maxsize=4)
def _s3(options: tuple[tuple[str, str], ...]) -> ObjectStore:
    """One per configuration and process: making its client costs 100 ms and several MB. The client is thread-safe."""
    from musicprize.objectstore.s3 import S3Store
    from musicprize.objectstore.s3client import Place

    return S3Store(Place(**dict(options)))
