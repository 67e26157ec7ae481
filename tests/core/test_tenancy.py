"""Row-level security, shown as `lz_app`, also by raw SQL with the manager out of the way."""

from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from laufzettel.core.models import Sequence
from laufzettel.core.sequences import next_number
from laufzettel.core.tenancy import OutsideTenant, current_tenant, in_tenant
from laufzettel.tenants.models import Tenant, Unit

pytestmark = pytest.mark.django_db

# Every table without tenant_id, by name: a new one must be entered here on purpose.
GLOBAL_TABLES = {
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "django_content_type",
    "django_migrations",
    "django_session",
    "lz_catalogue_release",
    "lz_core_publictoken",
    "lz_core_ratelimit",
    "lz_core_wakeup",
    "lz_identity_account",
    "lz_identity_platformrole",
    "lz_tenants_tenant",
    "procrastinate_events",
    "procrastinate_jobs",
    "procrastinate_periodic_defers",
    "procrastinate_workers",
}


def tenant(slug: str) -> Tenant:
    return Tenant.objects.get(slug=slug)


def rows(statement: str, *parameters: Any) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found: list[tuple[object, ...]] = cursor.fetchall()
    return found


def test_tests_run_as_the_application() -> None:
    assert rows("SELECT current_user, rolbypassrls, rolsuper FROM pg_roles WHERE rolname = current_user") == [
        ("lz_app", False, False)
    ]


def test_every_table_is_global_by_name_or_isolated() -> None:
    tables = {
        name: (security, policies)
        for name, security, policies in rows(
            "SELECT c.relname, c.relrowsecurity, array(SELECT pg_get_expr(p.polqual, p.polrelid) || ' / ' || "
            "pg_get_expr(p.polwithcheck, p.polrelid) FROM pg_policy p WHERE p.polrelid = c.oid) FROM pg_class c "
            "WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace"
        )
    }
    with_tenant = {
        str(name)
        for (name,) in rows(
            "SELECT c.relname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
            "WHERE a.attname = 'tenant_id' AND c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace"
        )
    }
    condition = "(tenant_id = (NULLIF(current_setting('lz.tenant'::text, true), ''::text))::uuid)"

    assert set(tables) - with_tenant == GLOBAL_TABLES
    assert {name for name in with_tenant if tables[name] != (True, [f"{condition} / {condition}"])} == set()


def test_every_reference_between_tenant_tables_holds_the_tenant() -> None:
    plain = rows(
        "SELECT k.conrelid::regclass::text, k.conname FROM pg_constraint k "
        "JOIN pg_attribute here ON here.attrelid = k.conrelid AND here.attname = 'tenant_id' "
        "JOIN pg_attribute there ON there.attrelid = k.confrelid AND there.attname = 'tenant_id' "
        "WHERE k.contype = 'f' AND NOT (here.attnum = ANY (k.conkey) AND there.attnum = ANY (k.confkey))"
    )

    assert plain == []


def test_every_tenant_foreign_key_has_its_constraint() -> None:
    from django.apps import apps

    from laufzettel.core.tenancy import TenantForeignKey

    constraints = {(str(t), str(n)) for t, n in rows("SELECT conrelid::regclass::text, conname FROM pg_constraint")}
    missing = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, TenantForeignKey)
        and (model._meta.db_table, f"{model._meta.db_table}_{field.column}_tenant_fk") not in constraints
    ]

    assert missing == []


def test_outside_a_scope_the_manager_refuses_and_raw_sql_sees_nothing() -> None:
    with pytest.raises(OutsideTenant):
        Unit.objects.count()
    assert rows("SELECT count(*) FROM lz_tenants_unit") == [(0,)]


def test_inside_a_scope_there_is_one_tenant_only_also_by_raw_sql() -> None:
    here, there = tenant("frankenberg-eder"), tenant("viernheim")
    with in_tenant(there.id):
        foreign = Unit.objects.order_by("id")[0].id

    with in_tenant(here.id):
        assert {unit.tenant_id for unit in Unit.objects.all()} == {here.id}
        assert rows("SELECT DISTINCT tenant_id FROM lz_tenants_unit") == [(here.id,)]
        assert rows("UPDATE lz_tenants_unit SET name = 'x' WHERE id = %s RETURNING id", foreign) == []


def test_a_row_cannot_be_written_into_another_tenant() -> None:
    here, there = tenant("frankenberg-eder"), tenant("viernheim")

    with in_tenant(here.id), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Sequence(name="x", tenant_id=there.id).save(force_insert=True)


def test_a_scope_inside_another_tenants_scope_is_refused() -> None:
    here, there = tenant("frankenberg-eder"), tenant("viernheim")

    with in_tenant(here.id), pytest.raises(OutsideTenant), in_tenant(there.id):
        pass


def test_a_scope_inside_itself_is_a_savepoint() -> None:
    here = tenant("frankenberg-eder")

    with in_tenant(here.id):
        with pytest.raises(ZeroDivisionError), in_tenant(here.id):
            next_number("a")
            raise ZeroDivisionError
        assert current_tenant() == here.id
        assert next_number("a") == 1


def test_the_application_may_not_change_tables() -> None:
    with pytest.raises(ProgrammingError, match="must be owner"), transaction.atomic():
        rows("ALTER TABLE lz_tenants_unit DISABLE ROW LEVEL SECURITY")


def test_the_audit_log_cannot_be_changed_or_deleted_by_the_application() -> None:
    for statement in (
        "UPDATE lz_core_auditentry SET action = 'x'",
        "DELETE FROM lz_core_auditentry",
        "DELETE FROM lz_core_auditblock",
        "UPDATE lz_core_auditblock SET hash = ''",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            rows(statement)
