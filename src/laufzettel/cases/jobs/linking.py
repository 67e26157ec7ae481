"""`case.start`: one case starts another, of another service, perhaps of another office of the same tenant.

`case.linked`: whether one has come of it already.
"""

from typing import Any

from django.db import transaction

from laufzettel.cases import actions, disclosures
from laufzettel.cases.jobs import Answer, Done, Failed, Threw, Work, register
from laufzettel.catalogue import queries as catalogue
from laufzettel.catalogue.models import Offering
from laufzettel.core.clock import ZONE
from laufzettel.kernel import feel
from laufzettel.kernel.package import SettingsSeries
from laufzettel.kernel.problems import Text, joined


@register("case.start")
def start(work: Work) -> Answer:
    """Open the case as if its application had come with this one; what its form would not accept is not passed on."""
    offering = catalogue.offering_for_staff(work.input["service"])
    if offering is None:
        service = work.input["service"]
        return Threw(
            "service-not-offered", Text(f"{service}: wird hier nicht angeboten.", f"{service}: not offered here.")
        )
    settings = catalogue.settings_series(offering)
    values, fault = _accepted(work, offering, settings)
    if fault is not None:
        return Failed(fault)
    opening = actions.Opening(offering, offering.edition, values, work.case.received_at, work.case.language, settings)
    try:
        with transaction.atomic():
            case = actions.open_case(work.actor, opening)
    except actions.NoReceiver:
        nobody = Text("Niemand hier darf das lesen.", "Nobody here may read this.")
        return Threw("service-not-offered", nobody)
    disclosures.link(work.actor, work.case, case, work.input["legal_basis"])
    return Done({"number": case.number, "case_id": str(case.id)})


@register("case.linked")
def linked(work: Work) -> Answer:
    """Whether another case has come of this one, started by it or made by hand."""
    service = work.input["service"]
    links = work.case.links.filter(target__offering__key=service) if service else work.case.links.all()
    return Done({"is_linked": links.exists()})


def _accepted(work: Work, offering: Offering, settings: SettingsSeries) -> tuple[dict[str, Any], Text | None]:
    """The answers as the other service's form keeps them, and why it would not take them."""
    package, answers = catalogue.package_of(offering), work.input["application"]
    moment, title = work.case.received_at.astimezone(ZONE), package.service.title
    day = feel.Date.from_python(actions.reference_date_of(package, answers, moment))
    if missing := settings.missing(package.settings.values(), day, now=moment):
        names = ", ".join(setting.label for setting in missing)
        return {}, Text(
            f"Der Leistung „{title}“ fehlen Einstellungen: {names}.", f"The service “{title}” lacks settings: {names}."
        )
    context = settings.at(day)
    values = package.application.prune(answers, context, now=moment)
    errors = package.application.complete(values, context, now=moment)
    if not errors:
        return values, None
    said = joined((Text(f"{error.path}: {error.text}", f"{error.path}: {error.text.en}") for error in errors), " ")
    return values, Text(f"„{title}“ nimmt das nicht an: {said}", f"“{title}” does not take this: {said.en}")
