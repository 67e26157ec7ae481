"""The findings of reader and compiler, each written once."""

from laufzettel.kernel.problems import NO_TEXT, Finding, Place, Severity, Text


class Findings:
    """Collects what is wrong in one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Finding] = []

    def add(
        self,
        code: str,
        de: str,
        en: str,
        *,
        element: str = "",
        line: int = 0,
        hint: Text = NO_TEXT,
        severity: Severity = "error",
    ) -> None:
        """Note a finding `bpmn-<code>` at an element."""
        place = Place(self.file, element, line)
        self.found.append(Finding(f"bpmn-{code}", Text(de, en), place, severity, hint))
