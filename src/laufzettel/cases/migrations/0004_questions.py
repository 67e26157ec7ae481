import django.db.models.deletion
from django.db import migrations, models

import laufzettel.core.tenancy
from laufzettel.core.migration import TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("lz_cases", "0003_ad_hoc_tasks"),
    ]

    operations = [
        migrations.AddField(
            model_name="casedate",
            name="is_paused",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("text", models.TextField()),
                ("answer_by", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("answered", "Answered"), ("withdrawn", "Withdrawn")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.JSONField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True)),
                ("is_seen", models.BooleanField(default=False)),
                (
                    "case",
                    laufzettel.core.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="lz_cases.case",
                    ),
                ),
                (
                    "job",
                    laufzettel.core.tenancy.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lz_cases.job",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(models.F("tenant_id"), models.F("case"), models.F("asked_at"), name="question_order")
                ],
            },
        ),
        TenantTable("Question"),
    ]
