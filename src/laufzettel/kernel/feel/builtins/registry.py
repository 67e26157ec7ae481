"""How a built-in function is declared: by its signature in FEEL's own notation."""

from collections.abc import Callable

from laufzettel.kernel.feel.names import NameBook
from laufzettel.kernel.feel.run import Run
from laufzettel.kernel.feel.type_parser import TypeParser
from laufzettel.kernel.feel.types import ANY, FeelType, union
from laufzettel.kernel.feel.values import Function, Value

FUNCTIONS: dict[str, Function] = {}
MULTI_WORD = NameBook()

Body = Callable[..., Value]


def _parameters(text: str) -> list[tuple[str, FeelType]]:
    found = []
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        name, _, kind = part.partition(":")
        found.append((name.strip(), parse_types(kind)))
    return found


def parse_types(text: str) -> FeelType:
    """A type as it is written in a signature: types between `|`."""
    return union(*(TypeParser(part, (), {}).parse_type()[0] or ANY for part in text.split("|")))


def built_in(signature: str) -> Callable[[Body], Body]:
    """Register a Python function as a built-in of FEEL.

    The signature separates parameters by `;` and marks optional ones by `?` and the variadic last one by `...`:
    `substring(string: string; start position: number; length?: number) -> string`. The function gets the run and
    the arguments, converted to the types; null arrives only where the type says `Null` or `Any`.
    """
    head, _, result = signature.partition("->")
    name, _, inside = head.strip().removesuffix(")").partition("(")
    parameters = _parameters(inside)
    names = [parameter.lstrip(".").rstrip("?") for parameter, _ in parameters]
    optional = sum(parameter.endswith("?") for parameter, _ in parameters)
    variadic = bool(parameters) and parameters[-1][0].startswith("...")

    def register(body: Body) -> Body:
        def call(run: Run, arguments: list[Value]) -> Value:
            return body(run, *arguments)

        function = Function(
            name,
            names,
            call,
            types=[kind for _, kind in parameters],
            result=parse_types(result),
            optional=optional,
            variadic=variadic,
            strict=True,
            direct=body,
        )
        _add(function)
        return body

    return register


def _add(function: Function) -> None:
    known = FUNCTIONS.get(function.name)
    if known is None:
        FUNCTIONS[function.name] = function
        MULTI_WORD.add(function.name)
    else:
        known.overloads = (*known.overloads, function)
