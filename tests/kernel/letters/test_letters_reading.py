"""What a letter may say, and how it is refused."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laufzettel.kernel import letters
from laufzettel.kernel.problems import ProgramError

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)


def refused(text: str) -> list[tuple[str, int]]:
    """The codes and lines of what is wrong."""
    with pytest.raises(ProgramError) as error:
        letters.read(text, file="brief.md")
    assert all(finding.place.file.startswith("brief.md") for finding in error.value.findings)
    assert all(finding.message and finding.message.en for finding in error.value.findings)
    return [(finding.code, finding.place.line) for finding in error.value.findings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("letter-no-subject", 1)]),
        ("Nur Text", [("letter-no-subject", 1)]),
        ("# A\n\nText <b>fett</b>", [("letter-markdown", 3), ("letter-markdown", 3)]),
        ("# A\n\n<div>\nx\n</div>", [("letter-markdown", 3)]),
        ("# A\n\n<!-- versteckt -->", [("letter-markdown", 3)]),
        ("# A\n\nzwei\nZeilen `code`", [("letter-markdown", 4)]),
        ("# A\n\n    eingerückt", [("letter-markdown", 3)]),
        ("# A\n\n```\nx\n```", [("letter-markdown", 3)]),
        ("# A\n\n> Zitat", [("letter-markdown", 3)]),
        ("# A\n\n[hier](https://example.org)", [("letter-markdown", 3)]),
        ("# A\n\n![Bild](x.png)", [("letter-markdown", 3)]),
        ("# A\n\n<https://example.org>", [("letter-markdown", 3)]),
        ("# A\n\n{{#if x}}\n\n- a\n\n  {{/if}}", [("letter-block-crossed", 7), ("letter-block-crossed", 3)]),
        ("# A\n\n**{{#if x}}a**{{/if}}", [("letter-block-crossed", 3), ("letter-block-crossed", 3)]),
        ("# A\n\n## B {#b}\n\nC {#b}", [("letter-double-id", 5)]),
        ("# A\n\nText {#remedy}", [("letter-reserved-id", 3)]),
        ("# A\n\nText {#a .rot}", [("letter-class", 3)]),
        ("# A\n\n{#verloren}", [("letter-id-place", 3)]),
        ("# A\n\n| a | b |\n|---|---|\n| 1 | 2 | 3 |", [("letter-table-cells", 5)]),
        ("# A\n\n| a | b |\n|---|---|\n| 1 |", [("letter-table-cells", 5)]),
        ("# A\n\n# B", [("letter-heading-level", 3)]),
        ("# A\n\n### B", [("letter-heading-level", 3)]),
        ("# A\n\n{{x +}}", [("feel-syntax", 3)]),
        ("# A\n\n{{#if x}}\nText", [("feel-syntax", 3)]),
        ("# A\n\n{{/loop}}", [("feel-syntax", 3)]),
        ("# A\n\n\ue000", [("letter-character", 3)]),
        ("# A\n\nx\0", [("letter-character", 3)]),
        ("+++\nsubjekt = 1\n+++\n", [("letter-head", 2)]),
        ("+++\nsubject = 1\n+++\n", [("letter-head", 2)]),
        ("+++\nenclosures = [1]\n+++\n# A", [("letter-head", 2)]),
        ('+++\nlanguage = "Deutsch!"\n+++\n# A', [("letter-head", 2)]),
        ("+++\nsubject =\n+++\n# A", [("letter-head", 2)]),
        ('+++\nsubject = "{{"\n+++\n', [("feel-syntax", 2)]),
    ],
)
def test_what_letters_do_not_know_is_refused_with_its_place(text: str, expected: list[tuple[str, int]]) -> None:
    assert refused(text) == expected


def test_a_line_number_counts_also_after_the_head_and_after_long_placeholders() -> None:
    assert refused('+++\nclosing = "x"\n+++\n# A\n\n{{if x\nthen 1\nelse 2}}\n\n> Zitat') == [("letter-markdown", 10)]


def test_a_letter_too_long_is_refused() -> None:
    assert refused("# A\n" + "x" * 200_001) == [("letter-too-long", 1)]


def test_blocks_have_id_kind_and_source() -> None:
    letter = letters.read(
        "# Betreff {#betreff}\n\nAnlass {{x}} {#anlass}\n\n## Gründe {#gruende}\n\nText\n\n### Tiefer\n\nMehr\n\n"
        "## Frei\n\nBitte {#bitte .frei}\n\n{#liste}\n- a\n- b\n\n{#tabelle}\n| a |\n|---|\n| 1 |\n"
    )
    assert {block.id: (block.kind, block.free, block.source) for block in letter.blocks.values()} == {
        "anlass": ("paragraph", False, "Anlass {{x}}"),
        "gruende": ("section", False, "## Gründe\n\nText\n\n### Tiefer\n\nMehr"),
        "bitte": ("paragraph", True, "Bitte"),
        "liste": ("list", False, "- a\n- b"),
        "tabelle": ("table", False, "| a |\n|---|\n| 1 |"),
    }


def test_a_section_ends_where_a_condition_around_the_next_one_begins() -> None:
    letter = letters.read("# A\n\n## B {#b}\n\nText\n\n{{#if x}}\n## C {#c}\n\nMehr\n{{/if}}\n\n## D {#d}\n\nSchluss")
    assert {id_: block.source for id_, block in letter.blocks.items()} == {
        "b": "## B\n\nText",
        "c": "## C\n\nMehr",
        "d": "## D\n\nSchluss",
    }


def test_reads_are_paths_without_the_functions_of_letters() -> None:
    letter = letters.read(
        '+++\nenclosures = ["{{anlage}}"]\n+++\n# {{titel}}\n\n{{euro(steuer.betrag)}} {{datum(today())}}\n\n'
        "{{#loop raten}}\n{{betrag}} {{parent.waehrung}}\n{{/loop}}"
    )
    assert letter.reads == {"anlage", "titel", "steuer.betrag", "raten", "waehrung"}


def test_names_with_spaces_are_known_when_told() -> None:
    letter = letters.read("# A\n\n{{erster hund}}", names=["erster hund"])
    assert letter.reads == {"erster hund"}


def test_an_adaptation_changes_a_block_and_keeps_the_rest() -> None:
    letter = letters.read("# A\n\n{{#if ja}}\nC {#c}\n{{/if}}\n\n## B {#b}\n\nAlt {#d}")
    adapted = letter.adapted({"b": "Neu {{x}}\n\n- mehr", "c": "**Anders**"})
    tree = adapted.render({"x": "X", "ja": True}, now=NOW)
    assert letters.plain_text(tree) == "A\n\nAnders\n\nB\n\nNeu X\n\n- mehr\n\nMit freundlichen Grüßen"
    assert "x" in adapted.reads
    assert letters.plain_text(letter.render({"ja": False}, now=NOW)) == "A\n\nB\n\nAlt\n\nMit freundlichen Grüßen"


def test_an_adaptation_of_a_block_inside_a_replaced_one_is_refused() -> None:
    letter = letters.read("# A\n\n## B {#b}\n\nAlt {#d}")
    assert letters.plain_text(letter.adapted({"d": "Neu"}).render({}, now=NOW)).startswith("A\n\nB\n\nNeu")
    with pytest.raises(ProgramError) as error:
        letter.adapted({"b": "Neu", "d": "Auch"})
    assert [finding.code for finding in error.value.findings] == ["letter-block-inside"]


def test_an_adaptation_is_checked_like_a_letter() -> None:
    letter = letters.read("# A\n\nB {#b}", file="brief.md")
    with pytest.raises(ProgramError) as error:
        letter.adapted({"b": "<b>x</b>", "c": "y"})
    assert [(finding.code, str(finding.place)) for finding in error.value.findings] == [
        ("letter-markdown", "brief.md#b:1"),
        ("letter-markdown", "brief.md#b:1"),
        ("letter-unknown-block", "brief.md (c)"),
    ]
    assert [finding.hint for finding in error.value.findings][-1] == "Es gibt: b"


PIECES = [
    "# A\n",
    "\n",
    "## B {#b}\n",
    "{{x}}",
    "{{#if x}}",
    "{{/if}}",
    "{{#loop x}}",
    "{{/loop}}",
    "- a\n",
    "| a | b |\n",
]
PIECES += [
    "|---|---|\n",
    "**",
    "*",
    "`",
    "<b>",
    "{#c .frei}",
    "{{",
    "}}",
    '"',
    "---\n",
    "    ",
    "1. ",
    "> ",
    "\\",
    "+++\n",
    "x ",
]


def sound_or_refused(text: str) -> letters.Letter | None:
    """The letter; or nothing, if it was refused with findings, which is the only way to be refused."""
    try:
        return letters.read(text, file="x.md")
    except ProgramError as error:
        if not error.findings:
            raise
        return None


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    letter = sound_or_refused("# A\n\n" + text)
    assert letter is None or letter.render({"x": [True]}, now=NOW)["subject"] == "A"


@given(st.text(max_size=200))
def test_any_characters_are_read_or_refused(text: str) -> None:
    letter = sound_or_refused(text)
    assert letter is None or letter.render({}, now=NOW)["language"] == "de"
