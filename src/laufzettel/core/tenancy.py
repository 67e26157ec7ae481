"""The one door to a tenant's data (docs/architecture.md, "The database isolates").

`in_tenant` opens a transaction and tells PostgreSQL whose rows may be seen; row-level security does the rest.
`TenantManager` is the second wall: it turns a query outside a scope into a clear error instead of an empty list.
"""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Self

from django.db import connection, models, transaction

PLATFORM = uuid.UUID(int=0)
"""The scope of what concerns no tenant: the audit entries of the platform itself."""

_scope: ContextVar[uuid.UUID | None] = ContextVar("tenant", default=None)


class OutsideTenant(RuntimeError):
    """A tenant's table was asked for outside `in_tenant`, or one tenant's scope was opened inside another's."""


@contextmanager
def in_tenant(tenant: uuid.UUID) -> Iterator[None]:
    """A transaction in which exactly the rows of `tenant` (its id) exist. Nested it is a savepoint."""
    if _scope.get() not in (None, tenant):
        raise OutsideTenant(f"scope of tenant {tenant} opened inside that of {_scope.get()}")
    is_outermost = _scope.get() is None
    with transaction.atomic():
        if is_outermost:
            _set(str(tenant))
        token = _scope.set(tenant)
        try:
            yield
        finally:
            _scope.reset(token)
        if is_outermost and len(connection.savepoint_ids) > 0:
            _set("")  # only tests wrap a scope in a transaction of their own


def waits_for_others[V: Callable[..., Any]](view: V) -> V:
    """Mark a view that asks another server: no transaction is opened around it, it opens its own where it needs one."""
    view.waits_for_others = True  # type: ignore[attr-defined]  # read by the middleware
    return view


def current_tenant() -> uuid.UUID:
    """The tenant whose scope is open; raises `OutsideTenant`."""
    tenant = _scope.get()
    if tenant is None:
        raise OutsideTenant("a tenant's table was asked for outside in_tenant()")
    return tenant


def _set(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lz.tenant', %s, true)", [value])


class TenantManager[M: models.Model](models.Manager[M]):
    """Rows of the open scope; raises `OutsideTenant` where there is none."""

    def get_queryset(self) -> models.QuerySet[M]:
        return super().get_queryset().filter(tenant_id=current_tenant())


class TenantModel(models.Model):
    """A table whose rows belong to a tenant. Its migration says `TenantTable(name)` after `CreateModel`."""

    id = models.UUIDField(primary_key=True, editable=False)
    tenant_id = models.UUIDField(editable=False)

    objects = TenantManager[Self]()

    class Meta:
        abstract = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if not args:
            from laufzettel.core.ids import new_id

            kwargs.setdefault("id", new_id())
            kwargs.setdefault("tenant_id", current_tenant())
        super().__init__(*args, **kwargs)


class TenantForeignKey(models.ForeignKey[Any, Any]):
    """A reference to another row of the same tenant.

    The constraint is on `(tenant_id, id)`: a plain foreign key would accept another tenant's row in spite of
    row-level security. `TenantTable` makes it.
    """

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)
