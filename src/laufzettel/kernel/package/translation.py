"""Translations: what is missing, stale, or belongs to nothing."""

from collections.abc import Iterator, Mapping
from typing import Any

from laufzettel.kernel.package.letter_translations import letter_findings, letter_wordings
from laufzettel.kernel.package.model import Package
from laufzettel.kernel.package.schema import unknown
from laufzettel.kernel.package.wording import Wording, wordings
from laufzettel.kernel.problems import Finding, Place, Text

LANGUAGES = ("en",)
"""The languages that every service must have beside German."""


def translated(package: Package) -> Iterator[Finding]:
    """What stands in the way of another language."""
    own = {wording.key for wording in wordings(package)}
    texts = {wording.key: wording for wording in (*wordings(package), *letter_wordings(package.letters))}
    keys = {language: frozenset(package.documents[f"texts/{language}.toml"].data) for language in package.translations}
    yield from letter_findings(package.letters, package.translations, keys)
    for language in sorted({*LANGUAGES, *package.translations}):
        file = f"texts/{language}.toml"
        document = package.documents.get(file)
        if document is None:
            message = Text(f"{file} fehlt: alles bleibt deutsch.", f"{file} is missing: all stays German.")
            yield Finding("translation-missing", message, Place(file), "warning")
            continue
        data: Mapping[str, Any] = document.data
        for key, wording in texts.items():
            if key in own and key not in data and language in LANGUAGES and _is_needed(wording):
                yield Finding(
                    "translation-missing",
                    Text(f"Für „{language}“ fehlt die Übersetzung.", f'The translation into "{language}" is missing.'),
                    wording.place,
                    "warning",
                    Text(f"Schlüssel in {file}: {key}", f"Key in {file}: {key}"),
                )
        for key, entry in data.items():
            path = (key,)
            if key not in texts:
                message, hint = unknown(key, list(texts))
                yield document.finding(path, "translation-unknown", message, hint, severity="warning")
            elif entry["de"] != texts[key].german:
                message = Text("Der deutsche Text ist jetzt ein anderer.", "The German text has changed.")
                hint = Text(f"Jetzt: {texts[key].german}", f"Now: {texts[key].german}")
                yield document.finding(path, "translation-stale", message, hint, severity="warning")


def _is_needed(wording: Wording) -> bool:
    """Citizens read it, and it is more than an example or a name that is the same in every language."""
    is_name = wording.key.endswith(f".values.{wording.german}")
    return wording.reader == "citizen" and not is_name and not wording.key.endswith(".example")


def fresh(data: Mapping[str, Any], german: Mapping[str, str]) -> dict[str, str]:
    """The translations that still belong to their German text; for the others German is shown."""
    return {key: entry["text"] for key, entry in data.items() if german.get(key) == entry["de"]}
