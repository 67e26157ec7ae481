"""The template language of form-js: placeholders, conditions, loops."""

import pytest
from tests.kernel.feel.feel_support import NOW, value

from laufzettel.kernel import feel
from laufzettel.kernel.problems import ProgramError

CONTEXT: dict[str, feel.Value] = {
    "name": "Anna",
    "betrag": value("12.50"),
    "faellig": value('@"2026-03-01"'),
    "hunde": value('[{name: "Rex", farben: ["rot", "blau"]}, {name: "Bello", farben: []}]'),
    "ja": True,
    "leer": None,
}


def rendered(text: str, **more: feel.Value) -> str:
    return feel.template(text).render({**CONTEXT, **more}, now=NOW)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Guten Tag {{name}}!", "Guten Tag Anna!"),
        ("{{ betrag * 2 }} Euro bis {{faellig}}", "25 Euro bis 2026-03-01"),
        ("[{{leer}}][{{fehlt}}]", "[][]"),
        ('{{ {a: {b: "}}"}}.a.b }}', "}}"),
        ("{{#if ja}}A{{/if}}{{#if not(ja)}}B{{/if}}{{#if leer}}C{{/if}}", "A"),
        ("{{#loop hunde}}{{name}},{{/loop}}", "Rex,Bello,"),
        ("{{#loop hunde}}{{this.name}} von {{parent.name}};{{/loop}}", "Rex von Anna;Bello von Anna;"),
        (
            "{{#loop hunde}}{{#loop farben}}{{this}}:{{parent.name}}:{{parent.parent.name}} {{/loop}}{{/loop}}",
            "rot:Rex:Anna blau:Rex:Anna ",
        ),
        ("{{#loop leer}}x{{/loop}}{{#loop [1,2]}}{{this}}{{/loop}}{{#loop 7}}{{this}}{{/loop}}", "127"),
        ("{{#loop hunde}}{{betrag}}{{/loop}}", ""),
        ("ohne Platzhalter { } }}", "ohne Platzhalter { } }}"),
        ("", ""),
    ],
)
def test_templates(text: str, expected: str) -> None:
    assert rendered(text) == expected


def test_a_block_tag_alone_on_its_line_takes_the_line_with_it() -> None:
    text = 'Hunde:\n{{#loop hunde}}\n- {{name}}\n  {{#if name = "Rex"}}\n  * der Erste\n  {{/if}}\n{{/loop}}\nEnde'

    assert rendered(text) == "Hunde:\n- Rex\n  * der Erste\n- Bello\nEnde"


def test_values_are_formatted_by_the_caller() -> None:
    template = feel.template("{{betrag}} {{name}}")

    assert template.render(CONTEXT, now=NOW, format=lambda item: f"<{item}>") == "<12.50> <Anna>"


def test_reads_are_what_the_outermost_scope_must_have() -> None:
    template = feel.template(
        "{{a.b}}{{#if c > 1}}{{d}}{{/if}}{{#loop e}}{{f}}{{this.g}}{{parent.h}}{{#loop parent.i}}{{parent.parent.j}}{{/loop}}{{/loop}}"
    )

    assert template.reads == {"a.b", "c", "d", "e", "h", "i", "j"}


def test_nodes_are_open_to_other_rooms() -> None:
    text, output, condition, loop = feel.template("a{{b}}{{#if c}}d{{/if}}{{#loop e}}{{f}}{{/loop}}").nodes

    assert isinstance(text, feel.TextNode)
    assert isinstance(output, feel.Output)
    assert isinstance(condition, feel.If)
    assert isinstance(loop, feel.Loop)
    assert (text.text, output.expression.text, condition.condition.text, loop.items.text) == ("a", "b", "c", "e")
    assert condition.body[0] == feel.TextNode("d", condition.body[0].place)


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("a\n{{b", 2, 1, "Der Platzhalter endet nicht"),
        ("a\nb {{ 1 + }}", 2, 10, "Der Ausdruck endet zu früh"),
        ("{{#if a}}b", 1, 1, "Der Block „{{#if}}“ endet nicht"),
        ("{{#loop a}}{{/if}}", 1, 12, "„{{/if}}“ kann hier nicht stehen"),
        ("{{/loop}}", 1, 1, "„{{/loop}}“ kann hier nicht stehen"),
        ("{{#each a}}", 1, 1, "„{{#each}}“ kann hier nicht stehen"),
        ("{{#if }}x{{/if}}", 1, 7, "Der Ausdruck endet zu früh"),
        ("{{#loop a}}" * 30 + "{{/loop}}" * 30, 1, 221, "Zu viele Blöcke ineinander"),
    ],
)
def test_what_is_no_template_is_refused_with_its_place(text: str, line: int, column: int, message: str) -> None:
    with pytest.raises(ProgramError) as caught:
        feel.template(text)

    (finding,) = caught.value.findings
    assert (finding.message, finding.place.line, finding.place.column) == (message, line, column)


def test_names_with_spaces_are_known_inside() -> None:
    template = feel.template("{{vor name}}", names=["vor name"])

    assert template.render({"vor name": "Anna"}, now=NOW) == "Anna"


def test_a_template_has_one_budget() -> None:
    template = feel.template("{{#loop l}}{{#loop parent.l}}{{this}}{{/loop}}{{/loop}}")
    items: list[feel.Value] = [value("1")] * 1000

    with pytest.raises(feel.BudgetExceeded):
        template.render({"l": items}, now=NOW, budget=feel.Budget(50_000))
