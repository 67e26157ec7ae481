"""Letters in other languages: from `texts/LANGUAGE.toml`, block by block, whole or not at all."""

from collections.abc import Iterator, Mapping

from laufzettel.kernel import letters
from laufzettel.kernel.letters import LetterTranslation
from laufzettel.kernel.package.wording import Wording
from laufzettel.kernel.problems import Finding, Place, ProgramError, Severity, Text

type Letters = Mapping[str, letters.Letter]


def letter_wordings(read: Letters) -> Iterator[Wording]:
    """What is translated of letters: `NAME.md#subject`, and `NAME.md#BLOCK.text` for every block with an id."""
    for name, letter in read.items():
        file = f"{name}.md"
        yield Wording(f"{file}#subject", letter.subject_source, Place(file, "subject"), "citizen")
        for unit in letters.units(letter):
            yield Wording(f"{file}#{unit.id}.text", unit.source, Place(file, unit.id), "citizen")


def whole_translations(
    read: Letters, translations: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, LetterTranslation]]:
    """By letter and language what is complete, up to date and can be read; `translations` are the fresh ones."""
    found: dict[str, dict[str, LetterTranslation]] = {name: {} for name in read}
    for name, letter in read.items():
        for language, texts in translations.items():
            try:
                made = _made(name, letter, language, texts)
            except ProgramError:
                continue
            if made is not None:
                found[name][language] = made
    return found


def letter_findings(
    read: Letters, translations: Mapping[str, Mapping[str, str]], keys: Mapping[str, frozenset[str]]
) -> Iterator[Finding]:
    """What keeps a letter that somebody began to translate from being enclosed; `keys` are all that a file has."""
    for name, letter in read.items():
        for language, texts in translations.items():
            if not any(key.startswith(f"{name}.md#") for key in keys[language]):
                continue
            place = Place(f"texts/{language}.toml", f"{name}.md")
            if language not in letters.languages():
                known = ", ".join(letters.languages())
                message = Text(
                    f"In dieser Sprache kann kein Schreiben beiliegen: {language}",
                    f"No letter can be enclosed in this language: {language}",
                )
                hint = Text(f"Möglich sind: {known}", f"Possible are: {known}")
                yield Finding("letter-language", message, place, hint=hint)
                continue
            if not letters.is_wholly_named(letter):
                message = Text(
                    "Ein Absatz ohne Namen lässt sich nicht übersetzen; das Schreiben liegt nicht bei.",
                    "A paragraph without an id cannot be translated; the letter is not enclosed.",
                )
                hint = Text("Geben Sie jedem Absatz einen: {#name}", "Give each paragraph one: {#name}")
                yield Finding("letter-translation", message, Place(f"{name}.md"), "warning", hint)
            try:
                _made(name, letter, language, texts)
            except ProgramError as error:
                for found in error.findings:
                    at = Place(place.file, found.place.element or place.element)
                    yield Finding(found.code, found.message, at, _severity(found), found.hint)


def _severity(found: Finding) -> Severity:
    # What is missing or stale keeps the letter German; what cannot be read is a mistake.
    return "warning" if found.code == "letter-translation" else "error"


def _made(name: str, letter: letters.Letter, language: str, texts: Mapping[str, str]) -> LetterTranslation | None:
    file = f"{name}.md"
    subject = texts.get(f"{file}#subject", "")
    own = {
        unit.id: texts[f"{file}#{unit.id}.text"] for unit in letters.units(letter) if f"{file}#{unit.id}.text" in texts
    }
    if not own and not subject:
        return None
    if not subject:
        message = Text("Die Übersetzung des Betreffs fehlt.", "The translation of the subject is missing.")
        raise ProgramError([Finding("letter-translation", message, Place(file, "subject"))])
    made = letters.translated(letter, language, subject, own)
    if language not in letters.languages() or not letters.is_wholly_named(letter):
        return None
    return LetterTranslation(language, subject, own, made)
