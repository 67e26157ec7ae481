"""What is wrong with an answer, and what to do about it, in a sentence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from laufzettel.kernel.forms.formatting import in_words
from laufzettel.kernel.forms.kinds import KINDS, PARTS
from laufzettel.kernel.forms.model import CHOICES, SEVERAL, Field
from laufzettel.kernel.problems import NO_TEXT, Text

OWN = frozenset({"missing", "pattern"})  # what only the field's author knows a sentence for
NOTICES = frozenset({"asked", "added", "removed", "uploaded", "dropped"})


@dataclass(frozen=True, slots=True)
class FieldError:
    """An answer that cannot be taken as it is.

    `path` is the field's name (`kinder.0.name`), `id` its component; `text` speaks to the applicant. A **notice** is no
    mistake: a question that appeared through the last answers and must still be asked, an entry added or removed.
    """

    path: str
    code: str
    text: Text
    id: str = ""
    label: Text = NO_TEXT
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def notice(self) -> bool:
        """Whether this only asks for more, and accuses nobody."""
        return self.code in NOTICES


def sentence(code: str, node: Field, label: Text, example: Text, params: Mapping[str, Any]) -> Text:
    """The sentence for an error of a field."""
    return _SENTENCES[code](_Case(node, label, example, params))


@dataclass(frozen=True, slots=True)
class _Case:
    node: Field
    label: Text
    example: Text
    params: Mapping[str, Any]

    @property
    def de(self) -> str:
        return f"„{self.label}“"

    @property
    def en(self) -> str:
        return f"“{self.label.en}”"

    def example_of(self, standard: str) -> Text:
        return (
            self.example
            or (KINDS[self.node.kind].example if self.node.kind in KINDS else NO_TEXT)
            or Text(standard, standard)
        )

    def words(self, name: str) -> Text:
        return in_words(self.params.get(name))


def _missing(case: _Case) -> Text:
    node = case.node
    for part in PARTS.get(node.kind, ()):
        if part.name == node.part and part.missing:
            return part.missing
    if node.display == "yes-no":
        return Text(f"Antworten Sie auf {case.de} mit Ja oder Nein.", f"Answer {case.en} with yes or no.")
    if node.type == "checkbox":
        return Text(
            f"Setzen Sie das Häkchen bei {case.de}. Sonst geht es nicht weiter.",
            f"Tick {case.en}. You cannot continue without it.",
        )
    if node.type == "filepicker":
        return Text(f"Laden Sie bei {case.de} eine Datei hoch.", f"Upload a file for {case.en}.")
    if node.type in SEVERAL:
        return Text(f"Wählen Sie bei {case.de} mindestens eine Antwort.", f"Choose at least one answer for {case.en}.")
    if node.type in CHOICES:
        return Text(f"Wählen Sie bei {case.de} eine Antwort.", f"Choose an answer for {case.en}.")
    example = case.example_of({"date": "3.5.2021", "time": "14:30"}.get(node.type, ""))
    if not example:
        return Text(f"Füllen Sie {case.de} aus.", f"Fill in {case.en}.")
    return Text(
        f"Geben Sie {case.de} ein, zum Beispiel {_unended(example)}.",
        f"Enter {case.en}, for example {_unended(example.en)}.",
    )


def _unended(text: str) -> str:
    return text.rstrip(".")


def _like(german: str, english: str, standard: str) -> Callable[[_Case], Text]:
    """`Geben Sie bei „…“ <german> ein, zum Beispiel …`."""

    def speak(case: _Case) -> Text:
        example = case.example_of(standard)
        return Text(
            f"Geben Sie bei {case.de} {german} ein, zum Beispiel {_unended(example)}.",
            f"Enter {english} for {case.en}, for example {_unended(example.en)}.",
        )

    return speak


def _says(german: str, english: str) -> Callable[[_Case], Text]:
    """A sentence with `{label}` and the parameters in it."""

    def speak(case: _Case) -> Text:
        words = {name: case.words(name) for name in case.params}
        return Text(
            german.format(label=case.de, **words),
            english.format(label=case.en, **{name: text.en for name, text in words.items()}),
        )

    return speak


_SENTENCES: dict[str, Callable[[_Case], Text]] = {
    "missing": _missing,
    "asked": _says("Beantworten Sie bitte noch: {label}", "Please also answer: {label}"),
    "date": _like("ein Datum mit Tag, Monat und Jahr", "a date with day, month and year", "3.5.2021"),
    "no-such-day": _says(
        "Den Tag {day} gibt es nicht. Prüfen Sie bei {label} bitte Tag, Monat und Jahr.",
        "There is no day {day}. Please check day, month and year of {label}.",
    ),
    "time": _like("eine Uhrzeit", "a time of day", "14:30"),
    "datetime": _like("Datum und Uhrzeit", "a date and a time", "3.5.2021 14:30"),
    "number": _like("eine Zahl", "a number", "12,5"),
    "too-many-decimals": _says(
        "Geben Sie bei {label} höchstens {digits} Stellen nach dem Komma ein.",
        "Enter at most {digits} decimal places for {label}.",
    ),
    "whole-number": _like("eine ganze Zahl", "a whole number", "3"),
    "step": _says("{label} geht nur in Schritten von {step}.", "{label} must be in steps of {step}."),
    "option": _says("Wählen Sie bei {label} eine der Antworten.", "Choose one of the answers for {label}."),
    "characters": _says(
        "In {label} steht ein Zeichen, das wir nicht verarbeiten können: {character}. Bitte entfernen Sie es.",
        "{label} contains a character that we cannot process: {character}. Please remove it.",
    ),
    "too-short": _says(
        "{label} braucht mindestens {limit} Zeichen. Sie haben {length} eingegeben.",
        "{label} needs at least {limit} characters. You entered {length}.",
    ),
    "too-long": _says(
        "{label} darf höchstens {limit} Zeichen lang sein. Sie haben {length} eingegeben.",
        "{label} may be at most {limit} characters long. You entered {length}.",
    ),
    "pattern": _says(
        "Prüfen Sie bitte {label}. So, wie es da steht, passt es nicht.",
        "Please check {label}. It does not fit as it stands.",
    ),
    "too-small": _says("{label} muss mindestens {limit} sein.", "{label} must be at least {limit}."),
    "too-large": _says("{label} darf höchstens {limit} sein.", "{label} must be at most {limit}."),
    "too-early": _says(
        "{label} darf nicht vor dem {limit} liegen. Prüfen Sie bitte das Datum.",
        "{label} must not be before {limit}. Please check the date.",
    ),
    "too-late": _says(
        "{label} darf nicht nach dem {limit} liegen. Prüfen Sie bitte das Datum.",
        "{label} must not be after {limit}. Please check the date.",
    ),
    "birth-future": _says(
        "{label} liegt in der Zukunft. Prüfen Sie bitte Tag, Monat und Jahr.",
        "{label} is in the future. Please check day, month and year.",
    ),
    "birth-past": _says(
        "{label} liegt mehr als 130 Jahre zurück. Prüfen Sie bitte das Jahr.",
        "{label} is more than 130 years ago. Please check the year.",
    ),
    "email": _like("eine E-Mail-Adresse", "an e-mail address", "name@beispiel.de"),
    "phone": _like("eine Telefonnummer mit Vorwahl", "a telephone number with its area code", "06451 505-0"),
    "postcode": _like("eine Postleitzahl mit fünf Ziffern", "a postcode of five digits", "35066"),
    "iban": _says(
        "Die IBAN bei {label} stimmt nicht. Vergleichen Sie sie bitte mit Ihrer Bankkarte.",
        "The IBAN in {label} is not right. Please compare it with your bank card.",
    ),
    "iban-length": _says(
        "Eine IBAN aus Deutschland hat 22 Zeichen. Bei {label} stehen {length}.",
        "An IBAN from Germany has 22 characters. {label} has {length}.",
    ),
    "letters": _says(
        "Schreiben Sie {label} bitte mit lateinischen Buchstaben wie im Ausweis. „{character}“ können wir nicht lesen.",
        "Please write {label} in Latin letters as in your passport. We cannot read “{character}”.",
    ),
    "company-register-court": _says(
        "Bei {label} kennen wir das Registergericht „{court}“ nicht. Geben Sie den Ort des Amtsgerichts an.",
        "We do not know the register court “{court}” in {label}. Give the town of the local court.",
    ),
    "licence-plate": _like("ein Kennzeichen", "a licence plate", "KB AB 123"),
    "tax-number": _says(
        "Die Nummer bei {label} stimmt nicht. Sie steht auf Ihrem Steuerbescheid.",
        "The number in {label} is not right. You find it on your tax notice.",
    ),
    "file-type": _says(
        "„{name}“ können wir bei {label} nicht annehmen. Laden Sie eine Datei dieser Art hoch: {types}.",
        "We cannot take “{name}” for {label}. Upload a file of this type: {types}.",
    ),
    "file-ending": _says(
        "„{name}“ ist in Wahrheit keine Datei dieser Art. Speichern Sie sie neu und laden Sie sie noch einmal hoch.",
        "“{name}” is not really a file of that type. Save it again and upload it once more.",
    ),
    "file-size": _says(
        "„{name}“ ist zu groß. Eine Datei darf höchstens {limit} haben. Verkleinern Sie sie oder teilen Sie sie auf.",
        "“{name}” is too large. A file may have at most {limit}. Make it smaller or split it.",
    ),
    "file-count": _says(
        "Bei {label} können Sie höchstens {limit} Dateien hochladen. Entfernen Sie eine, um eine andere hochzuladen.",
        "You can upload at most {limit} files for {label}. Remove one to upload another.",
    ),
    "file-empty": _says(
        "„{name}“ ist leer. Prüfen Sie die Datei und laden Sie sie noch einmal hoch.",
        "“{name}” is empty. Check the file and upload it again.",
    ),
    "file-broken": _says(
        "„{name}“ lässt sich nicht öffnen. Speichern Sie die Datei neu und laden Sie sie noch einmal hoch.",
        "“{name}” cannot be opened. Save the file again and upload it once more.",
    ),
    "file-active": _says(
        "„{name}“ enthält ausführbare Teile. Drucken Sie das Dokument in eine neue PDF-Datei und laden Sie diese hoch.",
        "“{name}” has executable parts. Print the document into a new PDF file and upload that one.",
    ),
    "file-locked": _says(
        "„{name}“ ist mit einem Passwort geschützt. Laden Sie die Datei ohne Passwort hoch.",
        "“{name}” is protected by a password. Upload the file without one.",
    ),
    "file-infected": _says(
        "„{name}“ enthält Schadsoftware und wurde nicht angenommen. Prüfen Sie Ihr Gerät.",
        "“{name}” contains malware and was not accepted. Check your device.",
    ),
    "file-pixels": _says(
        "„{name}“ hat zu viele Bildpunkte. Verkleinern Sie das Bild und laden Sie es noch einmal hoch.",
        "“{name}” has too many pixels. Make the picture smaller and upload it again.",
    ),
    "file-much": _says(
        "„{name}“ passt nicht mehr dazu: Alle Dateien zusammen sind zu viele oder zu groß. Entfernen Sie andere.",
        "“{name}” does not fit any more: all files together are too many or too large. Remove others.",
    ),
    "file-store": _says(
        "„{name}“ ließ sich gerade nicht speichern. Das liegt an uns. Versuchen Sie es in ein paar Minuten wieder.",
        "“{name}” could not be stored just now. This is our fault. Try again in a few minutes.",
    ),
    "file-unread": _says(
        "„{name}“ ließ sich gerade nicht prüfen. Das liegt an uns. Versuchen Sie es in ein paar Minuten wieder.",
        "“{name}” could not be checked just now. This is our fault. Try again in a few minutes.",
    ),
    "file-none": _says(
        "Wählen Sie bei {label} zuerst eine Datei aus.",
        "Choose a file for {label} first.",
    ),
    "company-register": _like("Gericht, Register und Nummer", "the court, register and number", "Marburg HRB 12345"),
}
