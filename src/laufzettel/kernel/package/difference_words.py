"""What the parts of a package are called when a difference is told to a head of unit, and how values are shown."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

from laufzettel.kernel import feel
from laufzettel.kernel.problems import Text

type Kind = Literal["added", "removed", "changed"]
CONTEXT_WORDS = 4
LONG, LONGEST = 90, 300

SECTIONS: Mapping[str, Text] = {
    "service": Text("Leistung", "service"),
    "texts": Text("Beschreibung", "description"),
    "fee": Text("Gebühr", "fee"),
    "act": Text("Verwaltungsakt", "act"),
    "record": Text("Akte", "record"),
    "event": Text("Ereignis der Akte", "event of the record"),
    "date": Text("Frist", "date"),
    "privacy": Text("Datenschutz", "privacy"),
    "receiver": Text("Empfänger", "receiver"),
    "message": Text("Nachricht", "message"),
    "register": Text("Register", "register"),
    "process": Text("Prozess", "process"),
}

NAMES: Mapping[str, Text] = {
    # service.toml
    "title": Text("Titel", "title"),
    "version": Text("Version", "version"),
    "leika": Text("LeiKa-Schlüssel", "LeiKa keys"),
    "audience": Text("für wen", "audience"),
    "trust": Text("Vertrauensniveau der Anmeldung", "trust level"),
    "situations": Text("Lebenslagen", "situations"),
    "tenants": Text("wer sie anbieten darf", "who may offer it"),
    "reference_date": Text("Tag, dessen Recht gilt", "day whose law applies"),
    "teaser": Text("Kurztext", "teaser"),
    "description": Text("Beschreibung", "description"),
    "prerequisites": Text("Voraussetzungen", "prerequisites"),
    "documents": Text("Unterlagen", "documents"),
    "fees": Text("Kosten", "fees"),
    "steps": Text("Ablauf", "steps"),
    "duration": Text("Dauer", "duration"),
    "remedy": Text("Rechtsbehelf", "remedy"),
    "hints": Text("Hinweise", "hints"),
    "legal_basis": Text("Rechtsgrundlage", "legal basis"),
    "kind": Text("Art", "kind"),
    "amount": Text("Betrag", "amount"),
    "norm": Text("Vorschrift", "norm"),
    "procedure": Text("Verfahrensart", "procedure"),
    "issuing_body": Text("erlassende Stelle", "issuing body"),
    "form": Text("Form", "form"),
    "second_person": Text("zweite Person", "second person"),
    "demands_payment": Text("verlangt eine Zahlung", "demands a payment"),
    "notification": Text("Wege der Bekanntgabe", "ways of notification"),
    "class": Text("Aktenzeichen-Klasse", "class"),
    "retention.years": Text("Jahre der Aufbewahrung", "years of retention"),
    "retention.from": Text("Beginn der Aufbewahrung", "beginning of retention"),
    "counts_from": Text("die Jahre zählen ab", "years count from"),
    "working_days": Text("Arbeitstage", "working days"),
    "days": Text("Tage", "days"),
    "months": Text("Monate", "months"),
    "fiction": Text("gilt danach als genehmigt", "deemed approved afterwards"),
    "purpose": Text("Zweck", "purpose"),
    "recipients": Text("Empfänger", "recipients"),
    "secrecy": Text("Geheimnis", "secrecy"),
    "draft": Text("Entwürfe", "drafts"),
    "draft_days": Text("Tage, die ein Entwurf bleibt", "days a draft is kept"),
    "confidential": Text("vertraulich", "confidential"),
    "entry": Text("Formular des Eintrags", "form of an entry"),
    "public": Text("öffentlich", "public"),
    "columns": Text("Spalten der Liste", "columns of the list"),
    "unique": Text("Felder, die nur einmal vorkommen", "fields that occur once"),
    "doubles": Text("Felder, an denen Doppelte erkannt werden", "fields that tell double entries"),
    "number": Text("Feld der laufenden Nummer", "field of the running number"),
    "number_from": Text("Einstellung der ersten Nummer", "setting of the first number"),
    "retention_years": Text("Jahre der Aufbewahrung", "years of retention"),
    "start": Text("Formular des Antrags", "form of the application"),
    "model": Text("Datei des Prozesses", "file of the process"),
    "type": Text("Art", "type"),
    "label": Text("Beschriftung", "label"),
    "help": Text("Hilfetext", "help text"),
    "example": Text("Beispiel", "example"),
    "required": Text("nötig", "required"),
    "by_law": Text("braucht eine Satzung", "needs a by-law"),
    "choices": Text("Auswahl", "choices"),
    "minimum": Text("kleinster Wert", "lowest value"),
    "maximum": Text("größter Wert", "highest value"),
    # forms
    "dateLabel": Text("Beschriftung", "label"),
    "timeLabel": Text("Beschriftung der Uhrzeit", "label of the time"),
    "text": Text("Text", "text"),
    "key": Text("Name im Prozess", "name in the process"),
    "in": Text("Seite oder Gruppe", "page or group"),
    "validate.required": Text("Pflicht", "compulsory"),
    "validate.min": Text("kleinster Wert", "lowest value"),
    "validate.max": Text("größter Wert", "highest value"),
    "validate.minLength": Text("mindestens so viele Zeichen", "least characters"),
    "validate.maxLength": Text("höchstens so viele Zeichen", "most characters"),
    "validate.pattern": Text("Muster der Eingabe", "pattern"),
    "conditional.hide": Text("fällt weg, wenn", "hidden when"),
    "properties.kind": Text("Art der Angabe", "kind of answer"),
    "properties.help": Text("Hilfetext", "help text"),
    "properties.example": Text("Beispiel", "example"),
    "properties.error": Text("Satz bei einem Fehler", "sentence for an error"),
    "properties.legal": Text("Rechtsgrundlage", "legal basis"),
    "properties.prefill": Text("wird vorausgefüllt aus", "prefilled from"),
    "properties.exclusion": Text("Ende des Antrags", "ends the application"),
    "properties.earliest": Text("frühester Tag", "earliest day"),
    "properties.latest": Text("spätester Tag", "latest day"),
    "properties.minAge": Text("Mindestalter", "least age"),
    "properties.maxAge": Text("Höchstalter", "greatest age"),
    "properties.minItems": Text("mindestens so viele Einträge", "least entries"),
    "properties.maxItems": Text("höchstens so viele Einträge", "most entries"),
    "properties.autocomplete": Text("Hilfe des Browsers", "browser's help"),
    "values": Text("Auswahl", "options"),
    "decimalDigits": Text("Nachkommastellen", "decimal places"),
    "defaultValue": Text("Vorbelegung", "default"),
    # process
    "name": Text("Name", "name"),
    "group": Text("zuständig", "responsible"),
    "job": Text("Serviceschritt", "job"),
    "decision": Text("Entscheidung", "decision"),
    "due": Text("fällig", "due"),
    "waits for": Text("wartet auf", "waits for"),
    "default": Text("Weg ohne Bedingung", "default way"),
    "condition": Text("Bedingung", "condition"),
    "way": Text("führt von, nach", "leads from, to"),
    "loop": Text("Wiederholung", "repetition"),
}


def named(key: str) -> Text:
    """What a key is called; the key itself where it has no word."""
    return NAMES.get(key) or Text(key, key)


def compared[T](
    old: Mapping[str, T], new: Mapping[str, T], show: Callable[[T], str]
) -> Iterator[tuple[Kind, str, str, str]]:
    """What was added, removed, changed, by key, in the old order, then the new."""
    for key in [*old, *(key for key in new if key not in old)]:
        if key not in new:
            yield "removed", key, show(old[key]), ""
        elif key not in old:
            yield "added", key, "", show(new[key])
        elif show(old[key]) != show(new[key]):
            yield "changed", key, show(old[key]), show(new[key])


def flat(value: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """Nested tables by their dotted path."""
    found: dict[str, Any] = {}
    for key, inner in value.items():
        if isinstance(inner, Mapping):
            found |= flat(inner, f"{before}{key}.")
        else:
            found[f"{before}{key}"] = inner
    return found


def show(value: Any) -> str:
    """A value as people read it: ja and nein, lists with commas."""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, str):
        return value
    if isinstance(value, list) and not any(isinstance(one, Mapping | list) for one in value):
        return ", ".join(map(show, value)) or "–"
    if isinstance(value, Mapping | list):
        return json.dumps(value, ensure_ascii=False, default=str, sort_keys=True)
    return "–" if value is None else feel.to_text(value) if not isinstance(value, int | float) else str(value)


def excerpts(before: str, after: str) -> tuple[str, str]:
    """Two texts on one line each; long ones are cut to what differs, with a few words around."""
    before, after = (" ".join(text.split()) for text in (before, after))
    if not before or not after:
        return shortened(before), shortened(after)
    if max(len(before), len(after)) <= LONG:
        return before, after
    old, new = (re.findall(r"\S+\s*", text) for text in (before, after))
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end].strip() == new[-1 - end].strip():
        end += 1
    first, last = max(0, start - CONTEXT_WORDS), max(0, end - CONTEXT_WORDS)
    return _cut(old, first, last), _cut(new, first, last)


def shortened(text: str) -> str:
    """The beginning of a long text."""
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " …"


def _cut(words: list[str], first: int, last: int) -> str:
    kept = "".join(words[first : len(words) - last]).strip()
    return ("… " if first else "") + kept + (" …" if last else "")
