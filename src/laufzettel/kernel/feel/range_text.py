"""A range from its text: `range("[1..3]")`."""

from laufzettel.kernel.feel.comparison import compare
from laufzettel.kernel.feel.names import NameBook
from laufzettel.kernel.feel.nodes import Call, Literal, Name, Negation, Node, RangeNode
from laufzettel.kernel.feel.operators import negate
from laufzettel.kernel.feel.parser import parse
from laufzettel.kernel.feel.run import Run
from laufzettel.kernel.feel.temporal_text import parse_date, parse_date_time, parse_duration, parse_time
from laufzettel.kernel.feel.values import Range, Value
from laufzettel.kernel.problems import ProgramError

_CONSTRUCTORS = {"date": parse_date, "time": parse_time, "date and time": parse_date_time, "duration": parse_duration}
_NAMES = NameBook(_CONSTRUCTORS)


def _end(run: Run, node: Node | None) -> Value:
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, Negation) and isinstance(node.operand, Literal):
        return negate(run, node.operand.value)
    if isinstance(node, Call) and isinstance(node.function, Name) and len(node.arguments) == 1:
        read, argument = _CONSTRUCTORS.get(node.function.name), node.arguments[0]
        if read and isinstance(argument, Literal) and isinstance(argument.value, str):
            return read(argument.value)
    return None


def range_of(run: Run, text: str) -> Value:
    """The range that a text says; its ends are literals or dates, times, durations made of literals."""
    try:
        node = parse(text, functions=_NAMES)
    except ProgramError:
        node = Literal(None)
    if isinstance(node, RangeNode) and not node.operator:
        start, end = _end(run, node.start), _end(run, node.end)
        order = compare(start, end)
        if order is not None and order <= 0:
            return Range(start, end, node.start_included, node.end_included)
    return run.null("feel-range", f"„{text[:40]}“ ist kein Bereich", f"“{text[:40]}” is no range")
