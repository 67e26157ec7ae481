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
            name="Letter",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("key", models.UUIDField()),
                ("name", models.CharField(max_length=80)),
                ("title", models.CharField(max_length=200)),
                ("act", models.JSONField(null=True)),
                ("source", models.TextField()),
                ("context", models.JSONField()),
                ("content", models.JSONField(null=True)),
                ("texts", models.JSONField(default=dict)),
                ("address", models.JSONField()),
                ("info", models.JSONField(default=dict)),
                ("marks", models.JSONField(default=list)),
                ("language", models.CharField(default="de", max_length=5)),
                (
                    "state",
                    models.CharField(
                        choices=[("prepared", "Prepared"), ("issued", "Issued")], default="prepared", max_length=10
                    ),
                ),
                ("channel", models.CharField(choices=[("post", "Post")], default="post", max_length=10)),
                ("version", models.PositiveIntegerField(default=1)),
                ("prepared_at", models.DateTimeField()),
                ("issued_at", models.DateTimeField(null=True)),
                ("issued_by", models.JSONField(null=True)),
                ("posted_on", models.DateField(null=True)),
                ("posted_by", models.JSONField(null=True)),
                ("notified_on", models.DateField(null=True)),
                ("remedy_until", models.DateField(null=True)),
                (
                    "file",
                    laufzettel.core.tenancy.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lz_files.storedfile",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("tenant_id"),
                        models.F("issued_at"),
                        condition=models.Q(("posted_on", None)),
                        name="letter_print_basket",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(models.F("tenant_id"), models.F("key"), name="letter_key"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("issued_at", None), ("state", "prepared")),
                            models.Q(("issued_at__isnull", False), ("state", "issued")),
                            _connector="OR",
                        ),
                        name="letter_issued",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("posted_on", None), ("state", "issued"), _connector="OR"),
                        name="letter_posted_after_issue",
                    ),
                ],
            },
        ),
        TenantTable("Letter"),
    ]
