from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lz_runs", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="run",
            name="posted_by",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="run",
            name="posted_on",
            field=models.DateField(null=True),
        ),
    ]
