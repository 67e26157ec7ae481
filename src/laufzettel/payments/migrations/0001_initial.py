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
            name="Export",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("number", models.PositiveIntegerField()),
                ("created_at", models.DateTimeField()),
                ("created_by", models.JSONField()),
                (
                    "file",
                    laufzettel.core.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lz_files.storedfile",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("key", models.UUIDField()),
                ("reference", models.CharField(max_length=30, verbose_name="Kassenzeichen")),
                ("subject", models.CharField(max_length=200)),
                ("debtor", models.JSONField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12)),
                ("raised_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("is_demo", models.BooleanField(default=False)),
                (
                    "export",
                    laufzettel.core.tenancy.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="lz_payments.export",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Instalment",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("due_on", models.DateField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12)),
                (
                    "claim",
                    laufzettel.core.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="instalments",
                        to="lz_payments.claim",
                    ),
                ),
            ],
            options={
                "ordering": ["due_on"],
            },
        ),
        migrations.AddConstraint(
            model_name="export",
            constraint=models.UniqueConstraint(models.F("tenant_id"), models.F("number"), name="export_number"),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.UniqueConstraint(models.F("tenant_id"), models.F("key"), name="claim_key"),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.UniqueConstraint(models.F("tenant_id"), models.F("reference"), name="claim_reference"),
        ),
        TenantTable("Export"),
        TenantTable("Claim"),
        TenantTable("Instalment"),
    ]
