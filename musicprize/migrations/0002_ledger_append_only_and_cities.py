from django.db import migrations

from musicprize.editions.cities import CITIES
from musicprize.kernel.triggers import append_only


def add(apps, schema_editor):
    city = apps.get_model("musicprize", "City")
    for seed in CITIES:
        city.objects.get_or_create(code=seed.code, defaults={k: v for k, v in seed._asdict().items() if k != "code"})


class Migration(migrations.Migration):
    dependencies = [("musicprize", "0001_initial")]

    operations = [
        append_only("musicprize_ledgerentry"),
        migrations.RunPython(add, migrations.RunPython.noop),
    ]
