import django.db.models.deletion
from django.db import migrations, models

import laufzettel.core.tenancy
from laufzettel.core.migration import TenantTable


class Migration(migrations.Migration):
    dependencies = [("lz_files", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="storedfile",
            name="scan",
            field=models.CharField(
                choices=[
                    ("own", "Own"),
                    ("waiting", "Waiting"),
                    ("clean", "Clean"),
                    ("infected", "Infected"),
                    ("without", "Without"),
                ],
                default="own",
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("owner", models.UUIDField()),
                ("sha256", models.BinaryField()),
                ("expires_at", models.DateTimeField()),
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
            options={
                "indexes": [
                    models.Index(models.F("owner"), name="upload_owner"),
                    models.Index(models.F("expires_at"), name="upload_expires"),
                ],
            },
        ),
        TenantTable("Upload"),
    ]
