"""Plain language: long sentences, long words, officialese. All of it warnings."""

import re
from collections.abc import Iterator

from laufzettel.kernel.package.model import Package
from laufzettel.kernel.package.wording import Wording, letter_texts, plain_words, wordings
from laufzettel.kernel.problems import Finding, Place, Text

MAX_WORDS = 20
MAX_FORMULA = 9.0
ENOUGH_WORDS = 40
"""Below this many words the Wiener Sachtextformel says nothing."""

OFFICIALESE = {
    "gemäß": "nach",
    "zwecks": "für, um … zu",
    "seitens": "von",
    "hinsichtlich": "zu, über",
    "bezüglich": "zu, über",
    "diesbezüglich": "dazu",
    "mittels": "mit",
    "unverzüglich": "sofort",
    "etwaige": "mögliche",
    "etwaiger": "möglicher",
    "ggf.": "wenn nötig",
    "bzw.": "oder",
    "i. d. R.": "meist",
    "u. a.": "unter anderem",
    "vorbehaltlich": "außer wenn",
    "obliegt": "ist Aufgabe von",
    "entrichten": "zahlen",
    "beantragenden": "die beantragen",
    "antragstellende": "die beantragt",
    "Antragsteller": "Sie",
    "Antragstellerin": "Sie",
    "Inanspruchnahme": "Nutzung",
    "Inkenntnissetzung": "Nachricht",
    "Kenntnisnahme": "bitte lesen",
    "Zurverfügungstellung": "dass wir … bereitstellen",
    "in Kenntnis setzen": "sagen",
    "zur Anwendung kommen": "gelten",
    "in Abzug bringen": "abziehen",
    "Verauslagung": "Vorschuss",
    "Beibringung": "dass Sie … bringen",
    "nachgereicht": "später geschickt",
    "fernmündlich": "am Telefon",
    "postalisch": "mit der Post",
    "vorsprechen": "kommen",
    "anheimgestellt": "Sie können",
    "abschlägig": "mit Nein",
    "Wohnhaftmachung": "Umzug",
    "hierorts": "bei uns",
    "besagte": "diese",
    "ebendiese": "diese",
    "dergestalt": "so",
    "insofern": "deshalb",
}

_SENTENCE = re.compile(r"(?<=[.!?:])\s+(?=[„\"(]?[A-ZÄÖÜ0-9])|\n\s*[-*]?\s*\n?")
_WORD = re.compile(r"[A-Za-zÀ-ž]+(?:[-'’][A-Za-zÀ-ž]+)*")
_BETTER = {word.lower(): better for word, better in OFFICIALESE.items()}
_OFFICIALESE = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, OFFICIALESE))})(?!\w)", re.IGNORECASE)
_VOWELS = re.compile(r"[aeiouyäöüàáâèéêìíòóôùú]+", re.IGNORECASE)


def plain(package: Package) -> Iterator[Finding]:
    """What could be said more simply."""
    for wording in [*wordings(package), *letter_texts(package)]:
        yield from _long_sentences(wording)
        yield from _officialese(wording)
    for key, text in package.module_texts.items():
        place = package.documents["service.toml"].place(("texts", key))
        yield from _hard_text(plain_words(text), place)
    for name in package.letters:
        own = [wording.plain for wording in letter_texts(package) if wording.place.file == f"{name}.md"]
        yield from _hard_text("\n\n".join(own), Place(f"{name}.md", line=1))


def _long_sentences(wording: Wording) -> Iterator[Finding]:
    for sentence in _SENTENCE.split(wording.plain):
        count = len(_WORD.findall(sentence or ""))
        if count > MAX_WORDS:
            start = " ".join(sentence.split()[:5])
            yield Finding(
                "plain-long-sentence",
                Text(f"„{start} …“ hat {count} Wörter.", f'"{start} …" has {count} words.'),
                wording.place,
                "warning",
                Text(f"Höchstens {MAX_WORDS}: machen Sie zwei Sätze daraus.", f"At most {MAX_WORDS}: make it two."),
            )


def _officialese(wording: Wording) -> Iterator[Finding]:
    for match in _OFFICIALESE.finditer(wording.plain):
        word, better = match[0], _BETTER[match[0].lower()]
        yield Finding(
            "plain-officialese",
            Text(f"„{word}“ ist Amtsdeutsch.", f'"{word}" is officialese.'),
            wording.place,
            "warning",
            Text(f"Besser: {better}.", f"Better: {better}."),
        )


def _hard_text(text: str, place: Place) -> Iterator[Finding]:
    value = readability(text)
    if value is not None and value > MAX_FORMULA:
        yield Finding(
            "plain-hard-text",
            Text(
                f"Der Text ist schwer zu lesen: Wiener Sachtextformel {value:.1f}.",
                f"The text is hard to read: Wiener Sachtextformel {value:.1f}.",
            ),
            place,
            "warning",
            Text(f"Höchstens {MAX_FORMULA:.0f}: kürzere Sätze, kürzere Wörter.", "Shorter sentences, shorter words."),
        )


def readability(text: str) -> float | None:
    """The first Wiener Sachtextformel, roughly a school year; None for a text that is too short for it."""
    words = _WORD.findall(text)
    if len(words) < ENOUGH_WORDS:
        return None
    sentences = max(1, sum(bool(_WORD.search(sentence)) for sentence in _SENTENCE.split(text) if sentence))
    syllables = [max(1, len(_VOWELS.findall(word))) for word in words]
    total = len(words)
    many = 100 * sum(count >= 3 for count in syllables) / total
    one = 100 * sum(count == 1 for count in syllables) / total
    long = 100 * sum(len(word) > 6 for word in words) / total
    return 0.1935 * many + 0.1672 * total / sentences + 0.1297 * long - 0.0327 * one - 0.875
