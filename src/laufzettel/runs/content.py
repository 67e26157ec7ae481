"""What a notice of a run says and to whom."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from laufzettel.cases import mailboxes
from laufzettel.cases.jobs.letters import address_lines, salutation_of
from laufzettel.cases.models import Case
from laufzettel.kernel import feel, law
from laufzettel.kernel.package import Package
from laufzettel.letters.actions import Content
from laufzettel.tenants import queries as tenants

ACT = ("procedure", "issuing_body", "form", "remedy", "second_person", "demands_payment")


def content_of(
    package: Package,
    name: str,
    variables: Mapping[str, Any],
    recipient: Mapping[str, Any],
    case: Case,
    *,
    is_demo: bool,
) -> Content:
    """The letter of the package with these values, for this party, under the reference of the case's record."""
    reads = {path.split(".")[0] for path in package.letters[name].reads}
    act = package.acts.get(name)
    marks = {"demo": is_demo, "practice": tenants.by_id(case.tenant_id).is_practice}
    return Content(
        name=name,
        source=package.files[f"{name}.md"].decode(),
        context=feel.to_json({key: value for key, value in variables.items() if key in reads}),
        address={"lines": address_lines(recipient), "salutation": salutation_of(recipient)},
        act={key: value for key, value in asdict(act).items() if key in ACT} if act else None,
        info=_info(case),
        marks=tuple(mark for mark, applies in marks.items() if applies),
        channel=law.paper_way(act),
        mailbox=mailboxes.mailbox_for(case, act, recipient),
    )


def _info(case: Case) -> dict[str, Any]:
    unit = case.unit
    reference = case.record.reference if case.record else case.number
    pairs = [("Aktenzeichen", reference), ("Auskunft", unit.name), ("Zimmer", unit.room)]
    pairs += [("Telefon", unit.telephone), ("E-Mail", unit.email)]
    return {"pairs": [pair for pair in pairs if pair[1]], "unit": unit.name, "reference": reference}
