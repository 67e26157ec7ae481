"""One difference between two packages."""

from dataclasses import dataclass
from typing import Any

from laufzettel.kernel.package.difference_words import Kind, excerpts
from laufzettel.kernel.problems import Text

_WORDS = {
    "added": Text("Neu", "New"),
    "removed": Text("Entfernt", "Removed"),
    "changed": Text("Geändert", "Changed"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """What is different, where, and how it was and is.

    `is_legal`: it touches a letter, decision, fee, act, privacy, retention, time limit, which data are collected, or
    who gets which notice. Such a change goes live when the responsible office has released it.
    """

    kind: Kind
    file: str
    element: str
    what: Text
    before: str = ""
    after: str = ""
    is_legal: bool = False

    def in_language(self, language: str) -> str:
        """One line; long texts are cut to what differs."""
        is_english = language.startswith("en")
        text = f"{_WORDS[self.kind].in_language(language)}: {self.what.in_language(language)}"
        before, after = excerpts(self.before, self.after)
        if self.kind == "changed" and (before or after):
            was, now = (f"“{part}”" if is_english else f"„{part}“" for part in (before, after))
            return f"{text}: {was} → {now}"
        told = before or after
        if not told:
            return text
        return f"{text}: “{told}”" if is_english else f"{text}: „{told}“"

    def as_data(self) -> dict[str, Any]:
        """Plain data, with the whole texts."""
        return {
            "kind": self.kind,
            "file": self.file,
            "element": self.element,
            "what": {"de": str(self.what), "en": self.what.en},
            "before": self.before,
            "after": self.after,
            "legal": self.is_legal,
        }
