"""The ground floor. The Celery application is loaded with it, so that every process rings the same bell."""

from musicprize.celery import app as celery_app

__all__ = ["celery_app"]
