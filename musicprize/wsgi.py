"""The WSGI entry point (gunicorn musicprize.wsgi)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "musicprize.settings")
application = get_wsgi_application()
