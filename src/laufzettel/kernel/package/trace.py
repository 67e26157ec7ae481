"""The history of a case in words, for those who test a service."""

from collections.abc import Iterable, Iterator

from laufzettel.kernel import feel
from laufzettel.kernel.bpmn import Event
from laufzettel.kernel.problems import Text


def in_words(events: Iterable[Event]) -> Iterator[Text]:
    """A sentence for each event that a person wants to read."""
    for event in events:
        name = event.name or event.element
        data = event.data
        match event.kind:
            case "activated":
                yield Text(f"„{name}“ beginnt.", f'"{name}" begins.')
            case "completed":
                yield Text(f"„{name}“ ist fertig.", f'"{name}" is done.')
            case "terminated":
                yield Text(f"„{name}“ wird beendet.", f'"{name}" is ended.')
            case "taken" if event.name:
                yield Text(f"Es geht weiter mit „{name}“.", f'It goes on with "{name}".')
            case "decided":
                value = feel.to_text(data["value"])
                yield Text(f"{data['decision']} ergibt {value}.", f"{data['decision']} gives {value}.")
            case "triggered":
                yield Text(f"„{name}“ tritt ein.", f'"{name}" happens.')
            case "incident":
                yield Text(f"Störung bei „{name}“: {data['message']}", f'Incident at "{name}": {data["message_en"]}')
            case "error":
                yield Text(f"„{name}“ meldet den Fehler {data['code']}.", f'"{name}" throws {data["code"]}.')
            case "ended":
                yield Text("Der Vorgang ist zu Ende.", "The case is over.")
