import django.db.models.deletion
from django.db import migrations, models

import laufzettel.core.tenancy
from laufzettel.core.migration import TenantTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("lz_files", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Position",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("number", models.CharField(max_length=20)),
                ("title", models.CharField(max_length=160)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("tenant_id"), models.F("number"), name="position_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="Record",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("reference", models.CharField(max_length=60, verbose_name="Aktenzeichen")),
                ("title", models.CharField(max_length=300)),
                ("opened_at", models.DateTimeField()),
                ("retention_years", models.PositiveSmallIntegerField(null=True)),
                ("retention_event", models.CharField(blank=True, max_length=120)),
                (
                    "position",
                    laufzettel.core.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="lz_records.position",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("title", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=40)),
                ("source", models.CharField(max_length=120)),
                ("filed_at", models.DateTimeField()),
                ("author", models.JSONField()),
                (
                    "file",
                    laufzettel.core.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lz_files.storedfile",
                    ),
                ),
                (
                    "record",
                    laufzettel.core.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="lz_records.record",
                    ),
                ),
            ],
            options={
                "ordering": ["filed_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="ClassMapping",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("name", models.CharField(max_length=80)),
                (
                    "position",
                    laufzettel.core.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="classes",
                        to="lz_records.position",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("tenant_id"), models.F("name"), name="class_mapping_name")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="record",
            constraint=models.UniqueConstraint(models.F("tenant_id"), models.F("reference"), name="record_reference"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                models.F("tenant_id"), models.F("record"), models.F("source"), name="document_source"
            ),
        ),
        TenantTable("Position"),
        TenantTable("ClassMapping"),
        TenantTable("Record"),
        TenantTable("Document"),
    ]
