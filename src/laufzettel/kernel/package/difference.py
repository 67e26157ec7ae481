"""What is different between two packages, in words for a head of unit and as data."""

from collections.abc import Iterator

from laufzettel.kernel.package import difference_models as models
from laufzettel.kernel.package.difference_change import Change
from laufzettel.kernel.package.difference_words import SECTIONS, compared, flat, named, show
from laufzettel.kernel.package.model import Package
from laufzettel.kernel.problems import Text

__all__ = ["Change", "difference"]

_LEGAL_SECTIONS = frozenset({"fee", "act", "record", "event", "date", "privacy", "register", "receiver"})
_LEGAL_KEYS = frozenset({"service.trust", "service.reference_date", "service.tenants", "texts.remedy"})
_NAMED = frozenset({"act", "event", "date", "message", "register"})
"""Sections whose tables have names of their own."""
_WORDS_OF_SETTINGS = frozenset({"label", "help", "example"})


def difference(old: Package, new: Package) -> list[Change]:
    """Everything that differs, by part of the package; empty when both have the same hash."""
    if old.hash == new.hash:
        return []
    return [
        *_service(old, new),
        *_settings(old, new),
        *models.forms(old, new),
        *models.process(old, new),
        *models.decisions(old, new),
        *models.letters(old, new),
        *_rest(old, new),
    ]


def _service(old: Package, new: Package) -> Iterator[Change]:
    before, after = (one.documents["service.toml"].data for one in (old, new))
    for section, name in SECTIONS.items():
        was_there, is_there = (flat(one.get(section, {})) for one in (before, after))
        for kind, key, was, now in compared(was_there, is_there, show):
            own, _, rest = key.partition(".") if section in _NAMED else ("", "", key)
            where = f" „{own}“" if own else ""
            about = named(rest)
            what = Text(f"{name}{where}, {about}", f"{name.en}{where}, {about.en}")
            legal = section in _LEGAL_SECTIONS or f"{section}.{key}" in _LEGAL_KEYS
            yield Change(kind, "service.toml", f"{section}.{key}", what, was, now, legal)


def _settings(old: Package, new: Package) -> Iterator[Change]:
    before, after = (one.documents["service.toml"].data.get("settings", {}) for one in (old, new))
    for kind, key, _, _ in compared(before, after, str):
        label = (old.settings if kind == "removed" else new.settings)[key].label
        what = Text(f"Satzungswert „{label}“", f"by-law value “{label}”")
        if kind != "changed":
            yield Change(kind, "service.toml", f"settings.{key}", what, is_legal=True)
            continue
        for inner, attribute, was, now in compared(flat(before[key]), flat(after[key]), show):
            part = Text(f"{what}, {named(attribute)}", f"{what.en}, {named(attribute).en}")
            legal = attribute not in _WORDS_OF_SETTINGS
            yield Change(inner, "service.toml", f"settings.{key}", part, was, now, legal)


_PLACES = {
    "texts": Text("Übersetzung", "translation"),
    "scenarios": Text("Testfall", "scenario"),
    "examples": Text("Beispiel", "example"),
    "docs": Text("Dokument", "document"),
}


def _rest(old: Package, new: Package) -> Iterator[Change]:
    before, after = ({path: one.files[path] for path in one.files if "/" in path} for one in (old, new))
    for kind, path, _, _ in compared(before, after, lambda content: content.decode()):
        folder, _, file = path.partition("/")
        title = _title(new if path in after else old, folder, file) or path
        name = _PLACES[folder]
        yield Change(kind, path, "", Text(f"{name} „{title}“", f"{name.en} “{title}”"))


def _title(package: Package, folder: str, file: str) -> str:
    name = file.removesuffix(".toml")
    if folder == "scenarios" and name in package.scenarios:
        return package.scenarios[name].title
    return package.examples[name].title if folder == "examples" and name in package.examples else ""
