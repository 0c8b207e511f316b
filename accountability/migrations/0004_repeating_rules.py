"""How often something is promised anew is a rule after RFC 5545, where it was one word of three."""

from __future__ import annotations

from django.db import migrations, models

from organizations.tables import ChangeTables

RULES = {"weekly": "FREQ=WEEKLY", "fortnightly": "FREQ=WEEKLY;INTERVAL=2", "monthly": "FREQ=MONTHLY"}


def said(names: dict[str, str], other: str) -> str:
    cases = " ".join(f"WHEN '{name}' THEN '{rule}'" for name, rule in names.items())
    return f"UPDATE accountability_commitment SET repeats = CASE repeats {cases} ELSE {other} END WHERE repeats <> ''"


class Migration(migrations.Migration):
    dependencies = [("accountability", "0003_seats_and_cover")]

    operations = [
        ChangeTables(
            operations=[
                migrations.RemoveConstraint(model_name="commitment", name="commitment_repeats_known"),
                migrations.AlterField(
                    model_name="commitment", name="repeats", field=models.CharField(blank=True, default="", max_length=120)
                ),
                migrations.AlterField(
                    model_name="commitmentevent", name="repeats", field=models.CharField(blank=True, default="", max_length=120)
                ),
            ]
        ),
        # A rule that the former version has no word for is no longer one there.
        migrations.RunSQL(said(RULES, "repeats"), said({rule: name for name, rule in RULES.items()}, "''")),
    ]
