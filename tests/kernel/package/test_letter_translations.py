"""A letter is translated whole, block by block, or not at all; what is missing or stale is named."""

from datetime import UTC, date, datetime

import pytest
from tests.kernel.package.arabic import ARABIC, GERMAN, LETTER, files, toml

from laufzettel.kernel import letters, package
from laufzettel.kernel.package import run_all
from laufzettel.kernel.problems import Finding, ProgramError

DAY = date(2026, 3, 1)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def found(made: dict[str, bytes]) -> list[Finding]:
    return list(package.check(package.load(made), on=DAY))


def codes(made: dict[str, bytes]) -> set[tuple[str, str, str]]:
    return {(one.severity, one.code, one.place.file) for one in found(made)}


def test_a_whole_translation_is_read_checked_and_played() -> None:
    loaded = package.load(files())

    assert codes(files()) == set()
    translation = loaded.letter_translations["katzenbescheid"]["ar"]
    assert (translation.subject, dict(translation.texts)) == (
        ARABIC["subject"],
        {key.removesuffix(".text"): text for key, text in ARABIC.items() if key != "subject"},
    )
    trees = [issued.translations["ar"] for result in run_all(loaded).results for issued in result.letters]
    assert {tree["language"] for tree in trees} == {"ar"}
    assert {tree["subject"] for tree in trees} == {ARABIC["subject"]}
    assert any("Minka" in letters.plain_text(tree) for tree in trees)


@pytest.mark.parametrize("key", sorted(ARABIC))
def test_what_is_missing_keeps_the_letter_german_and_is_named(key: str) -> None:
    made = files({name: text for name, text in ARABIC.items() if name != key})

    assert ("warning", "letter-translation", "texts/ar.toml") in codes(made)
    assert package.load(made).letter_translations["katzenbescheid"] == {}


def test_a_german_text_that_changed_makes_it_stale() -> None:
    made = files() | {"texts/ar.toml": toml(ARABIC, GERMAN | {"betrag.text": "Wir setzen die Steuer fest."})}

    assert {code for _, code, _ in codes(made)} == {"translation-stale", "letter-translation"}
    assert package.load(made).letter_translations["katzenbescheid"] == {}


def test_what_cannot_be_read_is_an_error_at_its_place() -> None:
    for text in ("<b>قط</b>", "{{tier.rufname", "[x](https://x.example)"):
        problems = [one for one in found(files(ARABIC | {"anlass.text": text})) if one.severity == "error"]
        assert [one.place.file for one in problems] == ["texts/ar.toml"], text


def test_an_unknown_name_is_found_in_the_translation_too() -> None:
    problems = found(files(ARABIC | {"anlass.text": "{{tier.rufnahme}}"}))

    assert ("error", "texts/ar.toml") in {(one.severity, one.place.file) for one in problems}


def test_a_language_without_script_or_sentence_is_refused() -> None:
    assert ("error", "letter-language", "texts/ka.toml") in codes(files(language="ka"))


def test_an_unknown_block_is_named() -> None:
    made = files()
    made["texts/ar.toml"] += f'\n["{LETTER}#x.text"]\nde = "x"\ntext = "x"\n'.encode()

    assert codes(made) == {("warning", "translation-unknown", "texts/ar.toml")}


GERMAN_LETTER = letters.read(
    "# Betreff\n\nAnfang. {#anfang}\n\n## Teil {#teil}\n\nText. {#frei .frei}\n\nMehr.\n", file="b.md"
)


def translated(**texts: str) -> letters.Letter:
    return letters.translated(GERMAN_LETTER, "en", "Subject", {"anfang": "Beginning.", **texts})


def test_a_section_brings_its_heading_and_its_free_blocks() -> None:
    tree = translated(teil="## Part\n\nText. {#frei .frei}\n\nMore.").render(
        {}, now=NOW, texts={"frei": "Eigene Worte."}
    )
    letters.in_german(tree["blocks"], {"frei"})

    assert tree["subject"] == "Subject"
    assert letters.plain_blocks(tree["blocks"]) == "Beginning.\n\nPart\n\nEigene Worte.\n\nMore."
    assert [block.get("language") for block in tree["blocks"]] == [None, None, "de", None]
    for lost in ("Part without heading. {#frei .frei}", "## Part\n\nNothing free."):
        with pytest.raises(ProgramError):
            translated(teil=lost)


def test_every_language_has_its_sentences() -> None:
    known = letters.languages()

    assert sorted(known) == ["ar", "en", "fa", "fr", "pl", "ro", "ru", "tr", "uk"]
    assert (
        len({language.notice for language in known.values()} | {language.remedy for language in known.values()}) == 18
    )
