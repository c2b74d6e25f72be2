"""The Celery application: one broker, two queues, a schedule of sweeps that make the broker dispensable."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "musicprize.settings")
# `migrate` runs Django's checks before anything starts; each worker and beat doing so again cost 1.2 s of CPU.
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")

app = Celery("musicprize")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["musicprize", "submissions", "jury"])

app.conf.beat_schedule = {
    "heartbeat": {"task": "musicprize.supervisor.heartbeat", "schedule": 10.0, "options": {"expires": 10}},
    "mail": {"task": "musicprize.mail.sweep", "schedule": 60.0, "options": {"expires": 55}},
    "uploads": {"task": "submissions.uploads.sweep", "schedule": 60.0, "options": {"expires": 55}},
    "uploads-expiry": {"task": "submissions.uploads.expire", "schedule": 600.0, "options": {"expires": 590}},
    "audio": {"task": "submissions.audio.sweep", "schedule": 60.0, "options": {"expires": 55}},
    "pictures": {"task": "submissions.pictures.sweep", "schedule": 60.0, "options": {"expires": 55}},
    "receipts": {"task": "submissions.applications.sweep", "schedule": 60.0, "options": {"expires": 55}},
    "figures": {"task": "jury.deliberation.sweep", "schedule": 60.0, "options": {"expires": 55}},
    "letters": {"task": "jury.publication.sweep", "schedule": 60.0, "options": {"expires": 55}},
    # By the clock: an interval of a day would begin anew with every start.
    "retention": {
        "task": "musicprize.privacy.retain",
        "schedule": crontab(hour="4", minute="40"),
        "options": {"expires": 3600},
    },
}
"""Every sweep rings again for rows whose time has come; a test checks that each task named here exists."""
