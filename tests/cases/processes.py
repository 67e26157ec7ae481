"""Services of one process each, in the short notation of the kernel's tests: released, offered, and played for real."""

import json
import re
import uuid
from typing import Any

from tests.kernel.bpmn.notation import bpmn
from tests.scenes import work_off

from laufzettel.cases import actions as cases
from laufzettel.cases import correlation, disclosures, subscriptions
from laufzettel.cases.models import Case, Task
from laufzettel.catalogue import actions as catalogue
from laufzettel.catalogue import queries
from laufzettel.catalogue.models import Offering
from laufzettel.core.actors import SYSTEM
from laufzettel.core.clock import now
from laufzettel.core.tenancy import in_tenant
from laufzettel.kernel import feel
from laufzettel.kernel.package.beginning import blank
from laufzettel.kernel.package.values import to_feel
from laufzettel.tenants.models import Unit

ANSWERS = {
    "anliegen": {"thema": "Ein Beispiel", "seit": "2026-03-01"},
    "person": {"vorname": "Zoë", "nachname": "Großmann", "strasse": "Kirchgasse 1", "plz": "35745", "ort": "Herborn"},
}

WORKS = """
start s
user u
end e
s -> u -> e
"""
STARTS = """
start s
service los | type=case.start | in=service:="erlaubnis" | in=application:={anliegen: {thema: anliegen.thema, seit: date(anliegen.seit)}, person: person, egal: 1} | in=legal_basis:="Einwilligung im Antrag" | out=nummer:=number
boundary fehlt | on=los | error=service-not-offered
end e
end ohne
s -> los -> e
fehlt -> ohne
"""


def offer(key: str, process: str, messages: str = "", version: str = "0.1.0", trust: str = "none") -> Offering:
    """Release a service with this process and offer it in the open tenant; `messages` is TOML for service.toml,
    `trust` the level that it asks for.
    """
    files = blank(key, key.replace("-", " ").title())
    service = files["service.toml"].decode().replace('version = "0.1.0"', f'version = "{version}"')
    service = service.replace('trust = "none"', f'trust = "{trust}"')
    assert f'trust = "{trust}"' in service
    start = service.index("[act.bescheid]")
    service = service[:start] + service[service.index("[process]") :] + messages
    process = re.sub(r"(user \w+)", r"\1 | name=Prüfen | form=pruefung | groups=sachbearbeitung", process)
    kept = {name: content for name, content in files.items() if name in ("antrag.form", "pruefung.form")}
    kept |= {"service.toml": service.encode(), "vorgang.bpmn": bpmn(process).encode()}
    if "form=pruefung" not in process:
        del kept["pruefung.form"]
    unit = Unit.objects.order_by("id").first()
    assert unit is not None
    return catalogue.offer(SYSTEM, catalogue.release(kept), unit)


def begin(offering: Offering, topic: str = "Ein Beispiel", **more: Any) -> Case:
    """A case of it, in the open tenant."""
    answers: dict[str, Any] = json.loads(json.dumps(ANSWERS))
    answers["anliegen"]["thema"] = topic
    opening = cases.Opening(
        offering, offering.edition, to_feel({**answers, **more}), now(), "de", queries.settings_series(offering)
    )
    return cases.open_case(SYSTEM, opening)


def complete(case: Case, element: str, **variables: Any) -> None:
    """Do the open task of an element."""
    task = Task.objects.get(case=case, element=element, state=Task.State.OPEN)
    cases.complete_task(SYSTEM, task.id, to_feel(variables))


def variables(case: Case) -> dict[str, Any]:
    """What was written into the process's own scope since it began, also when the case is over."""
    events = list(case.history.order_by("number"))
    root = events[0].instance
    written: dict[str, Any] = {}
    begun: Any = feel.context_from_json(events[0].data).get("variables", {})
    written |= begun
    for event in events:
        if event.kind == "variables" and event.instance == root:
            written |= feel.context_from_json(event.data)
    return {name: value for name, value in written.items() if name not in ANSWERS}


def outcome(case: Case) -> str:
    """The end event that the case has come to; empty while it runs."""
    return str(Case.objects.get(id=case.id).outcome)


def leave_messages(here: uuid.UUID) -> None:
    """A message that has reached a case, a signal that is on its way to another, a case that has started one and disclosed,
    and a service whose cases the clock begins."""
    with in_tenant(here):
        both = "start s\nand f\ncatch m | message=auskunft | key=alle\ncatch g | signal=alarm\nand j\nend e\n"
        flows = "s -> f -> m -> j -> e\nf -> g -> j"
        begin(offer("warten", both + flows, '[message.auskunft]\ntext = "text"\n'))
        correlation.publish(SYSTEM, "auskunft", "alle", {"text": "nur hier"})
        offer("erlaubnis", WORKS)
        disclosures.disclose(SYSTEM, begin(offer("steuer", STARTS)), "Finanzamt", "Anmeldung", "§ 93a AO")
        offer("taeglich", "start s\nstart uhr | timer=R/P1D\nend e\ns -> e\nuhr -> e\n")
    work_off()
    with in_tenant(here):
        assert subscriptions.throw_signal(None, "alarm", {}) == 1
