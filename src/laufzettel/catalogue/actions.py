"""Releasing packages, offering them, setting what they ask for."""

import hashlib
import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from laufzettel.catalogue import packages
from laufzettel.catalogue.models import ByLaw, Edition, Offering, Release, SettingValue
from laufzettel.catalogue.support import unsupported
from laufzettel.core import audit, jobs
from laufzettel.core.actors import Actor
from laufzettel.core.clock import now, today
from laufzettel.kernel import package as kernel
from laufzettel.kernel.package.checking import check
from laufzettel.kernel.problems import ProgramError
from laufzettel.tenants.models import Unit


class ReleaseRefused(Exception):
    """A release cannot be made; the message says why and how to mend it."""


def release(files: Mapping[str, bytes]) -> Release:
    """Release a package. The same content again is the release that is there.

    No release without a green check: raises `ProgramError` with the errors found. A version is released once: other
    content under it raises `ReleaseRefused`.
    """
    package = kernel.load(files)
    errors = [finding for finding in check(package, on=today()) if finding.severity == "error"]
    errors += unsupported(package)
    if errors:
        raise ProgramError(errors)
    key, version = package.service.key, package.service.version
    if Release.objects.filter(key=key, version=version).exclude(hash=package.hash).exists():
        raise ReleaseRefused(f"{key} {version} ist schon mit anderem Inhalt freigegeben. Erhöhen Sie die Version.")
    return Release.objects.get_or_create(
        hash=package.hash,
        defaults={
            "key": key,
            "version": version,
            "content": packages.pack(files),
            "title": package.service.title,
            "teaser": package.texts().get("teaser", ""),
            "released_at": now(),
        },
    )[0]


def offer(actor: Actor, release: Release, unit: Unit) -> Offering:
    """Offer a release in the open tenant, or bring an offering to it. Running cases and drafts stay on theirs."""
    edition = Edition.objects.get_or_create(
        hash=hashlib.sha256(f"{release.hash}[]".encode()).hexdigest(),
        defaults={"release": release, "created_at": now()},
    )[0]
    offering, _ = Offering.objects.update_or_create(key=release.key, defaults={"edition": edition, "unit": unit})
    audit.record(actor, "offering-published", kind="offering", object_id=offering.id)
    if any(start.kind == "timer" for start in packages.of_edition(edition).program.starts):
        jobs.enqueue("offering.with_clock", offering.id)
    return offering


def add_by_law(actor: Actor, title: str, in_force_from: date, *, is_demo: bool = False, **details: Any) -> ByLaw:
    """Enter a by-law that money rests on; `details` are `resolution`, `published_on`, `publication`."""
    by_law = ByLaw(title=title, in_force_from=in_force_from, is_demo=is_demo, **details)
    by_law.save(force_insert=True)
    audit.record(actor, "by-law-entered", kind="by-law", object_id=by_law.id)
    return by_law


def set_setting(
    actor: Actor,
    offering: Offering,
    key: str,
    value: Any,
    *,
    valid_from: date | None = None,
    by_law: ByLaw | None = None,
    paragraph: str = "",
) -> uuid.UUID:
    """Set a value from a day on; `value` is tagged FEEL JSON. What was set before for the same day gives way."""
    row = SettingValue(
        offering=offering, key=key, value=value, valid_from=valid_from, by_law=by_law, paragraph=paragraph
    )
    row.save(force_insert=True)
    audit.record(actor, "setting-changed", kind="setting", object_id=row.id, reason=key)
    return row.id
