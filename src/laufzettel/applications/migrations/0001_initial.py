import django.db.models.deletion
from django.db import migrations, models

import laufzettel.core.tenancy
from laufzettel.core.migration import TenantTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("lz_cases", "0001_initial"),
        ("lz_catalogue", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Application",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("number", models.CharField(max_length=30)),
                ("code_hash", models.BinaryField()),
                ("received_at", models.DateTimeField()),
                (
                    "case",
                    laufzettel.core.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lz_cases.case",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("tenant_id"), models.F("number"), name="application_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("values", models.JSONField(default=dict)),
                ("done_pages", models.JSONField(default=list)),
                ("language", models.CharField(default="de", max_length=5)),
                ("version", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
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
                "indexes": [models.Index(models.F("expires_at"), name="draft_expires")],
            },
        ),
        TenantTable("Draft"),
        TenantTable("Application"),
    ]
