"""What one evaluation may cost: steps and sizes, never seconds, so that the answer is the same anywhere."""

from dataclasses import replace

from laufzettel.kernel.problems import Finding, Place, Text


class BudgetExceeded(Exception):
    """An evaluation would cost more than its budget. `finding` says which limit and where."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(str(finding))

    def at(self, place: Place) -> "BudgetExceeded":
        """The same error with its place, unless it has one."""
        return self if self.place.line else BudgetExceeded(replace(self.finding, place=place))

    @property
    def place(self) -> Place:
        """Where in the expression the limit was hit."""
        return self.finding.place


NOWHERE = Place()
_WHAT = {
    "steps": Text("zu viele Rechenschritte", "too many steps"),
    "depth": Text("zu tief verschachtelte Aufrufe", "calls nested too deeply"),
    "text": Text("ein zu langer Text", "a text that is too long"),
    "list": Text("eine zu lange Liste", "a list that is too long"),
    "regex": Text("ein zu aufwendiges Suchmuster", "a pattern that costs too much"),
}


def exceeded(limit: str, maximum: int, place: Place = NOWHERE) -> BudgetExceeded:
    """The error for one of the limits `steps`, `depth`, `text`, `list`, `regex`."""
    what = _WHAT[limit]
    message = Text(
        f"Der Ausdruck überschreitet eine Grenze: {what} (höchstens {maximum})",
        f"The expression exceeds a limit: {what.en} (at most {maximum})",
    )
    return BudgetExceeded(Finding(f"feel-budget-{limit}", message, place))


class Budget:
    """Limits, and what has been used of them. One budget may be shared by several evaluations of one decision."""

    __slots__ = ("depth", "items", "max_depth", "max_steps", "max_text", "steps")

    def __init__(
        self, steps: int = 1_000_000, *, depth: int = 100, items: int = 100_000, text: int = 1_000_000
    ) -> None:
        self.max_steps = steps
        self.max_depth = depth
        self.items = items
        self.max_text = text
        self.steps = 0
        self.depth = 0

    def spend(self, steps: int) -> None:
        """Count `steps`; BudgetExceeded when there are not that many left."""
        self.steps += steps
        if self.steps > self.max_steps:
            raise exceeded("steps", self.max_steps)

    def check_length(self, length: int) -> None:
        """BudgetExceeded for a list that grows beyond the allowed length."""
        if length > self.items:
            raise exceeded("list", self.items)

    def check_list(self, length: int) -> None:
        """BudgetExceeded for a list of more than the allowed length; its making costs a step an item."""
        self.check_length(length)
        self.spend(length)

    def check_text(self, length: int) -> None:
        """BudgetExceeded for a text of more than the allowed length."""
        if length > self.max_text:
            raise exceeded("text", self.max_text)
        self.spend(length >> 6)
