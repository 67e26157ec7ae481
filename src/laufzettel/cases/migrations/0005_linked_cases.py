import django.db.models.deletion
from django.db import migrations, models

import laufzettel.core.tenancy
from laufzettel.core.migration import TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("lz_cases", "0004_questions"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseLink",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("legal_basis", models.CharField(max_length=300)),
                ("created_at", models.DateTimeField()),
                (
                    "source",
                    laufzettel.core.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="lz_cases.case",
                    ),
                ),
                (
                    "target",
                    laufzettel.core.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="linked_by",
                        to="lz_cases.case",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(models.F("tenant_id"), models.F("target"), name="case_link")],
            },
        ),
        TenantTable("CaseLink"),
    ]
