from django.db import migrations

from jury.rounds.guards import placed
from musicprize.kernel.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("jury", "0001_initial")]

    operations = [
        *placed(upto=2),
        append_only("jury_bundle"),
        append_only("jury_meetingact"),
        append_only("jury_minutes"),
    ]
