"""Builds the demo; built again it changes nothing that is there."""

import logging
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password

from laufzettel.catalogue import actions as catalogue
from laufzettel.catalogue.models import ByLaw, Offering, Release, SettingValue
from laufzettel.core.actors import SYSTEM
from laufzettel.core.tenancy import in_tenant
from laufzettel.identity.models import Account, PlatformRole
from laufzettel.kernel import feel
from laufzettel.kernel import package as packages
from laufzettel.kernel.package.model import Example, Package
from laufzettel.records.models import ClassMapping, Position
from laufzettel.site.demo.towns import PLATFORM_ADMINISTRATOR, TOWNS, UNIT_OF, Person, Town, boxes, keepers
from laufzettel.tenants import actions as tenants
from laufzettel.tenants.models import Tenant, Unit
from laufzettel.tenants.sorting import sort_key

log = logging.getLogger("laufzettel.demo")
DATA = Path(__file__).parent.parent / "data"
ROLES = {"clerk": "Sachbearbeitung", "head": "Leitung", "administrator": "Verwaltung des Mandanten"}
FILE_PLAN = (
    ("02", "Posteingang", "verwaltung.posteingang"),
    ("20", "Finanzen", ""),
    ("22.10", "Hundesteuer", "steuern.hundesteuer"),
    ("22", "Steuern und Abgaben", "steuern"),
    ("32.20", "Erlaubnisse für gefährliche Hunde", "ordnung.hundeerlaubnis"),
    ("32", "Öffentliche Sicherheit und Ordnung", "ordnung"),
    ("53", "Gesundheit", "gesundheit"),
)


def build(towns: Sequence[Town] = TOWNS, services: Path | None = None) -> None:
    """All municipalities and counties of Hesse; the demo's towns open, with people, by-laws and services."""
    tenants.import_tenants(DATA / "hessen_tenants_2026.csv")
    released = [_release(folder) for folder in sorted((services or settings.CONFIGURATION.services).iterdir())]
    administrator = _account(PLATFORM_ADMINISTRATOR.name, f"{PLATFORM_ADMINISTRATOR.login}@laufzettel.example")
    PlatformRole.objects.get_or_create(account=administrator, role=PlatformRole.Role.ADMINISTRATOR)
    for town in towns:
        _open_town(town, [pair for pair in released if pair is not None])


def accounts() -> str:
    """Addresses and accounts of the demo, as lines for the terminal."""
    lines = ["Anmelden im Amt (Passwort für alle: " + settings.DEMO_PASSWORD + "):"]
    for town in TOWNS:
        lines.append(f"  {settings.CONFIGURATION.base_url}/{town.slug}/amt/")
        lines += [_account_line(person, town.domain, ROLES[person.role]) for person in (*town.people, *keepers(town))]
    lines.append("  Verwaltung der Plattform (noch ohne eigene Seiten)")
    lines.append(_account_line(PLATFORM_ADMINISTRATOR, "laufzettel.example", "Plattform"))
    if settings.SIGN_IN is not None:
        lines.append(f"Anmelden als Bürgerin oder Bürger: im Portal „Anmelden“, {settings.SIGN_IN.name}")
    return "\n".join(lines)


def _account_line(person: Person, domain: str, role: str) -> str:
    address = f"{person.login}@{domain}"
    return f"    {address:34} {person.name}, {role}"


def _release(folder: Path) -> tuple[Release, Package] | None:
    if not (folder / "service.toml").is_file():
        return None
    package = packages.load(folder)
    try:
        return catalogue.release(package.files), package
    except catalogue.ReleaseRefused as refused:
        log.warning("%s", refused)  # a demo from before keeps what it has
        return None


def _open_town(town: Town, released: list[tuple[Release, Package]]) -> None:
    tenant = Tenant.objects.filter(slug=town.slug).first() or _practice_tenant(town)
    if not tenant.is_active:
        Tenant.objects.filter(id=tenant.id).update(accent=town.accent)
        tenants.activate(SYSTEM, tenant, **town.profile)
    with in_tenant(tenant.id):
        units = {unit["key"]: tenants.make_unit(SYSTEM, **unit) for unit in (*town.units, *boxes(town))}
        for person in (*town.people, *keepers(town)):
            account = _account(person.name, f"{person.login}@{town.domain}")
            tenants.add_member(SYSTEM, account, units[person.unit], person.role)
        for number, title, semantic_class in FILE_PLAN:
            position, _ = Position.objects.get_or_create(number=number, defaults={"title": title})
            if semantic_class:
                ClassMapping.objects.get_or_create(name=semantic_class, defaults={"position": position})
        for release, package in released:
            example = package.examples.get(town.example)
            if example is not None and tenant.kind in package.service.tenants:
                offer_example(release, example, units[UNIT_OF.get(release.key, town.units[0]["key"])])


def offer_example(release: Release, example: Example, unit: Unit) -> None:
    """Offer a release in the open tenant with the settings and by-laws of an example."""
    offering = Offering.objects.filter(key=release.key).select_related("edition").first()
    if offering is None or offering.edition.release_id != release.id:
        offering = catalogue.offer(SYSTEM, release, unit)
    if SettingValue.objects.filter(offering=offering).exists():
        return
    laws: dict[str, ByLaw] = {}
    for version in example.series.versions:
        law = version.by_law
        if law is not None and str(law.in_force_from) not in laws:
            laws[str(law.in_force_from)] = catalogue.add_by_law(
                SYSTEM,
                law.title,
                law.in_force_from.to_python(),
                is_demo=law.is_demo,
                resolution=law.resolution,
                published_on=law.published_on.to_python(),
            )
        catalogue.set_setting(
            SYSTEM,
            offering,
            version.key,
            feel.to_json(version.value),
            valid_from=version.valid_from.to_python() if version.valid_from else None,
            by_law=laws[str(law.in_force_from)] if law else None,
            paragraph=law.paragraph if law else "",
        )


def _practice_tenant(town: Town) -> Tenant:
    name = town.profile["place"]
    return Tenant.objects.create(
        kind=Tenant.Kind.MUNICIPALITY,
        name=name,
        official_name=f"{name} (Übungsmandant)",
        sort_key=sort_key(name),
        slug=town.slug,
        is_practice=True,
        accent=town.accent,
    )


@cache
def _hash_of_demo_password() -> str:
    """Made once for all accounts: a hash takes a fifth of a second, and this password is no secret."""
    return make_password(settings.DEMO_PASSWORD)


def _account(name: str, email: str) -> Account:
    account = Account.objects.filter(email=email, kind=Account.Kind.STAFF).first()
    if account is None:
        account = Account(kind=Account.Kind.STAFF, email=email, name=name)
        account.password = _hash_of_demo_password()
        account.save(force_insert=True)
    return account
