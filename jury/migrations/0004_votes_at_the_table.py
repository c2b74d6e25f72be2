from django.db import migrations, models

from jury.rounds.guards import lifted, placed


class Migration(migrations.Migration):
    dependencies = [("jury", "0003_the_chair_breaks_ties")]

    operations = [
        *lifted(before=4),
        migrations.AddField(
            model_name="round",
            name="motion_votes",
            field=models.CharField(
                choices=[("open", "open"), ("secret", "secret"), ("proposer", "proposer")],
                default="proposer",
                help_text="whether the jury votes openly or secretly on motions at its table",
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(("motion_votes__in", ["open", "secret", "proposer"])),
                name="round_motion_votes_known",
            ),
        ),
        *placed(upto=4),
    ]
