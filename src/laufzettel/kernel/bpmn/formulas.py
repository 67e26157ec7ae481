"""Texts of the model as formulas: `= …` is FEEL, anything else stands for itself."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from laufzettel.kernel import feel
from laufzettel.kernel.bpmn.findings import Findings
from laufzettel.kernel.bpmn.program import Formula
from laufzettel.kernel.bpmn.trouble import Trouble
from laufzettel.kernel.bpmn.values import Value
from laufzettel.kernel.problems import NO_TEXT, Place, ProgramError, Text


class FormulaCompiler:
    """Compiles texts and collects what is wrong with them."""

    def __init__(self, findings: Findings, names: Iterable[str]) -> None:
        self.findings = findings
        self.names = tuple(names)

    def formula(self, text: str, element: str, line: int) -> Formula | None:
        """A formula; None when the text is empty or wrong (then a finding is noted)."""
        if not text:
            return None
        place = Place(self.findings.file, element, line)
        if not text.startswith("="):
            return Formula(text, text, lambda _context, _now: text, place)
        return self._feel(text[1:].strip(), text, place)

    def expression(self, text: str, element: str, line: int) -> Formula | None:
        """A formula that must be an expression."""
        if text and not text.startswith("="):
            self.findings.add(
                "not-an-expression",
                f"„{text}“ muss ein Ausdruck sein.",
                f"'{text}' must be an expression.",
                element=element,
                line=line,
                hint=Text("Ein Ausdruck beginnt mit „=“.", "An expression begins with '='."),
            )
            return None
        return self.formula(text, element, line)

    def _feel(self, source: str, text: str, place: Place) -> Formula | None:
        try:
            expression = feel.compile(source, names=self.names)
        except ProgramError as error:
            for found in error.findings:
                self.findings.add(
                    "expression",
                    f"Der Ausdruck „{source}“ ist falsch: {found.message}",
                    f"The expression '{source}' is wrong: {found.message.in_language('en')}",
                    element=place.element,
                    line=place.line,
                    hint=found.hint or NO_TEXT,
                )
            return None

        def evaluate(context: Mapping[str, Value], now: datetime) -> Value:
            try:
                return expression.evaluate(context, now=now)
            except feel.BudgetExceeded as error:
                raise Trouble("expression-limit", error.finding.message, text) from error

        return Formula(text, None, evaluate, place, frozenset(expression.reads), expression)
