import django.db.models.deletion
from django.db import migrations, models

import laufzettel.core.tenancy
from laufzettel.core.migration import TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("lz_letters", "0006_mailbox"),
        ("lz_runs", "0002_posting"),
    ]

    operations = [
        migrations.CreateModel(
            name="RunLetter",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "item",
                    laufzettel.core.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="lz_runs.runitem",
                    ),
                ),
                (
                    "letter",
                    laufzettel.core.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lz_letters.letter",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("tenant_id"), models.F("item"), models.F("place"), name="run_letter_place"
                    )
                ],
            },
        ),
        TenantTable("RunLetter"),
        # The letter of an item becomes its first; there was never more than one.
        migrations.RunSQL(
            "INSERT INTO lz_runs_runletter (id, tenant_id, place, item_id, letter_id)"
            " SELECT id, tenant_id, 1, id, letter_id FROM lz_runs_runitem WHERE letter_id IS NOT NULL",
            migrations.RunSQL.noop,
        ),
        migrations.RemoveField(model_name="runitem", name="letter"),
    ]
