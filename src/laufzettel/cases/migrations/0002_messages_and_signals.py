import django.db.models.deletion
from django.db import migrations, models

import laufzettel.core.tenancy
from laufzettel.core.migration import TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("lz_cases", "0001_initial"),
        ("lz_catalogue", "0001_initial"),
        ("lz_records", "0001_initial"),
        ("lz_tenants", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Subscription",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("number", models.PositiveBigIntegerField()),
                ("element", models.CharField(max_length=120)),
                ("kind", models.CharField(max_length=10)),
                ("subject", models.CharField(max_length=200)),
                ("key", models.CharField(blank=True, max_length=200)),
                ("process", models.CharField(max_length=80)),
                ("opened_at", models.DateTimeField()),
                ("is_open", models.BooleanField(default=True)),
                (
                    "case",
                    laufzettel.core.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subscriptions",
                        to="lz_cases.case",
                    ),
                ),
            ],
        ),
        TenantTable("Subscription"),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("name", models.CharField(max_length=200)),
                ("key", models.CharField(blank=True, max_length=200)),
                ("message_id", models.CharField(blank=True, max_length=200)),
                ("payload", models.JSONField(default=dict)),
                ("received_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("is_buffered", models.BooleanField(default=True)),
                ("actor", models.JSONField()),
            ],
        ),
        TenantTable("Message"),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("process", models.CharField(max_length=80)),
                ("delivered_at", models.DateTimeField()),
                (
                    "case",
                    laufzettel.core.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lz_cases.case",
                    ),
                ),
                (
                    "message",
                    laufzettel.core.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="lz_cases.message",
                    ),
                ),
            ],
        ),
        TenantTable("Delivery"),
        migrations.CreateModel(
            name="SignalDelivery",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("signal", models.CharField(max_length=200)),
                ("payload", models.JSONField(default=dict)),
                ("thrown_at", models.DateTimeField()),
                (
                    "offering",
                    laufzettel.core.tenancy.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lz_catalogue.offering",
                    ),
                ),
                (
                    "subscription",
                    laufzettel.core.tenancy.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lz_cases.subscription",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        TenantTable("SignalDelivery"),
        migrations.AddField(
            model_name="case",
            name="message_key",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                models.F("tenant_id"),
                models.F("offering"),
                models.F("message_key"),
                condition=models.Q(("status", "running"), models.Q(("message_key", ""), _negated=True)),
                name="case_message_key",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                models.F("tenant_id"),
                models.F("name"),
                models.F("key"),
                models.F("id"),
                condition=models.Q(("is_buffered", True)),
                name="message_kept",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                models.F("tenant_id"),
                models.F("name"),
                models.F("key"),
                models.F("message_id"),
                condition=models.Q(("is_buffered", True), models.Q(("message_id", ""), _negated=True)),
                name="message_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                models.F("tenant_id"), models.F("message"), models.F("process"), name="delivery_once"
            ),
        ),
        migrations.AddIndex(
            model_name="subscription",
            index=models.Index(
                models.F("tenant_id"),
                models.F("kind"),
                models.F("subject"),
                models.F("key"),
                models.F("id"),
                condition=models.Q(("is_open", True)),
                name="subscription_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.UniqueConstraint(
                models.F("tenant_id"), models.F("case"), models.F("number"), name="subscription_number"
            ),
        ),
    ]
