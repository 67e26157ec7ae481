import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import laufzettel.core.ids
import laufzettel.core.tenancy
from laufzettel.core.migration import TenantTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Profile",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("street", models.CharField(max_length=120)),
                ("postcode", models.CharField(max_length=5)),
                ("place", models.CharField(max_length=80)),
                ("telephone", models.CharField(max_length=40)),
                ("email", models.EmailField(max_length=254)),
                ("website", models.URLField(blank=True)),
                ("opening_hours", models.JSONField(default=list)),
                ("bank_name", models.CharField(blank=True, max_length=80)),
                ("iban", models.CharField(blank=True, max_length=34)),
                ("bic", models.CharField(blank=True, max_length=11)),
                ("issuing_bodies", models.JSONField(default=dict)),
                ("file_prefix", models.CharField(blank=True, max_length=20)),
            ],
            options={
                "constraints": [models.UniqueConstraint(models.F("tenant_id"), name="profile_of_tenant")],
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("key", models.SlugField(max_length=40)),
                ("name", models.CharField(max_length=120)),
                (
                    "groups",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list),
                ),
                ("room", models.CharField(blank=True, max_length=40)),
                ("telephone", models.CharField(blank=True, max_length=40)),
                ("email", models.EmailField(blank=True, max_length=254)),
            ],
            options={
                "constraints": [models.UniqueConstraint(models.F("tenant_id"), models.F("key"), name="unit_key")],
            },
        ),
        migrations.CreateModel(
            name="Tenant",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=laufzettel.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("ags", models.CharField(blank=True, max_length=8)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("municipality", "Municipality"),
                            ("independent_city", "Independent City"),
                            ("special_status", "Special Status"),
                            ("county", "County"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("official_name", models.CharField(max_length=160)),
                ("sort_key", models.CharField(max_length=160)),
                ("land", models.CharField(default="HE", max_length=2)),
                ("population", models.PositiveIntegerField(default=0)),
                (
                    "postcodes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=5), blank=True, default=list
                    ),
                ),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("hostname", models.CharField(blank=True, max_length=253)),
                ("is_active", models.BooleanField(default=False)),
                ("is_practice", models.BooleanField(default=False)),
                ("accent", models.CharField(blank=True, max_length=7)),
                (
                    "county",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="municipalities",
                        to="lz_tenants.tenant",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_key"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("ags"), condition=models.Q(("ags", ""), _negated=True), name="tenant_ags"
                    ),
                    models.UniqueConstraint(
                        models.F("hostname"),
                        condition=models.Q(("hostname", ""), _negated=True),
                        name="tenant_hostname",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                (
                    "role",
                    models.CharField(
                        choices=[("clerk", "Clerk"), ("head", "Head"), ("administrator", "Administrator")],
                        max_length=20,
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "unit",
                    laufzettel.core.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="lz_tenants.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("tenant_id"),
                        models.F("account"),
                        models.F("unit"),
                        models.F("role"),
                        name="membership",
                    )
                ],
            },
        ),
        TenantTable("Profile"),
        TenantTable("Unit"),
        TenantTable("Membership"),
    ]
