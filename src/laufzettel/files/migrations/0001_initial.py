from django.db import migrations, models

from laufzettel.core.migration import TenantTable


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("name", models.CharField(max_length=255)),
                ("media_type", models.CharField(max_length=100)),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.BinaryField()),
                ("wrapped_key", models.BinaryField()),
                ("stored_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        TenantTable("StoredFile"),
    ]
