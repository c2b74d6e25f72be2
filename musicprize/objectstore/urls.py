"""Where our own host serves stored objects."""

from django.urls import path

from musicprize.objectstore.serving import media

urlpatterns = [path("media/<str:token>", media, name="media")]
"""Included at the root, not under /api."""
