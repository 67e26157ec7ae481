import django.db.models.deletion
from django.db import migrations, models

import laufzettel.core.tenancy
from laufzettel.core.migration import TenantTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("lz_catalogue", "0001_initial"),
        ("lz_letters", "0003_corrected_and_annulled"),
        ("lz_payments", "0002_withdrawn"),
        ("lz_registers", "0003_sorted"),
    ]

    operations = [
        migrations.CreateModel(
            name="Run",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("key", models.CharField(max_length=80)),
                ("register", models.CharField(max_length=80)),
                ("year", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("trying", "Trying"),
                            ("tried", "Tried"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("discarded", "Discarded"),
                        ],
                        default="trying",
                        max_length=10,
                    ),
                ),
                ("settings", models.JSONField()),
                ("after", models.UUIDField(null=True)),
                ("created_at", models.DateTimeField()),
                ("created_by", models.JSONField()),
                ("started_at", models.DateTimeField(null=True)),
                ("started_by", models.JSONField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
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
        ),
        migrations.CreateModel(
            name="RunItem",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("version", models.PositiveIntegerField()),
                ("label", models.CharField(max_length=200)),
                ("sort_key", models.CharField(max_length=400)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("nothing-due", "Nothing Due"),
                            ("hindered", "Hindered"),
                            ("ready", "Ready"),
                            ("done", "Done"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.JSONField(default=list)),
                ("amount", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                ("attempt", models.PositiveSmallIntegerField(default=1)),
                (
                    "claim",
                    laufzettel.core.tenancy.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lz_payments.claim",
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
                (
                    "letter",
                    laufzettel.core.tenancy.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lz_letters.letter",
                    ),
                ),
                (
                    "run",
                    laufzettel.core.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="lz_runs.run",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.UniqueConstraint(
                models.F("tenant_id"),
                models.F("offering"),
                models.F("key"),
                models.F("year"),
                condition=models.Q(("state", "discarded"), _negated=True),
                name="run_year",
            ),
        ),
        migrations.AddIndex(
            model_name="runitem",
            index=models.Index(
                models.F("tenant_id"),
                models.F("run"),
                models.F("state"),
                models.F("sort_key"),
                models.F("id"),
                name="run_item_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="runitem",
            constraint=models.UniqueConstraint(
                models.F("tenant_id"), models.F("run"), models.F("entry"), name="run_item_entry"
            ),
        ),
        TenantTable("Run"),
        TenantTable("RunItem"),
    ]
