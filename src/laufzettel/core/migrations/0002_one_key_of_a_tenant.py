from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lz_core", "0001_initial"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="tenantkey",
            constraint=models.UniqueConstraint(models.F("tenant_id"), name="tenantkey_tenant"),
        ),
    ]
