"""Incidents: a token that cannot go on, with its cause; the rest of the case goes on (rule 17)."""

from laufzettel.kernel.bpmn.effects import RaiseIncident
from laufzettel.kernel.bpmn.run import Run
from laufzettel.kernel.bpmn.state import Instance, Phase
from laufzettel.kernel.bpmn.trouble import Trouble
from laufzettel.kernel.bpmn.values import Value


def raise_incident(
    run: Run, instance: Instance, phase: Phase, trouble: Trouble, result: dict[str, Value] | None = None
) -> None:
    """Stop an instance: while `activating`, `running` (its job or task failed) or `completing` (with its result)."""
    message = trouble.message
    data = {
        "kind": trouble.kind,
        "message": str(message),
        "message_en": message.in_language("en"),
        "detail": trouble.detail,
    }
    run.set_incident(instance.number, phase, data, result)
    effect = RaiseIncident(kind=trouble.kind, message=message, detail=trouble.detail, **run.about(instance))
    run.effects.append(effect)
