from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("submissions", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="uploadpart",
            name="stale_sha256",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.RemoveConstraint(model_name="upload", name="upload_purpose_known"),
        migrations.AlterField(
            model_name="upload",
            name="purpose",
            field=models.CharField(
                choices=[("audio", "audio"), ("portrait", "portrait"), ("rider", "rider")], max_length=12
            ),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose__in", ["audio", "portrait", "rider"])), name="upload_purpose_known"
            ),
        ),
    ]
