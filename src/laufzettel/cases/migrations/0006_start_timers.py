import django.db.models.deletion
from django.db import migrations, models

import laufzettel.core.tenancy
from laufzettel.core.migration import TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("lz_cases", "0005_linked_cases"),
        ("lz_catalogue", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="StartTimer",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("element", models.CharField(max_length=120)),
                ("due_at", models.DateTimeField()),
                ("left", models.IntegerField(default=0)),
                ("interval", models.CharField(blank=True, max_length=60)),
                ("is_open", models.BooleanField(default=True)),
                (
                    "edition",
                    laufzettel.core.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lz_catalogue.edition",
                    ),
                ),
                (
                    "offering",
                    laufzettel.core.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lz_catalogue.offering",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("tenant_id"), models.F("offering"), models.F("element"), name="start_timer"
                    )
                ],
            },
        ),
        TenantTable("StartTimer"),
    ]
