from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lz_cases", "0002_messages_and_signals"),
    ]

    operations = [
        migrations.AddField(
            model_name="task",
            name="choices",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="task",
            name="kind",
            field=models.CharField(default="user", max_length=10),
        ),
        migrations.AddField(
            model_name="task",
            name="priority",
            field=models.PositiveSmallIntegerField(default=50),
        ),
    ]
