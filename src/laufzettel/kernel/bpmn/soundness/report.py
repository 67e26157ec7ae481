"""What is not sound, in words."""

from collections.abc import Iterable, Iterator

from laufzettel.kernel.bpmn.program import Node, Program
from laufzettel.kernel.bpmn.soundness.net import Move, Net, Outcome
from laufzettel.kernel.bpmn.soundness.reduce import bits
from laufzettel.kernel.problems import NO_TEXT, Finding, Place, Severity, Text


def deadlock(program: Program, net: Net, marking: int, path: tuple[Move, ...]) -> Finding:
    """Tokens wait at joins for others that never come."""
    joins = list(dict.fromkeys(net.nodes[bit.bit_length() - 1] for bit in bits(marking)))
    join = joins[0]
    parked = {net.places[bit.bit_length() - 1] for bit in bits(marking)}
    missing = [edge for edge in join.incoming if edge.key not in parked]
    sources = ", ".join(f"„{edge.source.label}“" for edge in missing)
    de = f"Hier geht es nicht weiter: „{join.label}“ wartet vergeblich auf {sources}. {_way(program, path).de}"
    en = f"This gets stuck: “{join.label}” waits in vain for {sources}. {_way(program, path).en}"
    return _finding(program, "deadlock", join, de, en)


def runs_twice(program: Program, net: Net, place: int, path: tuple[Move, ...]) -> Finding:
    """A place would hold two tokens."""
    node = net.firsts[(place & -place).bit_length() - 1]
    de = f"„{node.label}“ kann zweimal zugleich laufen. {_way(program, path).de}"
    en = f"“{node.label}” may run twice at the same time. {_way(program, path).en}"
    hint = Text(
        "Mehrere Wege führen hier gleichzeitig hin; sie gehören vorher zusammengeführt.",
        "Several ways lead here at the same time; join them before.",
    )
    return _finding(program, "runs-twice", node, de, en, hint)


def no_way_out(program: Program, net: Net, marking: int, path: tuple[Move, ...]) -> Finding:
    """From here the end cannot be reached any more."""
    node = net.nodes[bits(marking)[0].bit_length() - 1]
    de = f"Ab „{node.label}“ wird das Ende nie mehr erreicht. {_way(program, path).de}"
    en = f"From “{node.label}” on the end is never reached. {_way(program, path).en}"
    return _finding(program, "no-way-out", node, de, en)


def dead(program: Program, node: Node) -> Finding:
    """No run reaches this."""
    return _finding(
        program,
        "dead-element",
        node,
        f"„{node.label}“ kommt in keinem Ablauf vor.",
        f"“{node.label}” occurs in no run.",
    )


def no_thrower(program: Program, event: Node) -> Finding:
    """Nothing throws what this event catches."""
    code = event.event.code if event.event else ""
    de = f"Nichts löst aus, was „{event.label}“ abfängt" + (f" (Code „{code}“)." if code else ".")
    en = f"Nothing throws what “{event.label}” catches" + (f" (code “{code}”)." if code else ".")
    return _finding(program, "no-thrower", event, de, en)


def uncaught(program: Program, outcomes: Iterable[Outcome]) -> Iterator[Finding]:
    """Errors that leave the process."""
    ends = {
        node.event.code: node
        for node in program.nodes.values()
        if node.behaviour == "end" and node.event is not None and node.event.kind == "error"
    }
    for outcome in sorted(outcomes, key=lambda outcome: outcome.code):
        if outcome.kind != "error" or outcome.code == "*":
            continue
        node = ends.get(outcome.code, program.process)
        yield _finding(
            program,
            "uncaught-error",
            node,
            f"Den Fehler „{outcome.code}“ fängt nichts ab; er endet immer als Störung.",
            f"Nothing catches the error “{outcome.code}”; it always ends as an incident.",
            severity="error" if outcome.code in ends else "warning",
        )


def not_proven(program: Program, scope: Node) -> Finding:
    """Too many situations to look at."""
    names = [child.label for child in scope.children]
    first, last = (names[0], names[-1]) if names else (scope.label, scope.label)
    return _finding(
        program,
        "not-proven",
        scope,
        f"Nicht bewiesen: Zwischen „{first}“ und „{last}“ gibt es zu viele Situationen.",
        f"Not proven: between “{first}” and “{last}” there are too many situations.",
        Text("Einen Teil in einen Teilprozess auslagern.", "Separate a part into a sub-process."),
    )


class _Words:
    def __init__(self, de: str, en: str) -> None:
        self.de = de
        self.en = en


def _way(program: Program, path: tuple[Move, ...]) -> _Words:
    """The path by the names of its elements."""
    names = []
    for move in path:
        label = program.nodes[move.event or move.node].label
        flows = [program.edges[key].name for key in move.flows if program.edges[key].name]
        if program.nodes[move.node].behaviour in ("exclusive", "inclusive") and flows:
            label += f" ({', '.join(flows)})"
        names.append(label)
    shown = " → ".join(names)
    return _Words(f"Weg dorthin: {shown}.", f"The way there: {shown}.")


def _finding(
    program: Program,
    code: str,
    node: Node,
    de: str,
    en: str,
    hint: Text = NO_TEXT,
    severity: Severity = "error",
) -> Finding:
    place = Place(program.model.file, node.id, node.line)
    return Finding(f"bpmn-{code}", Text(de, en), place, severity, hint)
