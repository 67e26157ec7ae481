"""FEEL inside a form: conditions, bounds, options, and texts with placeholders."""

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from laufzettel.kernel import feel
from laufzettel.kernel.forms.formatting import in_words
from laufzettel.kernel.forms.paths import Value
from laufzettel.kernel.problems import NO_TEXT, Text

type Scope = Mapping[str, Value]
type Now = datetime.datetime | None

# Stands in where nobody passed a time; `reads_clock` keeps forms that read the time from being evaluated with it.
_NO_TIME = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_CLOCK = re.compile(r"\b(now|today)\s*\(")


@dataclass(frozen=True, slots=True)
class Formula:
    """A compiled FEEL expression of the form; never raises when it is evaluated."""

    source: str
    expression: feel.Expression

    @classmethod
    def compile(cls, source: str) -> "Formula":
        """Compile `= …` or `…`; raises ProgramError with the findings of FEEL."""
        text = source.strip().removeprefix("=").strip()
        return cls(text, feel.compile(text))

    @property
    def reads(self) -> frozenset[str]:
        """The names that it reads, dotted where a field of a context is read."""
        return self.expression.reads

    @property
    def reads_clock(self) -> bool:
        """Whether it calls `now()` or `today()`."""
        return _CLOCK.search(self.source) is not None

    def value(self, scope: Scope, now: Now) -> Value:
        """Its value; null where it has none or costs more than its budget."""
        try:
            return self.expression.evaluate(scope, now=now or _NO_TIME)
        except feel.BudgetExceeded:
            return None


type Bound = Formula | Value
type Program = Formula | feel.Template | None
type Escape = Callable[[str], str]


def bound_value(bound: Bound, scope: Scope, now: Now) -> Value:
    """A fixed bound, or the value of its formula."""
    return bound.value(scope, now) if isinstance(bound, Formula) else bound


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text of the form in German and English, plain, with `{{placeholders}}`, or one `= expression`."""

    text: Text
    programs: tuple["Program", "Program"] = (None, None)

    @classmethod
    def compile(cls, text: Text) -> "Phrase":
        """Compile both languages; raises ProgramError with the findings of FEEL."""
        return cls(text, (_program(str(text)), _program(text.en)))

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def reads(self) -> frozenset[str]:
        """The names that its placeholders read."""
        return frozenset(name for program in self.programs if program for name in program.reads)

    @property
    def reads_clock(self) -> bool:
        """Whether a placeholder calls `now()` or `today()`."""
        texts = (self.text, self.text.en)
        return any(program and _CLOCK.search(text) for program, text in zip(self.programs, texts, strict=True))

    def render(self, scope: Scope, now: Now, escape: Escape = str) -> Text:
        """The text with its placeholders filled; `escape` makes values harmless in the language of the text."""
        german, english = self.programs
        if german is None and english is None:
            return self.text

        def filled(program: Program, text: str, language: str) -> str:
            if program is None:
                return text

            def words(value: Value) -> str:
                return escape(in_words(value).in_language(language))

            if isinstance(program, Formula):
                return words(program.value(scope, now))
            try:
                return program.render(scope, now=now or _NO_TIME, format=words)
            except feel.BudgetExceeded:
                return ""

        return Text(filled(german, str(self.text), "de"), filled(english, self.text.en, "en"))


NO_PHRASE = Phrase(NO_TEXT)


def _program(text: str) -> "Program":
    if text.lstrip().startswith("="):
        return Formula.compile(text)
    return feel.template(text) if "{{" in text else None
