"""Reading tenants. Who they are is public; what belongs to one is read in its scope."""

import uuid

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext

from laufzettel.tenants.models import Membership, Profile, Tenant, Unit


def by_slug(slug: str) -> Tenant | None:
    """The tenant at `/<slug>/`."""
    return Tenant.objects.filter(slug=slug).first()


def by_hostname(hostname: str) -> Tenant | None:
    """The tenant that answers on a host of its own."""
    return Tenant.objects.filter(hostname=hostname.lower()).first() if hostname else None


def by_id(tenant_id: uuid.UUID) -> Tenant:
    """The tenant itself; raises `Tenant.DoesNotExist`."""
    return Tenant.objects.get(id=tenant_id)


def active_ids() -> list[uuid.UUID]:
    """The ids of all tenants that offer services, for platform code that loops over them."""
    return list(Tenant.objects.filter(is_active=True).values_list("id", flat=True))


def url(tenant: Tenant, path: str = "") -> str:
    """The full address of a page of a tenant, for e-mails and letters: jobs have no request to ask."""
    if tenant.hostname:
        return f"https://{tenant.hostname}/{path}"
    return f"{settings.CONFIGURATION.base_url}/{tenant.slug}/{path}"


def find_towns(text: str) -> list[Tenant]:
    """Towns and counties by a part of the name or a postcode, the likeliest first, at most 30."""
    text = " ".join(text.split())[:80]
    found = Tenant.objects.filter(is_practice=False).select_related("county")
    if text.isdecimal():
        found = (
            found.filter(postcodes__contains=[text]) if len(text) == 5 else found.filter(postcodes__0__startswith=text)
        )
    else:
        found = found.filter(Q(name__icontains=text) | Q(official_name__icontains=text))
    key = text.casefold()
    towns = sorted(found[:200], key=lambda town: (not town.name.casefold().startswith(key), town.sort_key))
    return towns[:30]


def all_towns() -> list[Tenant]:
    """Every municipality and county in order of their names, without practice tenants."""
    return list(Tenant.objects.filter(is_practice=False).select_related("county").order_by("sort_key"))


def open_towns() -> list[Tenant]:
    """Those that are here already, in order of their names, with the practice tenants last."""
    return list(Tenant.objects.filter(is_active=True).select_related("county").order_by("is_practice", "sort_key"))


def profile() -> Profile | None:
    """How the open tenant presents itself."""
    return Profile.objects.first()


def units() -> list[Unit]:
    """The units of the open tenant by name."""
    return list(Unit.objects.order_by("name"))


def unit_with(group: str) -> Unit | None:
    """The unit of the open tenant that fills a group of packages; the oldest where there are several."""
    return Unit.objects.filter(groups__contains=[group]).order_by("id").first() if group else None


def memberships_of(account_id: uuid.UUID) -> list[Membership]:
    """What a person may do in the open tenant."""
    return list(Membership.objects.filter(account_id=account_id).select_related("unit"))


def demo_accounts() -> list[dict[str, str]]:
    """The people of the open tenant with the password that all of a demo share. Only a demo may ask."""
    if not settings.IS_DEMO:
        raise RuntimeError("not a demo")
    roles = {"clerk": gettext("Sachbearbeitung"), "head": gettext("Leitung"), "administrator": gettext("Verwaltung")}
    return [
        {
            "name": membership.account.name,
            "role": roles[membership.role],
            "email": membership.account.email,
            "password": settings.DEMO_PASSWORD,
        }
        for membership in Membership.objects.select_related("account").order_by("id")
    ]
