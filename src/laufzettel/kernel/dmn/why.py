"""Why a decision came out as it did, in words: a line for each rule that fired and each value that was computed."""

from typing import TYPE_CHECKING

from laufzettel.kernel.dmn.frame import Step
from laufzettel.kernel.dmn.sets import ValueSet
from laufzettel.kernel.dmn.words import condition_words, conjunction, is_single, value_words
from laufzettel.kernel.feel.values import Value
from laufzettel.kernel.problems import Text

if TYPE_CHECKING:
    from laufzettel.kernel.dmn.decisions import Decided
    from laufzettel.kernel.dmn.tables import TableRun

_RULE = Text("Regel {}", "Rule {}")
_NO_RULE = Text("Keine Regel trifft zu", "No rule matches")
_ALWAYS = Text("in jedem Fall", "in every case")
_IS = Text("{} ist {}", "{} is {}")
_NO_RESULT = Text("kein Ergebnis", "no result")
_NO_VALUE = Text("ohne Wert", "without a value")
_DEFAULT = Text("Vorgabe: {}", "default: {}")
_COMPUTED = Text("{} ergibt {}", "{} gives {}")


def explain(decided: "Decided", language: str) -> str:
    """The lines of the explanation; the last ones name what went wrong, if anything did."""
    several = len(decided.trace) > 1
    steps = [step for step in decided.trace if step.tables or not _is_made_of_parts(step.value)]
    lines = [line for step in steps for line in _step_lines(step, several, language)]
    notes: list[str] = []
    for problem in decided.problems:
        if problem.code.startswith("dmn-") and problem.code != "dmn-no-rule":
            note = problem.message.in_language(language)
            if note not in notes:
                notes.append(note)
    return "\n".join(lines + notes)


def _is_made_of_parts(value: Value) -> bool:
    """A context, or a list of them: it is put together from what steps and inputs say, and shown as the result."""
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(item, dict) for item in value))


def _step_lines(step: Step, several: bool, language: str) -> list[str]:
    title = step.label or step.name
    if not step.tables:
        said = _NO_RESULT.in_language(language) if step.value is None else value_words(step.value, language)
        return [_COMPUTED.in_language(language).format(title, said)]
    prefix = f"{title} – " if several else ""
    return [prefix + line for run in step.tables for line in _table_lines(run, title, language)]


def _table_lines(run: "TableRun", title: str, language: str) -> list[str]:
    if not run.rules:
        given = [
            _IS.in_language(language).format(column.label, value_words(value, language))
            for column, value in zip(run.running.inputs, run.inputs, strict=True)
        ]
        result = _outputs(run, run.outputs[0], title, language) if run.used_default else ""
        said = _DEFAULT.in_language(language).format(result) if result else _NO_RESULT.in_language(language)
        return [f"{_NO_RULE.in_language(language)}: {conjunction(given, language)} → {said}"]
    lines = []
    for rule, outputs in zip(run.rules, run.outputs, strict=True):
        number = _RULE.in_language(language).format(rule.number)
        notes = f" ({'; '.join(rule.annotations)})" if rule.annotations else ""
        conditions = _conditions(run, rule.number - 1, language)
        lines.append(f"{number}: {conditions} → {_outputs(run, outputs, title, language)}{notes}")
    return lines


def _conditions(run: "TableRun", rule: int, language: str) -> str:
    said = []
    for column, value in zip(run.running.inputs, run.inputs, strict=True):
        if column.cells[rule] is None:
            continue
        text = _IS.in_language(language).format(column.label, value_words(value, language))
        cell = column.sets[rule]
        if isinstance(cell, ValueSet) and not is_single(cell) and not cell.empty:
            text += f" ({condition_words(cell, language)})"
        said.append(text)
    return conjunction(said, language) or _ALWAYS.in_language(language)


def _outputs(run: "TableRun", outputs: tuple[Value, ...], title: str, language: str) -> str:
    clauses = run.running.table.outputs
    alone = run.running.table.output_label or title
    names = [clause.label or clause.name or alone for clause in clauses]
    said = [_NO_VALUE.in_language(language) if value is None else value_words(value, language) for value in outputs]
    return "; ".join(f"{name}: {words}" for name, words in zip(names, said, strict=True))
