"""Scenes that many tests begin with: an application submitted, a case with a letter, everything done to the end."""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from laufzettel.applications import actions as applications
from laufzettel.cases import actions as cases
from laufzettel.cases import queries as case_queries
from laufzettel.cases.models import Case, Task
from laufzettel.cases.senders import NOBODY, Sender
from laufzettel.catalogue import queries as catalogue
from laufzettel.core import jobs
from laufzettel.core.actors import Actor
from laufzettel.core.clock import ZONE
from laufzettel.core.tenancy import in_tenant
from laufzettel.identity.models import Account
from laufzettel.kernel.package.values import to_feel
from laufzettel.letters import actions as letters
from laufzettel.letters.models import Letter
from laufzettel.tenants import queries as tenants
from laufzettel.tenants.models import Tenant

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=ZONE)


@dataclass(frozen=True)
class Scene:
    """A tenant, its clerk, and a case there."""

    tenant: Tenant
    clerk: Actor
    receipt: applications.Receipt

    @property
    def case(self) -> Case:
        with in_tenant(self.tenant.id):
            return Case.objects.select_related("record", "unit", "edition").get(id=self.receipt.application.case_id)

    @property
    def task(self) -> Task:
        with in_tenant(self.tenant.id):
            return Task.objects.get(case_id=self.receipt.application.case_id)

    @property
    def letter(self) -> Letter:
        with in_tenant(self.tenant.id):
            return case_queries.letters_of(self.case)[-1]


def tenant(slug: str) -> Tenant:
    """A tenant of the demo."""
    return Tenant.objects.get(slug=slug)


def clerk(slug: str) -> Actor:
    """The first clerk of a tenant of the demo."""
    there = tenant(slug)
    with in_tenant(there.id):
        account = account_of(there, "clerk")
        memberships = tenants.memberships_of(account.id)
        groups = {group for membership in memberships for group in membership.unit.groups}
        units = frozenset(membership.unit_id for membership in memberships)
        return account.actor(frozenset(groups | {membership.role for membership in memberships}), units)


def account_of(there: Tenant, role: str) -> Account:
    """A member of staff by role; the tenant's scope is open."""
    from laufzettel.tenants.models import Membership

    with in_tenant(there.id):
        found = Membership.objects.filter(role=role).select_related("account").order_by("id").first()
        assert found is not None
        return found.account


def citizen(name: str = "Şükrü Yıldız", email: str = "yildiz@beispiel.de") -> Account:
    """The account of somebody who signs in with an identity provider."""
    known_by = {"kind": Account.Kind.CITIZEN, "issuer": "https://konto.beispiel.de", "subject": name}
    made: Account = Account.objects.get_or_create(**known_by, defaults={"name": name, "email": email})[0]
    return made


def submitted(
    slug: str = "frankenberg-eder",
    scenario: str = "erster-hund",
    service: str = "hund-anmelden",
    sender: Sender = NOBODY,
    **changes: Any,
) -> Scene:
    """An application from a scenario of the service's package, submitted; `hund__name="Rex"` changes an answer."""
    there = tenant(slug)
    with in_tenant(there.id):
        offering = catalogue.offering(service)
        assert offering is not None
        package = catalogue.package_of(offering)
        values = to_feel(package.scenarios[scenario].data["application"])
        for path, value in changes.items():
            part, _, name = path.partition("__")
            values[part][name] = value
        draft, _ = applications.begin(offering, "de")
        applications.save_page(draft, "seite_zahlung", values, is_done=True, language="de")
        receipt = applications.submit(draft.id, sender=sender)
        assert isinstance(receipt, applications.Receipt)
    return Scene(there, clerk(slug), receipt)


def decided(slug: str = "frankenberg-eder", scenario: str = "erster-hund", **changes: Any) -> Scene:
    """Submitted, and the clerk has done the task as the scenario says: the letter waits for being issued."""
    scene = submitted(slug, scenario, **changes)
    work_off()
    with in_tenant(scene.tenant.id):
        package = case_queries.package_of(scene.case)
        answers = to_feel(package.scenarios[scenario].data["step"][0]["complete"])
        cases.complete_task(scene.clerk, scene.task.id, answers)
    work_off()
    return scene


def issued(slug: str = "frankenberg-eder", scenario: str = "erster-hund", **changes: Any) -> Scene:
    """Decided, and the letter issued: it lies in the print basket, the case is over, everything is filed."""
    scene = decided(slug, scenario, **changes)
    with in_tenant(scene.tenant.id):
        profile = tenants.profile()
        assert profile is not None
        letters.issue(scene.clerk, scene.letter, scene.tenant, profile)
    work_off()
    return scene


def work_off() -> list[str]:
    """Do what is enqueued, as a worker would, until nothing is left; the names of the tasks done."""
    done: list[str] = []
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM procrastinate_jobs WHERE id = (SELECT id FROM procrastinate_jobs "
                "WHERE status = 'todo' ORDER BY id LIMIT 1) RETURNING task_name, args"
            )
            row = cursor.fetchone()
        if row is None:
            return done
        name, arguments = row[0], json.loads(row[1])
        object_id = arguments.get("object_id")
        jobs.registered(name)(uuid.UUID(arguments["tenant"]), uuid.UUID(object_id) if object_id else None)
        done.append(name)
