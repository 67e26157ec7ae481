"""`case.start`: one case starts another, of another service, perhaps of another office of the same tenant."""

from typing import Any

from laufzettel.cases import actions
from laufzettel.cases.jobs import Answer, Done, Failed, Threw, Work, register
from laufzettel.cases.models import CaseLink
from laufzettel.catalogue import queries as catalogue
from laufzettel.catalogue.models import Offering
from laufzettel.core import audit
from laufzettel.core.clock import now
from laufzettel.kernel import feel
from laufzettel.kernel.package import SettingsSeries


@register("case.start")
def start(work: Work) -> Answer:
    """Open the case as if its application had come with this one; what its form would not accept is not passed on."""
    offering = catalogue.offering_for_staff(work.input["service"])
    if offering is None:
        return Threw("service-not-offered", f"{work.input['service']}: wird hier nicht angeboten.")
    settings = catalogue.settings_series(offering)
    values, faults = _accepted(work, offering, settings)
    if faults:
        return Failed(" ".join(faults))
    opening = actions.Opening(offering, offering.edition, values, work.case.received_at, work.case.language, settings)
    case = actions.open_case(work.actor, opening)
    CaseLink(source=work.case, target=case, legal_basis=work.input["legal_basis"][:300], created_at=now()).save(
        force_insert=True
    )
    reason = f"{work.case.number}: {work.input['legal_basis']}"
    audit.record(work.actor, "data-disclosed", kind="case", object_id=case.id, reason=reason)
    return Done({"number": case.number, "case_id": str(case.id)})


def _accepted(work: Work, offering: Offering, settings: SettingsSeries) -> tuple[dict[str, Any], list[str]]:
    """The answers as the other service's form keeps them, and why it would not take them."""
    package, moment = catalogue.package_of(offering), work.case.received_at
    day = package.reference_date.evaluate(work.input["application"], now=moment)
    day = day if isinstance(day, feel.Date) else feel.Date.from_python(moment.date())
    missing = settings.missing(package.settings.values(), day, now=moment)
    if missing:
        names = ", ".join(setting.label for setting in missing)
        return {}, [f"Der Leistung „{package.service.title}“ fehlen Einstellungen: {names}."]
    context = settings.at(day)
    values = package.application.prune(work.input["application"], context, now=moment)
    errors = package.application.complete(values, context, now=moment)
    title = package.service.title
    return values, [f"„{title}“ nimmt das nicht an: {error.path}: {error.text}" for error in errors]
