"""Importing municipalities, activating them, and putting people into them."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from laufzettel.core import audit
from laufzettel.core.actors import Actor
from laufzettel.core.tenancy import PLATFORM, in_tenant
from laufzettel.identity.models import Account
from laufzettel.tenants.models import Membership, Profile, Tenant, Unit
from laufzettel.tenants.sorting import sort_key

SPECIAL_STATUS = frozenset({"06433012", "06434001", "06531005", "06532023", "06534014", "06631009"})
COLUMNS = ("ags", "kind", "name", "official_name", "county_ags", "population", "postcodes", "slug")


class UnreadableList(Exception):
    """The list of municipalities cannot be read; the message says in which line and why."""


class HostTaken(Exception):
    """Another tenant answers on that host; the message is its name."""


@dataclass(frozen=True, slots=True)
class Imported:
    """How many tenants an import has made, changed and left as they were."""

    new: int
    changed: int
    unchanged: int


def import_tenants(path: Path) -> Imported:
    """Read a list of municipalities and counties (CSV); all of it or nothing. Addresses (slugs) never change."""
    rows = list(_rows(path))
    rows.sort(key=lambda row: row["kind"] != "county")
    new = changed = 0
    with transaction.atomic():
        known = {tenant.ags: tenant for tenant in Tenant.objects.exclude(ags="")}
        for row in rows:
            county = known.get(row["county_ags"])
            fields = _fields(row, county)
            tenant = known.get(row["ags"])
            if tenant is None:
                known[row["ags"]] = Tenant.objects.create(ags=row["ags"], slug=row["slug"], **fields)
                new += 1
            elif any(getattr(tenant, name) != value for name, value in fields.items()):
                Tenant.objects.filter(id=tenant.id).update(**fields)
                changed += 1
    return Imported(new, changed, len(rows) - new - changed)


def _rows(path: Path) -> Iterable[dict[str, str]]:
    try:
        with path.open(newline="", encoding="utf-8") as file:
            reader = csv.DictReader(file)
            missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                raise UnreadableList(f"{path.name}: Es fehlen die Spalten {', '.join(missing)}.")
            for line, row in enumerate(reader, 2):
                if not row["ags"] or not row["slug"] or not row["population"].isdecimal():
                    raise UnreadableList(f"{path.name}, Zeile {line}: ags, slug und population müssen gefüllt sein.")
                yield row
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableList(f"{path.name} lässt sich nicht lesen: {error}") from error


def _fields(row: dict[str, str], county: Tenant | None) -> dict[str, Any]:
    kinds = {"county": Tenant.Kind.COUNTY, "independent_city": Tenant.Kind.INDEPENDENT_CITY}
    kind = kinds.get(row["kind"], Tenant.Kind.MUNICIPALITY)
    if kind == Tenant.Kind.MUNICIPALITY and row["ags"] in SPECIAL_STATUS:
        kind = Tenant.Kind.SPECIAL_STATUS
    return {
        "kind": kind,
        "name": row["name"],
        "official_name": row["official_name"],
        "sort_key": sort_key(row["name"]),
        "county": county,
        "population": int(row["population"]),
        "postcodes": row["postcodes"].split(),
    }


def activate(actor: Actor, tenant: Tenant, **profile: Any) -> None:
    """Open a tenant with its profile, or renew the profile of an open one."""
    with in_tenant(tenant.id):
        Profile.objects.update_or_create(tenant_id=tenant.id, defaults=profile)
        audit.record(actor, "tenant-activated", kind="tenant", object_id=tenant.id)
    with in_tenant(PLATFORM):
        audit.record(actor, "tenant-activated", kind="tenant", object_id=tenant.id)
    Tenant.objects.filter(id=tenant.id).update(is_active=True)
    tenant.is_active = True


def set_hostname(actor: Actor, tenant: Tenant, hostname: str) -> None:
    """Let a tenant answer on a host of its own, or with an empty text on the platform's alone.

    Raises `HostTaken` when another tenant answers there. Links in letters and e-mails name the host from now on.
    """
    hostname = hostname.lower()
    if hostname and (other := Tenant.objects.filter(hostname=hostname).exclude(id=tenant.id).first()):
        raise HostTaken(other.name)
    if tenant.hostname == hostname:
        return
    with in_tenant(tenant.id):
        Tenant.objects.filter(id=tenant.id).update(hostname=hostname)
        reason = hostname or f"not {tenant.hostname} any more"
        audit.record(actor, "tenant-host-changed", kind="tenant", object_id=tenant.id, reason=reason)
    tenant.hostname = hostname


def make_unit(actor: Actor, key: str, name: str, groups: list[str], **details: str) -> Unit:
    """Make a unit of the open tenant, or renew it."""
    unit, _ = Unit.objects.update_or_create(key=key, defaults={"name": name, "groups": groups, **details})
    audit.record(actor, "unit-changed", kind="unit", object_id=unit.id)
    return unit


def add_member(actor: Actor, account: Account, unit: Unit, role: str) -> Membership:
    """Let a person work in a unit of the open tenant."""
    membership, is_new = Membership.objects.get_or_create(account=account, unit=unit, role=role)
    if is_new:
        audit.record(actor, "member-added", kind="membership", object_id=membership.id)
    return membership
