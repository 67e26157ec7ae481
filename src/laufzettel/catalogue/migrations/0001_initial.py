import django.db.models.deletion
from django.db import migrations, models

import laufzettel.core.ids
import laufzettel.core.tenancy
from laufzettel.core.migration import TenantTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("lz_tenants", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ByLaw",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("title", models.CharField(max_length=200)),
                ("resolution", models.CharField(blank=True, max_length=200)),
                ("published_on", models.DateField(null=True)),
                ("publication", models.CharField(blank=True, max_length=200)),
                ("in_force_from", models.DateField()),
                ("is_demo", models.BooleanField(default=False)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("hash", models.CharField(max_length=64)),
                ("adaptations", models.JSONField(default=list)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Offering",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("key", models.CharField(max_length=80)),
                ("is_online", models.BooleanField(default=True)),
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
                    "unit",
                    laufzettel.core.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lz_tenants.unit",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=laufzettel.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                ("version", models.CharField(max_length=20)),
                ("hash", models.CharField(max_length=64, unique=True)),
                ("content", models.BinaryField()),
                ("title", models.CharField(max_length=200)),
                ("teaser", models.TextField(blank=True)),
                ("released_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(models.F("key"), models.F("version"), name="release_version")],
            },
        ),
        migrations.AddField(
            model_name="edition",
            name="release",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="lz_catalogue.release"
            ),
        ),
        migrations.CreateModel(
            name="SettingValue",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("key", models.CharField(max_length=80)),
                ("valid_from", models.DateField(null=True)),
                ("value", models.JSONField()),
                ("paragraph", models.CharField(blank=True, max_length=40)),
                (
                    "by_law",
                    laufzettel.core.tenancy.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lz_catalogue.bylaw",
                    ),
                ),
                (
                    "offering",
                    laufzettel.core.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="values",
                        to="lz_catalogue.offering",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="offering",
            constraint=models.UniqueConstraint(models.F("tenant_id"), models.F("key"), name="offering_key"),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(models.F("tenant_id"), models.F("hash"), name="edition_hash"),
        ),
        TenantTable("Edition"),
        TenantTable("Offering"),
        TenantTable("ByLaw"),
        TenantTable("SettingValue"),
    ]
