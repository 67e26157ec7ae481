import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import laufzettel.core.tenancy
from laufzettel.core.migration import TenantTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("lz_catalogue", "0001_initial"),
        ("lz_letters", "0001_initial"),
        ("lz_payments", "0001_initial"),
        ("lz_records", "0001_initial"),
        ("lz_tenants", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("number", models.CharField(max_length=30, verbose_name="Vorgangsnummer")),
                ("title", models.CharField(max_length=300)),
                ("applicant", models.CharField(blank=True, max_length=200)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("language", models.CharField(default="de", max_length=5)),
                (
                    "status",
                    models.CharField(
                        choices=[("running", "Running"), ("completed", "Completed"), ("cancelled", "Cancelled")],
                        default="running",
                        max_length=10,
                    ),
                ),
                ("outcome", models.CharField(blank=True, max_length=120)),
                ("received_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("reference_date", models.DateField(null=True)),
                ("application", models.JSONField()),
                ("settings", models.JSONField(default=dict)),
                ("state", models.JSONField()),
                ("events", models.PositiveIntegerField(default=0)),
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
                (
                    "record",
                    laufzettel.core.tenancy.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="lz_records.record",
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
            name="CaseClaim",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                (
                    "case",
                    laufzettel.core.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="lz_cases.case",
                    ),
                ),
                (
                    "claim",
                    laufzettel.core.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lz_payments.claim",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseDate",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("key", models.CharField(max_length=80)),
                ("kind", models.CharField(max_length=20)),
                ("due_on", models.DateField()),
                (
                    "case",
                    laufzettel.core.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dates",
                        to="lz_cases.case",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseLetter",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                (
                    "case",
                    laufzettel.core.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="lz_cases.case",
                    ),
                ),
                (
                    "letter",
                    laufzettel.core.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lz_letters.letter",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HistoryEvent",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("number", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("kind", models.CharField(max_length=40)),
                ("instance", models.PositiveBigIntegerField(null=True)),
                ("element", models.CharField(blank=True, max_length=120)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("data", models.JSONField(default=dict)),
                ("actor", models.JSONField()),
                (
                    "case",
                    laufzettel.core.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="history",
                        to="lz_cases.case",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Incident",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("instance", models.PositiveBigIntegerField()),
                ("element", models.CharField(max_length=120)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("kind", models.CharField(max_length=60)),
                ("message", models.TextField()),
                ("message_en", models.TextField(blank=True)),
                ("detail", models.TextField(blank=True)),
                ("raised_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "case",
                    laufzettel.core.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incidents",
                        to="lz_cases.case",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("instance", models.PositiveBigIntegerField()),
                ("element", models.CharField(max_length=120)),
                ("type", models.CharField(max_length=80)),
                ("input", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("waiting", "Waiting"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("retries", models.PositiveSmallIntegerField(default=3)),
                ("created_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "case",
                    laufzettel.core.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="jobs",
                        to="lz_cases.case",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("instance", models.PositiveBigIntegerField()),
                ("element", models.CharField(max_length=120)),
                ("name", models.CharField(max_length=200)),
                ("form", models.CharField(blank=True, max_length=120)),
                ("groups", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("done", "Done"), ("cancelled", "Cancelled")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.JSONField(null=True)),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    laufzettel.core.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="lz_cases.case",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Timer",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("number", models.PositiveBigIntegerField()),
                ("element", models.CharField(max_length=120)),
                ("due_at", models.DateTimeField()),
                ("is_open", models.BooleanField(default=True)),
                (
                    "case",
                    laufzettel.core.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="timers",
                        to="lz_cases.case",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(models.F("tenant_id"), models.F("status"), models.F("received_at"), name="case_status"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(models.F("tenant_id"), models.F("number"), name="case_number"),
        ),
        migrations.AddConstraint(
            model_name="caseclaim",
            constraint=models.UniqueConstraint(models.F("tenant_id"), models.F("claim"), name="case_claim"),
        ),
        migrations.AddConstraint(
            model_name="casedate",
            constraint=models.UniqueConstraint(
                models.F("tenant_id"), models.F("case"), models.F("key"), name="case_date_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="caseletter",
            constraint=models.UniqueConstraint(models.F("tenant_id"), models.F("letter"), name="case_letter"),
        ),
        migrations.AddConstraint(
            model_name="historyevent",
            constraint=models.UniqueConstraint(
                models.F("tenant_id"), models.F("case"), models.F("number"), name="history_number"
            ),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                models.F("tenant_id"), models.F("created_at"), condition=models.Q(("state", "open")), name="job_open"
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                models.F("tenant_id"),
                models.F("due_at"),
                models.F("id"),
                condition=models.Q(("state", "open")),
                name="task_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(
                models.F("tenant_id"), models.F("case"), models.F("instance"), name="task_instance"
            ),
        ),
        migrations.AddConstraint(
            model_name="timer",
            constraint=models.UniqueConstraint(
                models.F("tenant_id"), models.F("case"), models.F("number"), name="timer_number"
            ),
        ),
        TenantTable("Case"),
        TenantTable("Task"),
        TenantTable("Job"),
        TenantTable("Timer"),
        TenantTable("Incident"),
        TenantTable("HistoryEvent"),
        TenantTable("CaseDate"),
        TenantTable("CaseLetter"),
        TenantTable("CaseClaim"),
    ]
