"""From letter and values to a tree of plain data."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laufzettel.kernel import letters
from laufzettel.kernel.feel import Budget, BudgetExceeded, Date, DateTime, DaysTimeDuration, Time, YearsMonthsDuration

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)


LETTER_B = {"type": "paragraph", "content": [{"type": "text", "text": "b"}]}


def rendered(body: str, context: dict[str, Any] | None = None, **texts: str) -> letters.Tree:
    """A letter with a subject and this body."""
    return letters.read("# Betreff\n\n" + body).render(context or {}, now=NOW, texts=texts)


def shown(expression: str, context: dict[str, Any] | None = None, head: str = "") -> str:
    """How a placeholder reads."""
    letter = letters.read(head + "# B\n\nx{{" + expression + "}}")
    return letters.plain_blocks(letter.render(context or {}, now=NOW)["blocks"])[1:].replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("expression", "german", "english"),
    [
        ('"Text"', "Text", "Text"),
        ("2026", "2026", "2026"),
        ("1234.50", "1234,5", "1234.5"),
        ("-3", "−3", "−3"),
        ("true", "ja", "yes"),
        ("false", "nein", "no"),
        ('date("2026-05-03")', "3. Mai 2026", "3 May 2026"),
        ('time("14:30:00")', "14:30 Uhr", "14:30"),
        ('date and time("2026-05-03T08:05:00")', "3. Mai 2026, 08:05 Uhr", "3 May 2026, 08:05"),
        ('duration("P1Y2M")', "1 Jahr und 2 Monate", "1 year and 2 months"),
        ('duration("P3DT1H")', "3 Tage und 1 Stunde", "3 days and 1 hour"),
        ('duration("P0D")', "0 Tage", "0 days"),
        ('duration("P0M")', "0 Monate", "0 months"),
        ('["a", "b", "c"]', "a, b und c", "a, b and c"),
        ("[1]", "1", "1"),
        ("[]", "", ""),
        ("euro(1234.5)", "1.234,50 €", "€1,234.50"),
        ("euro(0)", "0,00 €", "€0.00"),
        ("euro(-1234567.005)", "−1.234.567,01 €", "−€1,234,567.01"),
        ("euro(-0.001)", "0,00 €", "€0.00"),
        ("zahl(1234567.891)", "1.234.567,891", "1,234,567.891"),
        ("zahl(1234.5, 2)", "1.234,50", "1,234.50"),
        ("zahl(2.5, 0)", "3", "3"),
        ("prozent(12.50)", "12,5 %", "12.5 %"),
        ('datum(date and time("2026-05-03T08:05:00"))', "3. Mai 2026", "3 May 2026"),
        ('kurzdatum(date("2026-05-03"))', "03.05.2026", "03/05/2026"),
        ('wochentag(date("2026-05-03"))', "Sonntag", "Sunday"),
        ('monat(date("2026-03-01"))', "März 2026", "March 2026"),
        ('uhrzeit(date and time("2026-05-03T08:05:00"))', "08:05 Uhr", "08:05"),
        ("ja_nein(true)", "ja", "yes"),
        ('liste(["a", "b"])', "a und b", "a and b"),
        ('anzahl(1, "Hund", "Hunde")', "1 Hund", "1 Hund"),
        ('anzahl(2, "Hund", "Hunde")', "2 Hunde", "2 Hunde"),
        ('iban("DE02120300000000202051")', "DE02 1203 0000 0000 2020 51", "DE02 1203 0000 0000 2020 51"),
    ],
)
def test_values_read_as_in_a_letter(expression: str, german: str, english: str) -> None:
    assert shown(expression) == german
    assert shown(expression, head='+++\nlanguage = "en"\n+++\n') == english


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("96.00"), "96"),
        (Decimal("1E+3"), "1000"),
        (Decimal("-0"), "0"),
        (Date(2026, 12, 31), "31. Dezember 2026"),
        (DateTime(Date(2026, 1, 2), Time.of(3, 4, 5)), "2. Januar 2026, 03:04 Uhr"),
        (DaysTimeDuration(90 * 60 * 10**9), "1 Stunde und 30 Minuten"),
        (YearsMonthsDuration(-24), "2 Jahre"),
    ],
)
def test_kernel_values_read_as_in_a_letter(value: Any, text: str) -> None:
    assert shown("x", {"x": value}) == text


def test_what_has_no_text_is_a_gap_and_is_seen() -> None:
    tree = rendered("{{fehlt}} und {{kontext}} und {{fehlt}} und {{euro(fehlt)}}", {"kontext": {"a": "b"}})
    assert tree["gaps"] == ["fehlt", "kontext", "euro(fehlt)"]
    assert letters.plain_blocks(tree["blocks"]) == "[…] und […] und […] und […]"


def test_the_tree_is_plain_json() -> None:
    tree = rendered("## H {#h}\n\n**{{x}}** *b*\\\nc\n\n1. a\n   - b\n\n| a |\n|:-:|\n| {{x}} |\n\n---\n", {"x": "X"})
    assert json.loads(json.dumps(tree)) == tree
    assert tree["blocks"] == [
        {"type": "heading", "level": 2, "content": [{"type": "text", "text": "H"}], "id": "h"},
        {
            "type": "paragraph",
            "id": "h",
            "content": [
                {"type": "strong", "content": [{"type": "text", "text": "X"}]},
                {"type": "text", "text": " "},
                {"type": "emphasis", "content": [{"type": "text", "text": "b"}]},
                {"type": "break"},
                {"type": "text", "text": "c"},
            ],
        },
        {
            "type": "list",
            "ordered": True,
            "start": 1,
            "id": "h",
            "items": [
                [
                    {"type": "paragraph", "content": [{"type": "text", "text": "a"}]},
                    {"type": "list", "ordered": False, "start": 1, "items": [[LETTER_B]]},
                ]
            ],
        },
        {
            "type": "table",
            "align": ["center"],
            "head": [[{"type": "text", "text": "a"}]],
            "rows": [[[{"type": "text", "text": "X"}]]],
            "id": "h",
        },
        {"type": "page-break", "id": "h"},
    ]


@pytest.mark.parametrize("mark", ["", " {#not}", " {#not .frei}", "  {#not}  "])
@pytest.mark.parametrize("words", ["Rufen Sie 112.", "Rufen Sie 112", "(ja)", "112!"])
def test_bold_words_stay_bold_before_an_id(words: str, mark: str) -> None:
    (block,) = rendered(f"**{words}**{mark}\n")["blocks"]
    assert block["content"] == [{"type": "strong", "content": [{"type": "text", "text": words}]}]


def test_conditions_and_loops_around_words_blocks_items_and_rows() -> None:
    body = (
        "A{{#if ja}} B{{#loop l}} {{this}}{{/loop}}{{/if}}{{#if nein}} C{{/if}}\n\n"
        "{{#if ja}}\nBlock\n{{/if}}\n{{#if nein}}\nKein Block\n{{/if}}\n\n"
        "- fest\n{{#loop l}}\n- {{this}}, {{parent.w}}\n{{/loop}}\n\n"
        "| n | w |\n|---|---|\n{{#loop r}}\n{{#if gut}}\n| {{n}} | {{parent.w}} |\n{{/if}}\n{{/loop}}\n| Summe | 1 |"
    )
    context = {
        "ja": True,
        "nein": False,
        "l": ["x", "y"],
        "w": "W",
        "r": [{"n": Decimal(1), "gut": True}, {"n": Decimal(2), "gut": False}, {"n": Decimal(3), "gut": True}],
    }
    tree = rendered(body, context)
    assert letters.plain_blocks(tree["blocks"]) == (
        "A B x y\n\nBlock\n\n- fest\n- x, W\n- y, W\n\nn | w\n1 | W\n3 | W\nSumme | 1"
    )
    assert tree["gaps"] == []


def test_functions_of_letters_work_inside_loops() -> None:
    assert letters.plain_blocks(rendered("{{#loop l}}\n{{euro(this)}}\n{{/loop}}", {"l": [Decimal(1)]})["blocks"]) == (
        "1,00\u00a0€"
    )


def test_a_field_of_the_case_wins_over_a_function_of_the_same_name() -> None:
    assert shown("datum", {"datum": "heute"}) == "heute"


def test_null_and_missing_conditions_are_false_and_loops_empty() -> None:
    assert rendered("{{#if x}}\nA\n{{/if}}\n\n{{#loop y}}\nB\n{{/loop}}", {"x": None})["blocks"] == []


def test_headings_skip_no_level_where_a_condition_leaves_one_out() -> None:
    tree = rendered("## A\n\n{{#if false}}\n### B\n{{/if}}\n\n#### C\n\n## D".replace("#### C", "### C\n\n#### E"))
    assert [block["level"] for block in tree["blocks"]] == [2, 3, 4, 2]
    skipped = rendered("## A\n\n{{#if false}}\n### B\n{{/if}}\n\n{{#if true}}\n#### C\n{{/if}}")
    assert [block["level"] for block in skipped["blocks"]] == [2, 3]


def test_the_clerk_gets_a_text_to_edit_and_its_words_stay_words() -> None:
    letter = letters.read("# B\n\n## Frei {#f .frei}\n\nBitte {{x}} melden.\n\n- a\n\n{#nie}\n- b")
    assert letter.render({"x": "sich"}, now=NOW)["free"] == {"f": "Bitte sich melden.\n\n- a\n\n- b"}
    tree = letter.render(
        {"x": "sich"}, now=NOW, texts={"f": "Neu {{x}}\nmit **Sternen**\r\n\r\n- eins\r\n- zwei", "nie": "X"}
    )
    assert letters.plain_blocks(tree["blocks"]) == "Frei\n\nNeu {{x}}\nmit **Sternen**\n\n- eins\n- zwei"
    assert [block.get("free", False) for block in tree["blocks"]] == [True, True, True]
    assert letter.render({"x": "sich"}, now=NOW, texts={"f": "  "})["blocks"][1:] == []


def test_only_free_blocks_take_texts() -> None:
    assert letters.plain_blocks(rendered("Fest {#fest}", fest="Anders")["blocks"]) == "Fest"


def test_a_value_of_several_paragraphs_becomes_several() -> None:
    tree = rendered("{{x}}\n\nund {{x}}", {"x": "eins\n\nzwei\ndrei"})
    assert letters.plain_blocks(tree["blocks"]) == "eins\n\nzwei\ndrei\n\nund eins\n\nzwei\ndrei"
    assert len(tree["blocks"]) == 3


def test_the_head_names_subject_salutation_closing_and_enclosures() -> None:
    letter = letters.read(
        '+++\nsubject = "Zu {{x}}"\nsalutation = "Liebe {{x}},"\nclosing = "Bis bald{{#if y}}!{{/if}}"\n'
        'enclosures = ["Merkblatt", "{{#if y}}Nachweis{{/if}}", "{{#if z}}Nie{{/if}}"]\nlanguage = "en-GB"\n+++\nText\n'
    )
    tree = letter.render({"x": "Zoë", "y": True}, now=NOW)
    assert (tree["subject"], tree["salutation"], tree["closing"]) == ("Zu Zoë", "Liebe Zoë,", "Bis bald!")
    assert (tree["enclosures"], tree["language"]) == (["Merkblatt", "Nachweis"], "en-GB")
    assert rendered("x")["salutation"] is None
    assert letters.read('+++\nlanguage = "en"\n+++\n# A').render({}, now=NOW)["closing"] == "Yours sincerely"


@pytest.mark.parametrize(
    "body", ["{{this}}", "fester Text", "{{#loop parent.x}}\n{{#loop parent.parent.x}}\nx\n{{/loop}}\n{{/loop}}"]
)
def test_a_letter_has_a_budget(body: str) -> None:
    letter = letters.read("# A\n\n{{#loop x}}\n" + body + "\n{{/loop}}")
    with pytest.raises(BudgetExceeded):
        letter.render({"x": [Decimal(1)] * 200}, now=NOW, budget=Budget(100))


@pytest.mark.parametrize(
    ("arguments", "german", "english"),
    [
        (("frau", "Zoë", "Großmann", ""), "Sehr geehrte Frau Großmann,", "Dear Ms Großmann,"),
        (("herr", "Şükrü", "Yıldız", "Dr."), "Sehr geehrter Herr Dr. Yıldız,", "Dear Dr. Yıldız,"),
        (("", "Zoë", "Großmann-d'Àvila", ""), "Guten Tag Zoë Großmann-d'Àvila,", "Dear Zoë Großmann-d'Àvila,"),
        (("", "", "", ""), "Sehr geehrte Damen und Herren,", "Dear Sir or Madam,"),
        (("frau", "", " ", ""), "Sehr geehrte Damen und Herren,", "Dear Sir or Madam,"),
    ],
)
def test_a_person_is_addressed_as_they_want(arguments: tuple[Any, ...], german: str, english: str) -> None:
    form, given_name, family, title = arguments
    assert letters.salutation(form, given=given_name, family=family, title=title) == german
    assert letters.salutation(form, given=given_name, family=family, title=title, language="en") == english


def test_the_check_of_a_package_knows_the_functions() -> None:
    assert set(letters.function_types()) == letters.FUNCTION_NAMES == set(letters.functions("en"))


SYNTAX = st.sampled_from(
    ["*", "**", "_", "`", "<b>", "# ", "## ", "- ", "1. ", "|", "---", "\n", "\n\n", "{{1}}", "{#x}"]
)
HOSTILE = st.lists(SYNTAX | st.text(max_size=4), max_size=12).map("".join).filter(lambda text: "\r" not in text)
BODY = "x{{v}}y\n\n## H{{v}}\n\n- x{{v}}\n\n| {{v}} |\n|---|\n| **{{v}}** |\n\n{{#loop [v]}}\nx{{this}}\n{{/loop}}"


def kinds(tree: letters.Tree) -> list[str]:
    """The shape of a letter, without its words."""
    return [block["type"] for block in tree["blocks"]]


@given(HOSTILE)
def test_a_value_is_only_ever_text(value: str) -> None:
    # given a value full of Markdown, HTML and FEEL
    tree = rendered(BODY, {"v": value})
    # then the letter has the shape that it has without, and every place reads exactly the value
    assert kinds(tree) == ["paragraph", "heading", "list", "table", "paragraph"]
    blocks = tree["blocks"]
    assert letters.plain(blocks[0]["content"]) == f"x{value}y"
    assert letters.plain(blocks[1]["content"]) == f"H{value}"
    assert letters.plain(blocks[2]["items"][0][0]["content"]) == f"x{value}"
    assert letters.plain(blocks[3]["head"][0]) == letters.plain(blocks[3]["rows"][0][0]) == value
    assert letters.plain(blocks[4]["content"]) == f"x{value}"


def test_values_in_a_text_from_right_to_left_keep_their_own_direction() -> None:
    text = "# إشعار\n\nحتى {{tag}}. {{#if true}}{{name}}{{/if}}"
    values: Any = {"tag": Date(2026, 1, 31), "name": "Rex"}

    arabic = letters.read(f'+++\nlanguage = "ar"\n+++\n{text}').render(values, now=NOW)["blocks"][0]["content"]
    german = letters.read(text).render(values, now=NOW)["blocks"][0]["content"]

    assert [(part.get("text"), part.get("isolated")) for part in arabic] == [
        ("حتى ", None),
        ("31.\u00a0Januar 2026", True),
        (". ", None),
        ("Rex", True),
    ]
    assert german == [{"type": "text", "text": "حتى 31.\u00a0Januar 2026. Rex"}]
