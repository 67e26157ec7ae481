"""`case.forward` and `disclosure.make`: data go to another office, and the case says what allowed it."""

import json

from laufzettel.cases import disclosures
from laufzettel.cases.jobs import Answer, Done, Failed, Threw, Work, register
from laufzettel.files.actions import store_file
from laufzettel.kernel import feel
from laufzettel.kernel.problems import Text
from laufzettel.records import actions as records
from laufzettel.tenants import queries as tenants

_NO_BASIS = Text(
    "Für die Weitergabe fehlt die Rechtsgrundlage oder der Empfänger.",
    "The legal basis or the recipient of the disclosure is missing.",
)


@register("case.forward")
def forward(work: Work) -> Answer:
    """From now on another unit of the tenant answers for the case."""
    group = work.input["group"]
    unit = tenants.unit_with(group)
    if unit is None:
        return Threw("no-such-unit", Text(f"{group}: keine Einheit dieser Kommune.", f"{group}: no unit here."))
    if not work.input["legal_basis"].strip():
        return Failed(_NO_BASIS)
    disclosures.forward(work.actor, work.case, unit, work.input["legal_basis"])
    return Done({"unit": unit.name})


@register("disclosure.make")
def make(work: Work) -> Answer:
    """Record the disclosure, and file what was disclosed."""
    recipient, subject, basis = (work.input[name] for name in ("recipient", "subject", "legal_basis"))
    if not recipient.strip() or not basis.strip():
        return Failed(_NO_BASIS)
    made = disclosures.disclose(work.actor, work.case, recipient, subject, basis)
    if (data := work.input.get("data")) is not None and work.case.record is not None:
        content = json.dumps(feel.to_json(data), ensure_ascii=False, indent=1).encode()
        file = store_file("uebermittlung.json", "application/json", content)
        title = f"Übermittlung an {recipient}: {subject}"[:200]
        records.file_document(
            work.actor, work.case.record, file, title=title, kind="disclosure", source=f"job {work.job.id}"
        )
    return Done({"disclosure_id": str(made.id)})
