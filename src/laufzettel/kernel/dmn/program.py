"""From bytes to decisions that run."""

from collections.abc import Mapping
from datetime import UTC, datetime

from laufzettel.kernel.dmn.decisions import Decisions
from laufzettel.kernel.dmn.graph import Graph
from laufzettel.kernel.dmn.logic import LogicCompiler
from laufzettel.kernel.dmn.model import Definitions, Literal
from laufzettel.kernel.dmn.reader import FATAL, read_definitions
from laufzettel.kernel.dmn.types import Check, ItemType, TypeTable
from laufzettel.kernel.feel.budget import Budget
from laufzettel.kernel.feel.builtins import MULTI_WORD
from laufzettel.kernel.feel.compiler import compile_node
from laufzettel.kernel.feel.parser import parse
from laufzettel.kernel.feel.properties import PROPERTY_NAMES
from laufzettel.kernel.feel.run import Run, Scope
from laufzettel.kernel.feel.values import Value
from laufzettel.kernel.problems import Finding, ProgramError, Text

_DAY = datetime(2000, 1, 1, tzinfo=UTC)
_MISSING = Text("Das eingebundene Modell „{}“ fehlt.", "The imported model “{}” is missing.")
_CIRCLE = Text("Die Modelle binden sich im Kreis ein: „{}“.", "The models import each other: “{}”.")
Imports = Mapping[str, "bytes | str | Decisions"]


def read(data: bytes | str, *, file: str = "", imports: Imports | None = None, lenient: bool = False) -> Decisions:
    """The decisions of a DMN 1.2 to 1.5 file.

    `imports` gives what the file imports, by namespace or by location: another file's content or its decisions.
    Raises `ProgramError` with all findings, each with file, element and line. With `lenient`, what does not compile or
    is not known gives null instead; the kit of the standard asks for that, a package never does.
    """
    return _Reader(imports or {}, lenient).read(data, file)


class _Reader:
    def __init__(self, imports: Imports, lenient: bool) -> None:
        self._imports = imports
        self._lenient = lenient
        self._open: list[str] = []
        self._done: dict[str, Graph] = {}

    def read(self, data: bytes | str, file: str) -> Decisions:
        definitions = read_definitions(data, file, lenient=self._lenient)
        imported, findings = self._imported(definitions)
        types = TypeTable(definitions.types, _check, _imported_types(definitions, imported))
        compiler = LogicCompiler(types)
        graph = Graph(definitions, imported, compiler)
        findings += types.findings + graph.findings + compiler.findings
        if self._lenient:
            findings = [finding for finding in findings if finding.code in FATAL]
        if findings:
            raise ProgramError(findings)
        return Decisions(graph)

    def _imported(self, definitions: Definitions) -> tuple[dict[str, Graph], list[Finding]]:
        graphs: dict[str, Graph] = {}
        findings: list[Finding] = []
        for item in definitions.imports:
            given = self._imports.get(item.namespace, self._imports.get(item.location))
            if item.namespace in self._done:
                graphs[item.namespace] = self._done[item.namespace]
            elif given is None or item.namespace in self._open:
                what = _CIRCLE if item.namespace in self._open else _MISSING
                what = Text(what.format(item.namespace), what.en.format(item.namespace))
                findings.append(Finding("dmn-import", what, item.place))
            elif isinstance(given, Decisions):
                graphs[item.namespace] = given.graph
            else:
                self._open.append(definitions.namespace)
                graphs[item.namespace] = self.read(given, item.location or item.namespace).graph
                self._open.pop()
                self._done[item.namespace] = graphs[item.namespace]
        return graphs, findings


def _imported_types(definitions: Definitions, imported: Mapping[str, Graph]) -> dict[str, ItemType]:
    found: dict[str, ItemType] = {}
    for item in definitions.imports:
        graph = imported.get(item.namespace)
        for name, kind in graph.compiler.types.named.items() if graph is not None else ():
            found[f"{item.name}.{name}" if item.name else name] = kind
    return found


def _check(allowed: Literal) -> Check:
    """Whether a value passes the unary tests of an item definition; they see nothing but the value."""
    node = parse(allowed.text, names=PROPERTY_NAMES, functions=MULTI_WORD, type_names={}, unary=True)
    running = compile_node(node, allowed.text)

    def check(value: Value) -> bool:
        return running(Scope({"?": value}, None, Run(_DAY, Budget(), None))) is True

    return check
