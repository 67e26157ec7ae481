import django.contrib.postgres.fields
from django.db import migrations, models

from laufzettel.core.migration import TenantTable


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="PublicToken",
            fields=[
                ("sha256", models.BinaryField(primary_key=True, serialize=False)),
                ("tenant", models.UUIDField()),
                ("purpose", models.CharField(max_length=40)),
                ("object", models.UUIDField(db_index=True)),
                ("expires_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RateLimit",
            fields=[
                ("key", models.BinaryField(primary_key=True, serialize=False)),
                ("window", models.DateTimeField(db_index=True)),
                ("count", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="TenantKey",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("wrapped", models.BinaryField()),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AuditBlock",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("number", models.PositiveBigIntegerField()),
                ("sealed_at", models.DateTimeField()),
                ("entry_ids", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField())),
                ("entry_hashes", django.contrib.postgres.fields.ArrayField(base_field=models.BinaryField())),
                ("previous", models.BinaryField()),
                ("hash", models.BinaryField()),
                ("signature", models.BinaryField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("tenant_id"), models.F("number"), name="audit_block_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("at", models.DateTimeField()),
                ("actor", models.JSONField()),
                ("action", models.CharField(max_length=80)),
                ("object_kind", models.CharField(blank=True, max_length=60)),
                ("object_id", models.UUIDField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("payload", models.JSONField(null=True)),
                ("salt", models.BinaryField(null=True)),
                ("commitment", models.BinaryField()),
                ("is_sealed", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("tenant_id"),
                        models.F("id"),
                        condition=models.Q(("is_sealed", False)),
                        name="audit_unsealed",
                    ),
                    models.Index(models.F("tenant_id"), models.F("object_id"), models.F("id"), name="audit_object"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sequence",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("name", models.CharField(max_length=80)),
                ("value", models.PositiveBigIntegerField(default=0)),
            ],
            options={
                "constraints": [models.UniqueConstraint(models.F("tenant_id"), models.F("name"), name="sequence_name")],
            },
        ),
        migrations.CreateModel(
            name="Stimulus",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tenant_id", models.UUIDField(editable=False)),
                ("key", models.UUIDField()),
                ("name", models.CharField(max_length=80)),
                ("payload", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("drained_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("tenant_id"),
                        models.F("id"),
                        condition=models.Q(("drained_at__isnull", True)),
                        name="stimulus_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WakeUp",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("tenant", models.UUIDField()),
                ("due_at", models.DateTimeField(db_index=True)),
                ("kind", models.CharField(max_length=40)),
                ("object", models.UUIDField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("tenant"), models.F("kind"), models.F("object"), name="wake_up_object"
                    )
                ],
            },
        ),
        TenantTable("TenantKey"),
        TenantTable("Sequence"),
        TenantTable("AuditEntry"),
        TenantTable("AuditBlock"),
        TenantTable("Stimulus"),
        migrations.RunSQL("ALTER TABLE lz_core_ratelimit SET UNLOGGED", migrations.RunSQL.noop),
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE ON lz_core_auditentry, lz_core_auditblock FROM lz_app;"
            "GRANT UPDATE (is_sealed, payload, salt) ON lz_core_auditentry TO lz_app;"
            "GRANT UPDATE (signature) ON lz_core_auditblock TO lz_app",
            migrations.RunSQL.noop,
        ),
    ]
