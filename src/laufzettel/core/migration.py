"""Operations for migrations of tenant tables."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import ForeignKey

POLICY = "tenant_id = nullif(current_setting('lz.tenant', true), '')::uuid"


class TenantTable(Operation):
    """Row-level security on a table, the key `(tenant_id, id)`, and composite foreign keys to other tenant tables.

    Not FORCEd: data migrations run as the owner and see every tenant.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, name: str) -> None:
        self.name = name

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing changes for Django."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        model = to_state.apps.get_model(app_label, self.name)
        table = model._meta.db_table
        run: Any = schema_editor.execute
        run(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        run(f'CREATE POLICY tenant ON "{table}" USING ({POLICY}) WITH CHECK ({POLICY})')
        run(f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_tenant_key" UNIQUE (tenant_id, id)')
        for field in model._meta.local_fields:
            if isinstance(field, ForeignKey) and _is_tenant_table(field.related_model):
                add_tenant_reference(run, table, field.column, field.related_model._meta.db_table)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """The table is dropped next; its policy and constraints go with it."""

    def describe(self) -> str:
        return f"Isolate the tenants in {self.name}"


class TenantReference(Operation):
    """The composite foreign key of a `TenantForeignKey` that was added to an existing table."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, name: str, field: str) -> None:
        self.name, self.field = name, field

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing changes for Django."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        model = to_state.apps.get_model(app_label, self.name)
        field: Any = model._meta.get_field(self.field)
        add_tenant_reference(
            schema_editor.execute, model._meta.db_table, field.column, field.related_model._meta.db_table
        )

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """The column is dropped next; its constraint goes with it."""

    def describe(self) -> str:
        return f"Keep {self.field} of {self.name} within its tenant"


def add_tenant_reference(run: Any, table: str, column: str, target: str) -> None:
    """A foreign key that cannot leave the tenant."""
    run(
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_{column}_tenant_fk" FOREIGN KEY (tenant_id, "{column}") '
        f'REFERENCES "{target}" (tenant_id, id) DEFERRABLE INITIALLY DEFERRED'
    )


def _is_tenant_table(model: Any) -> bool:
    return any(field.name == "tenant_id" for field in model._meta.local_fields)
