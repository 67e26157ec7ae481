"""The renderer: every component, shown first, shown again, wrong, changed; without a browser."""

from decimal import Decimal
from typing import Any

import lxml.html
import pytest
from django.utils import translation
from tests.kernel.forms.component_cases import CASES
from tests.ui.forms.every_component import ROWS
from tests.ui.forms.form_gallery import HUND, NOW, all_components, render

from laufzettel.kernel import forms
from laufzettel.kernel.forms import FieldError
from laufzettel.kernel.problems import Text
from laufzettel.ui.forms import control_id, error_links, render_changes, render_page

by_name = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
DOG = forms.read(HUND)
ASKED = "hund.name hund.geboren hund.geschlecht hund.gefaehrlich hund.gewicht"


def tree(html: Any) -> Any:
    return lxml.html.fragment_fromstring(str(html), create_parent="main")


def posted_by(html: Any) -> dict[str, list[str]]:
    """What a browser would post without anybody touching the page."""
    found: dict[str, list[str]] = {}
    for control in tree(html).xpath("//input|//select|//textarea"):
        if control.get("type") in ("radio", "checkbox") and control.get("checked") is None:
            continue
        if control.tag == "select":
            values = [option.get("value") for option in control.xpath("option[@selected]")] or [""]
        else:
            values = [control.text.removeprefix("\n") if control.tag == "textarea" else control.get("value", "on")]
        found.setdefault(control.get("name"), []).extend(values)
    return found


@by_name
def test_a_stored_answer_is_drawn_so_that_posting_it_again_changes_nothing(case: Any) -> None:
    form = forms.read(case.schema())

    for raw, value, _ in case.valid:
        values = form.validate("probe", raw, now=NOW).values
        again = form.validate("probe", posted_by(render(form, "probe", values=values)), now=NOW)

        assert again.errors == ()
        assert again.values["feld"] == value


@by_name
def test_what_was_typed_wrongly_stands_there_again_with_its_error(case: Any) -> None:
    form = forms.read(case.schema())

    for raw, _ in case.invalid:
        rendered = render(form, "probe", raw)
        again = {name: texts for name, texts in posted_by(rendered).items() if name in raw}
        page = tree(rendered)
        target = page.get_element_by_id(rendered.errors[0]["id"])
        error = page.get_element_by_id("f-feld-fehler")

        assert target.tag in ("input", "select", "textarea")
        assert error.text_content().strip() == "Fehler: " + rendered.errors[0]["message"]
        assert page.xpath("//*[contains(@aria-describedby, 'f-feld-fehler')]")
        assert page.xpath("//*[@aria-invalid='true']")
        if not page.xpath("//*[@type='radio' or @type='checkbox' or self::select]"):
            assert again == {name: [text.replace("\x07", "")] for name, (text,) in raw.items()}


@by_name
def test_labels_hints_and_marks(case: Any) -> None:
    optional = tree(render(forms.read(case.schema(description="Ein Hinweis")), "probe"))
    required = tree(render(forms.read(case.schema(validate={"required": True})), "probe"))
    box = case.template == "checkbox"

    assert ("- freiwillig" in optional.text_content().split("Ihre Angabe")[1][:20]) is not box
    assert "freiwillig" not in required.text_content().split("Ihre Angabe")[1]
    assert "Ein Hinweis" in optional.get_element_by_id("f-feld-hinweis").text_content()
    assert optional.xpath("//*[contains(@aria-describedby, 'f-feld-hinweis')]")
    for control in required.xpath("//input[not(@type='hidden')]|//select|//textarea"):
        labels = required.xpath(f"//label[@for='{control.get('id')}']")
        assert [label.text_content().strip() for label in labels] != [""]


def test_ids_are_unique_and_every_reference_finds_its_element() -> None:
    raw = {f"feld{n}": ["~~~"] for n in range(len(CASES))} | {"kinder#": ["2"]}
    page = tree(render(all_components(), "alles", raw, update_url="/x"))

    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    references = {
        one for text in page.xpath("//@aria-describedby|//@aria-labelledby|//@for|//@list") for one in text.split()
    }
    assert references <= set(ids)


def test_a_page_says_which_questions_it_asks_and_which_controls_react() -> None:
    page = tree(render(DOG, "seite_hund", update_url="/antrag/"))

    assert page.get_element_by_id("lz-asked").get("value") == ASKED
    assert [found.get("id") for found in page.xpath("//*[@hx-post]")] == ["f-hund-gefaehrlich"]
    assert page.get_element_by_id("s-rasse").get("hidden") is not None
    assert not tree(render(DOG, "seite_hund")).xpath("//*[@hx-post]")


def test_a_change_brings_the_new_question_and_touches_nothing_else() -> None:
    raw = {"hund.gefaehrlich": ["true"], "hund.name": ["Re"], "lz-asked": [ASKED]}

    shown = tree(render_changes(DOG, "seite_hund", {}, raw, now=NOW))
    again = tree(render_changes(DOG, "seite_hund", {}, raw | {"lz-asked": [ASKED + " hund.rasse"]}, now=NOW))
    hidden = tree(
        render_changes(
            DOG, "seite_hund", {}, raw | {"hund.gefaehrlich": ["false"], "lz-asked": [ASKED + " hund.rasse"]}, now=NOW
        )
    )

    assert [slot.get("id") for slot in shown.xpath("//*[@hx-swap-oob]")] == ["lz-asked", "lz-neues", "s-rasse"]
    assert shown.get_element_by_id("lz-neues").text_content() == "Eine Frage ist dazugekommen."
    assert "hund.rasse" in shown.get_element_by_id("lz-asked").get("value")
    assert [slot.get("id") for slot in again.xpath("//*[@hx-swap-oob]")] == ["lz-asked", "lz-neues"]
    assert hidden.get_element_by_id("s-rasse").get("hidden") is not None


def test_without_scripts_a_question_that_appears_is_asked_before_going_on() -> None:
    first = posted_by(render(DOG, "seite_hund")) | {
        "hund.name": ["Rex"],
        "hund.geboren": ["1.2.24"],
        "hund.geschlecht": ["m"],
        "hund.gefaehrlich": ["true"],
    }

    rendered = render(DOG, "seite_hund", first)
    second = DOG.validate("seite_hund", posted_by(rendered) | {"hund.rasse": ["rottweiler"]}, now=NOW)

    assert rendered.errors == []
    notice = tree(rendered).get_element_by_id("lz-hinweis")
    assert notice.get("autofocus") is not None
    assert notice.xpath(".//a/@href") == ["#f-hund-rasse-0"]
    assert second.ok
    assert second.values["hund"]["rasse"] == "rottweiler"


def test_entries_can_be_added_and_removed_without_scripts() -> None:
    form = all_components()
    page = tree(render(form, "alles"))

    more = render(form, "alles", posted_by(render(form, "alles")) | {"kinder.0.name": ["Ada"], "lz-add": ["kinder"]})
    less = render(form, "alles", posted_by(more) | {"lz-remove": ["kinder.0"]})

    assert page.xpath("//button[@name='lz-add']/@value") == ["kinder"]
    assert page.xpath("(//button)[1]/@name") == []
    assert posted_by(more)["kinder.0.name"] == ["Ada"]
    assert posted_by(more)["kinder.1.name"] == [""]
    assert posted_by(less)["kinder#"] == ["1"]
    assert posted_by(less)["kinder.0.name"] == [""]


def test_the_place_comes_from_the_postcode_when_the_page_is_shown_again() -> None:
    form = all_components()
    raw = posted_by(render(form, "alles")) | {"adresse.plz": ["35066"]}

    changed = tree(render_changes(form, "alles", {}, raw, now=NOW))
    several = tree(render_changes(form, "alles", {}, raw | {"adresse.plz": ["35104"]}, now=NOW))

    assert changed.get_element_by_id("f-adresse-ort").get("value") == "Frankenberg (Eder)"
    assert several.xpath("//datalist/option/@value") or several.get_element_by_id("f-adresse-ort").get("value")


INJECTIONS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[Klick](javascript:alert(1))",
    "![x](https://example.org/x.png)",
    "{{ 7 * 7 }}{% debug %}",
    "# Überschrift",
    "&lt;b&gt;",
    "#set page(width: 1pt)",
)


@pytest.mark.parametrize("typed", INJECTIONS)
def test_whatever_is_entered_arrives_as_text(typed: str) -> None:
    components = [
        {"type": "textfield", "id": "a", "key": "a", "label": "Angabe"},
        {"type": "text", "id": "t", "text": "Sie schrieben: **{{a}}**"},
        {
            "type": "textfield",
            "id": "b",
            "key": "b",
            "label": "Zu {{a}}",
            "description": "= a",
            "properties": {"help": "{{a}}"},
        },
        {"type": "expression", "id": "c", "key": "c", "label": "C", "expression": "= a"},
    ]
    form = forms.read({"type": "default", "id": "f", "components": components})

    page = tree(render(form, "f", values={"a": typed}))

    assert page.xpath("//script|//img|//a|//h2") == []
    assert page.get_element_by_id("f-a").get("value") == typed
    assert page.xpath("//strong")[0].text_content() == typed
    assert page.xpath("//label[@for='f-b']")[0].text_content().strip().startswith(f"Zu {typed}")
    assert page.get_element_by_id("f-c").text_content() == typed
    assert page.xpath("//details/div")[0].text_content().strip() == typed


HOSTILE_PARTS: dict[str, dict[str, Any]] = {
    "group": {"type": "group", "id": "g", "label": "Gruppe {{a}}", "properties": {"description": "{{a}}", "help": "{{a}}"}},
    "options": {"type": "radio", "id": "o", "key": "o", "label": "O", "valuesExpression": "= [a]"},
    "long choice": {"type": "select", "id": "s", "key": "s", "label": "S", "valuesExpression": "= [a, 1, 2, 3, 4, 5, 6, 7]"},
    "several": {"type": "checklist", "id": "m", "key": "m", "label": "M", "valuesExpression": "= [{label: a, value: a}]"},
    "table": {"type": "table", "id": "t", "label": "{{a}}", "dataSource": "= [{x: a}]", "columns": [{"label": "{{a}}", "key": "x"}]},
    "around": {"type": "textfield", "id": "v", "key": "v", "label": "V", "appearance": {"prefixAdorner": "{{a}}", "suffixAdorner": "{{a}}"}},
    "fixed": {"type": "textfield", "id": "r", "key": "r", "label": "R", "readonly": True},
    "error": {"type": "textfield", "id": "e", "key": "e", "label": "E", "validate": {"required": True}, "properties": {"error": "{{a}}"}},
    "picture": {"type": "image", "id": "i", "alt": "{{a}}", "source": "data:image/png;base64,AA=="},
    "address of a picture": {"type": "image", "id": "j", "alt": "A", "source": "= a"},
    "entries": {
        "type": "dynamiclist",
        "id": "l",
        "path": "l",
        "label": "L {{a}}",
        "properties": {"entryLabel": "{{this.n}}"},
        "components": [{"type": "textfield", "id": "n", "key": "n", "label": "N {{parent.a}}"}],
    },
}  # fmt: skip


@pytest.mark.parametrize("typed", INJECTIONS)
def test_it_arrives_as_text_in_every_component_that_repeats_it(typed: str) -> None:
    asked = {"type": "textfield", "id": "a", "key": "a", "label": "A"}
    page = {"type": "group", "id": "seite", "label": "S", "components": [asked, *HOSTILE_PARTS.values()]}
    form = forms.read({"type": "default", "id": "f", "components": [page]})
    raw = {"a": [typed], "e": [""], "l#": ["1"], "l.0.n": [typed]}

    with_error = tree(render(form, "seite", raw))
    stored = tree(render(form, "seite", values={"a": typed, "r": typed, "l": [{"n": typed}]}))

    for shown in (with_error, stored):
        assert shown.xpath("//script|//a[not(starts-with(@href, '#'))]|//h2|//h1|//em|//b") == []
        assert shown.xpath("//*[@onerror or @onload]") == []
        assert [picture.get("alt") for picture in shown.xpath("//img")] == [typed]
        assert shown.get_element_by_id("f-a").get("value") == typed
        assert shown.xpath("//*[@id='g-g']/legend")[0].text_content() == f"Gruppe {typed}"
        assert shown.get_element_by_id("f-o-0").get("value") == typed
        assert shown.xpath("//select[@id='f-s']/option")[1].text_content() == typed
        assert shown.get_element_by_id("f-m-0").get("value") == typed
        assert [cell.text_content() for cell in shown.xpath("//td|//th|//caption")] == [typed] * 3
        assert shown.get_element_by_id("f-v-davor").text_content() == typed
        assert shown.get_element_by_id("f-v-einheit").text_content() == typed
        assert shown.xpath("//*[@id='f-l-0']/legend")[0].text_content() == typed
        assert shown.get_element_by_id("f-l-0-n").get("value") == typed
    assert stored.get_element_by_id("f-r").text_content() == typed
    assert with_error.get_element_by_id("f-e-fehler").text_content() == f"Fehler: {typed}"


@pytest.mark.parametrize("typed", INJECTIONS)
def test_it_stands_again_as_it_was_typed_in_every_field(typed: str) -> None:
    form = forms.read({"type": "default", "id": "f", "components": [row.component("f") for row in ROWS]})
    names = {name for row in ROWS for name in row.typed(f"f{row.number}", row.right[0])}

    page = render(form, "f", {name: [typed] for name in names})

    again = posted_by(page)
    assert tree(page).xpath("//script|//img|//a|//h2|//em|//b") == []
    for row in (row for row in ROWS if row.case.template in ("text", "textarea", "date_parts")):
        for name in row.typed(f"f{row.number}", row.right[0]):
            assert again[name] == [typed], row.case.name


def test_a_table_says_when_it_leaves_rows_out() -> None:
    table: dict[str, Any] = {
        "type": "table",
        "id": "t",
        "label": "T",
        "dataSource": "= for i in 1..anzahl return {x: i}",
    }
    table |= {"columns": [{"label": "X", "key": "x"}]}
    form = forms.read({"type": "default", "id": "f", "components": [table]})

    whole = tree(render(form, "f", context={"anzahl": Decimal(200)}))
    cut = tree(render(form, "f", context={"anzahl": Decimal(201)}))

    assert len(whole.xpath("//td")) == len(cut.xpath("//td")) == 200
    assert whole.xpath("//p[contains(@class, 'lz-muted')]") == []
    assert cut.xpath("//p[contains(@class, 'lz-muted')]")[0].text == "Hier stehen die ersten 200 von 201 Zeilen."


def test_english_pages_speak_english() -> None:
    form = DOG.translated({"name.label": "Name of your dog", "geschlecht.values.m": "male"})

    with translation.override("en"):
        rendered = render(form, "seite_hund", {"hund.name": [""]})

    page = tree(rendered)
    assert rendered.errors[0]["message"] == "Enter “Name of your dog”, for example Bello."
    assert page.xpath("//label[@for='f-hund-name']/@lang") == []
    assert page.xpath("//label[@for='f-hund-geschlecht-0']")[0].text_content() == "male"
    assert page.xpath("//label[@for='f-hund-gewicht']/@lang") == ["de"]
    assert page.xpath("//fieldset[@id='f-hund-gefaehrlich']/legend/@lang") == ["de"]
    assert page.xpath("//label[@for='f-hund-gefaehrlich-0']/@lang") == []


def test_what_has_no_translation_says_that_it_is_german() -> None:
    components = [
        {"type": "expression", "id": "e", "key": "e", "label": "Summe", "expression": "= 1"},
        {"type": "textfield", "id": "r", "key": "r", "label": "Festes", "readonly": True},
        {"type": "table", "id": "t", "label": "Sätze", "dataSource": "= [{a: 1}]"},
        {"type": "text", "id": "p", "text": "Ein Satz."},
    ]
    form = forms.read({"type": "default", "id": "f", "components": components})
    english = {"e.label": "Sum", "r.label": "Fixed", "t.label": "Rates", "p.text": "A sentence."}

    with translation.override("en"):
        untranslated, translated = tree(render(form, "f")), tree(render(form.translated(english), "f"))

    assert [found.text_content().strip() for found in untranslated.xpath("//p[@lang='de']")] == ["Summe", "Festes"]
    assert untranslated.xpath("//*[@role='region']/@lang") == ["de"]
    assert untranslated.xpath("//*[@class='lz-prose']/@lang") == ["de"]
    assert translated.xpath("//@lang") == []


def test_several_forms_in_one_document_have_ids_of_their_own() -> None:
    first = tree(render_page(DOG, "seite_hund", {}, now=NOW, prefix="a-")).xpath("//@id")
    second = tree(render_page(DOG, "seite_hund", {}, now=NOW, prefix="b-")).xpath("//@id")

    assert not set(first) & set(second)


def test_error_links_go_to_the_first_control_of_a_question() -> None:
    page = DOG.page("seite_halter", {}, now=NOW)
    errors = DOG.validate("seite_halter", {}, now=NOW).errors

    assert page is not None
    assert [link["id"] for link in error_links(errors, page)][:3] == [
        "f-halter-vorname",
        "f-halter-nachname",
        "f-halter-geburtsdatum-tag",
    ]
    assert control_id("kinder.0.name") == "f-kinder-0-name"


def test_where_two_fields_are_told_the_same_the_summary_names_them() -> None:
    same = Text("Wählen Sie Ja oder Nein.", "Choose yes or no.")
    labels = {"a": "Waren Sie versichert?", "b": "Eigener Betrieb", "c": "Name"}
    errors = [FieldError(name, "missing", same, name, Text(label, label)) for name, label in labels.items()]
    errors[2] = FieldError("c", "missing", Text("Geben Sie den Namen ein.", ""), "c", Text("Name", "Name"))

    assert [link["message"] for link in error_links(errors)] == [
        "Waren Sie versichert? Wählen Sie Ja oder Nein.",
        "Eigener Betrieb: Wählen Sie Ja oder Nein.",
        "Geben Sie den Namen ein.",
    ]


def test_what_explains_a_checkbox_stands_below_its_label() -> None:
    box = {"type": "checkbox", "id": "a", "key": "a", "label": "Einwilligung", "description": "Bis auf Widerruf."}
    form = forms.read({"type": "default", "id": "f", "schemaVersion": 19, "components": [box]})

    text = tree(render_page(form, forms.WHOLE, {}, now=NOW)).text_content()

    assert text.index("Einwilligung") < text.index("Bis auf Widerruf.")
