import django.db.models.deletion
from django.db import migrations, models

import laufzettel.core.tenancy
from laufzettel.core.migration import TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("lz_cases", "0009_disclosures"),
        ("lz_registers", "0003_sorted"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseEntry",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                (
                    "case",
                    laufzettel.core.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="lz_cases.case",
                    ),
                ),
                (
                    "entry",
                    laufzettel.core.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lz_registers.entry",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(models.F("tenant_id"), models.F("entry"), name="case_entry")],
            },
        ),
        TenantTable("CaseEntry"),
    ]
