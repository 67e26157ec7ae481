"""Made-up answers: typed, at the borders, with odd names, on days around a change of the law."""

import calendar
import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from random import Random
from typing import Any

from laufzettel.kernel import feel
from laufzettel.kernel.feel import types
from laufzettel.kernel.feel.types import FeelType
from laufzettel.kernel.forms import Form, Shown
from laufzettel.kernel.forms.expressions import Formula, bound_value
from laufzettel.kernel.forms.model import SEVERAL, Field, Repeat
from laufzettel.kernel.forms.paths import Path
from laufzettel.kernel.forms.uploads import FILE_KINDS
from laufzettel.kernel.forms.view import flat

type Values = Mapping[str, Any]
MAX_PASSES = 12

NAMES = (
    "Şükrü", "Yıldız", "Zoë", "Großmann-d'Àvila", "Ærøskøbing", "Nguyễn Thị Ánh", "O'Neill", "Łukasz", "von der Mühlen",
    "Ğ", "Ørsted", "Müller", "Jean-François", "Þórðarson", "Džemal", "Maria",
)  # fmt: skip
TEXTS = ("x", "{{7*7}}", "= 1 + 1", "<b>fett</b>", "# Titel", "Zeile eins\nZeile zwei", "Straße 1 a", "\"'„“‚‘", "0")
KINDS: Mapping[str, tuple[str, ...]] = {
    "iban": ("DE02120300000000202051", "DE89370400440532013000", "AT611904300234573201", "NL91ABNA0417164300"),
    "email": ("name@beispiel.de", "zoe.grossmann@beispiel.org"),
    "phone": ("06451 505-0", "+49 170 1234567"),
    "postcode": ("35066", "68519", "35745", "01067", "99998"),
    "licence-plate": ("KB AB 123",),
    "tax-number": ("02612345678",),
    "company-register": ("Marburg HRB 12345",),
    "money": ("12.50",),
}


class Generator:
    """Answers for forms, the same for the same seed.

    `days` are the days around which dates gather, `words` stand in texts now and then.
    """

    def __init__(self, seed: str, days: Iterable[date], words: Iterable[str] = ()) -> None:
        self.random = Random(seed)  # noqa: S311 - the same seed must give the same applicant
        self.days = tuple(days)
        self.words = tuple(words)

    def answers(self, form: Form, context: Values, now: datetime) -> dict[str, Any]:
        """Answers to every question that shows, as its conditions want them; optional ones are often left out."""
        return self._filled(form, context, now, {}, set())

    def otherwise(self, form: Form, context: Values, now: datetime, known: Values) -> dict[str, Any]:
        """As somebody who goes back: one page of those that show is answered anew, all others stay."""
        pages = form.pages(known, context, now=now)
        chosen = self.random.choice([page for page in pages if page.fields])
        asked = {item.name for page in pages if page.id != chosen.id for item in flat(page.items)}
        return self._filled(form, context, now, dict(known), asked)

    def _filled(
        self, form: Form, context: Values, now: datetime, values: dict[str, Any], asked: set[str]
    ) -> dict[str, Any]:
        for _ in range(MAX_PASSES):
            pages = form.pages(values, context, now=now)
            before = len(asked)
            for page in pages:
                self._fill_lists(page.items, values, asked)
            if len(asked) > before:  # there are other entries now
                pages = form.pages(values, context, now=now)
            not_yet_seen: set[str] = set()
            for item in (item for page in pages for item in page.fields):
                if item.name in asked or item.readonly:
                    continue
                waits = _reads_any(item, not_yet_seen)
                not_yet_seen.add(str(item.path[-1]))
                if not waits:
                    asked.add(item.name)
                    _put(values, item.path, self.value(item, now))
            if len(asked) == before:
                break
        return form.prune(values, context, now=now)

    def _fill_lists(self, items: Iterable[Shown], values: dict[str, Any], asked: set[str]) -> None:
        for item in items:
            if isinstance(item.node, Repeat) and item.role == "repeat" and item.name not in asked:
                asked.add(item.name)
                count = self.random.randint(item.node.minimum, min(item.node.maximum, item.node.minimum + 2))
                _put(values, item.path, [{} for _ in range(count)])

    def value(self, item: Shown, now: datetime) -> Any:
        """One answer; null for an optional question now and then."""
        node = item.node
        if not isinstance(node, Field):
            return None
        if not node.required and self.random.random() < 0.3:
            return False if node.type == "checkbox" else None
        if node.type in SEVERAL:
            options = [option.value for option in item.options]
            count = 1 if self.random.random() < 0.5 else self.random.randint(1, max(len(options), 1))
            return self.random.sample(options, count) if options else []
        if item.options:
            return self.random.choice(item.options).value
        makers: Mapping[str, Callable[[Shown, Field, datetime], Any]] = {
            "number": self._number,
            "date": self._date,
            "datetime": self._date_time,
            "time": lambda _item, _node, _now: feel.Time.of(9, 30, 0),
            "filepicker": self._files,
            "checkbox": lambda _item, node, _now: bool(node.required) or self.random.random() < 0.5,
        }
        return makers.get(node.type, self._text)(item, node, now)

    def of_type(self, kind: FeelType) -> Any:
        """Any value of a simple type."""
        if kind == types.NUMBER:
            return Decimal(self.random.choice(("0", "1", "0.01", "99.99", "-1")))
        if kind == types.BOOLEAN:
            return self.random.random() < 0.5
        if kind == types.DATE:
            return feel.Date.from_python(self._day(date(2024, 1, 1), date(2028, 12, 31)))
        return self.random.choice((*NAMES, *TEXTS)) if kind == types.STRING else None

    def _number(self, item: Shown, node: Field, now: datetime) -> Decimal:
        low = _bound(item, node.minimum, now)
        high = _bound(item, node.maximum, now)
        start = low if isinstance(low, Decimal) else Decimal(0)
        end = high if isinstance(high, Decimal) else start + 1000
        places = node.decimals if node.decimals is not None else self.random.choice((0, 2, 3))
        inner = start + (end - start) * Decimal(self.random.randint(0, 100)) / 100
        chosen = self.random.choice((start, end, min(start + 1, end), min(start + 2, end), inner))
        return max(start, min(end, round(chosen, places)))

    def _date(self, item: Shown, node: Field, now: datetime) -> feel.Date:
        low, high = _bound(item, node.minimum, now), _bound(item, node.maximum, now)
        if node.kind == "date-of-birth":
            return feel.Date(now.year - self.random.randint(18, 90), self.random.randint(1, 12), 28)
        earliest = low.to_python() if isinstance(low, feel.Date) else date(now.year - 3, 1, 1)
        latest = high.to_python() if isinstance(high, feel.Date) else now.date()
        chosen = self._day(earliest, latest)
        return feel.Date.from_python(max(earliest, min(latest, chosen)))

    def _day(self, earliest: date, latest: date) -> date:
        around = [day for day in self.days if earliest <= day <= latest]
        if around and self.random.random() < 0.4:
            return date.fromordinal(self.random.choice(around).toordinal() + self.random.randint(-1, 1))
        day = date.fromordinal(self.random.randint(earliest.toordinal(), max(earliest, latest).toordinal()))
        last = calendar.monthrange(day.year, day.month)[1]
        return self.random.choice((day, day.replace(day=1), day.replace(day=last), earliest, latest))

    def _date_time(self, item: Shown, node: Field, now: datetime) -> feel.DateTime:
        return feel.DateTime(self._date(item, node, now), feel.Time.of(9, 30, 0))

    def _files(self, _item: Shown, node: Field, _now: datetime) -> list[dict[str, Any]]:
        """Uploaded files with odd names, at the limits of number and size."""
        count = self.random.choice((1, min(2, node.max_count), node.max_count))
        kinds = [FILE_KINDS[self.random.choice(node.accept)] for _ in range(count)]
        return [
            {
                "id": str(uuid.UUID(int=self.random.getrandbits(128), version=4)),
                "name": self.random.choice((*NAMES, "= 1 + 1", "# Titel", "{{7*7}}")) + kind.endings[0],
                "type": kind.media_type,
                "size": Decimal(self.random.choice((1, 48_211, node.max_size))),
            }
            for kind in kinds
        ]

    def _text(self, item: Shown, node: Field, now: datetime) -> str:
        if node.kind in KINDS and not node.part:
            return self.random.choice(KINDS[node.kind])
        if node.part == "plz":
            return self.random.choice(KINDS["postcode"])
        example = str(node.example.text)
        if node.pattern is not None and example:
            return example
        low, high = _bound(item, node.min_length, now), _bound(item, node.max_length, now)
        is_name = node.kind in ("person", "address", "organisation") or bool(node.autocomplete) or bool(node.part)
        chosen = self.random.choice(NAMES if is_name else (*NAMES, *TEXTS, *self.words))
        if isinstance(high, Decimal | int):
            chosen = chosen[: int(high)] if self.random.random() < 0.9 else ("ä" * int(high))[:500]
        if isinstance(low, Decimal | int):
            chosen = chosen.ljust(int(low), "x")
        return chosen.strip() or "x"


def _put(values: dict[str, Any], path: Path, value: Any) -> None:
    """Set a value, also inside an entry of a list that is there."""
    place: Any = values
    for part in path[:-1]:
        place = place[int(part)] if isinstance(place, list) else place.setdefault(part, {})
    place[path[-1]] = value


def _reads_any(item: Shown, names: set[str]) -> bool:
    """Whether the bounds of a question read answers of these names: it is asked when they are known."""
    node = item.node
    bounds = (node.minimum, node.maximum) if isinstance(node, Field) else ()
    read = {name for bound in bounds if isinstance(bound, Formula) for name in bound.reads}
    return any(name.rsplit(".", 1)[-1] in names for name in read)


def _bound(item: Shown, bound: Any, now: datetime) -> Any:
    return bound_value(bound, item.frame.scope, now)
