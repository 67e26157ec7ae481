"""Numbers without gaps within a series of a tenant. The row stays locked until the transaction ends."""

from django.db import connection

from laufzettel.core.ids import new_id
from laufzettel.core.tenancy import current_tenant


def next_number(name: str) -> int:
    """The next number of the series `name`, from 1."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO lz_core_sequence (id, tenant_id, name, value) VALUES (%s, %s, %s, 1) "
            "ON CONFLICT (tenant_id, name) DO UPDATE SET value = lz_core_sequence.value + 1 RETURNING value",
            [new_id(), current_tenant(), name],
        )
        return int(cursor.fetchone()[0])
