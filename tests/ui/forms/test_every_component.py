"""Every component in every state, at every place where it is asked or shown: one list of rows, one service made of it.

What a citizen sends page by page without scripts, what the office enters from paper, what a clerk answers in a task.
"""

import datetime
import json
import uuid
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema
import lxml.html
import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.files.scene import pdf
from tests.scenes import account_of, tenant, work_off
from tests.test_permissions import browser_of
from tests.ui.forms import every_component as every
from tests.ui.forms.every_component import COMPOSITE, KEY, ROWS, SHOWN, Raw

from laufzettel.applications.models import Application
from laufzettel.cases import engine
from laufzettel.cases import queries as case_queries
from laufzettel.cases.models import Case, Task
from laufzettel.catalogue import actions as catalogue
from laufzettel.core import clock
from laufzettel.core.actors import SYSTEM
from laufzettel.core.tenancy import in_tenant
from laufzettel.files import queries as files
from laufzettel.kernel import feel, forms
from laufzettel.kernel.forms.building import REFUSED
from laufzettel.kernel.forms.kinds import KINDS, PARTS
from laufzettel.kernel.forms.schema import COMPONENTS
from laufzettel.records.models import Document
from laufzettel.tenants.models import Unit

HERE = "/herborn"
START = f"{HERE}/{KEY}/antrag"
NOON = datetime.datetime(2026, 3, 2, 12, 0, tzinfo=ZoneInfo("Europe/Berlin"))
CONTAINERS = {"group", "page", "multipage", "dynamiclist"}


# The list is whole


def test_every_type_of_component_has_a_row_or_is_refused() -> None:
    types = {row.type for row in ROWS} | set(SHOWN) | {every.FILE["type"]} | CONTAINERS

    assert types == set(COMPONENTS)
    assert not types & set(REFUSED)


def test_every_kind_and_every_part_of_one_has_a_row() -> None:
    assert {row.kind for row in ROWS} | {"file"} >= set(KINDS) - set(PARTS)
    assert set(COMPOSITE) == {
        f"{'person' if kind == 'person' else 'anschrift'}.{part.name}" for kind in PARTS for part in PARTS[kind]
    }


def test_every_check_of_a_kind_has_an_answer_that_fails_it() -> None:
    from laufzettel.kernel.forms.kind_checks import KIND_CHECKS

    checked = {row.kind for row in ROWS if row.wrong}
    assert {name.partition(".")[0] for name in KIND_CHECKS} <= checked | {"address"}


# The service, with a browser that has no scripts


@pytest.fixture
def citizen(db: None) -> Iterator[Client]:
    with clock.at(NOON):
        with in_tenant(tenant("herborn").id):
            unit = next(unit for unit in Unit.objects.order_by("id") if every.ROLE in unit.groups)
            catalogue.offer(SYSTEM, catalogue.release(every.files_of_the_service()), unit)
        client = Client()
        client.post(f"{HERE}/{KEY}/beginnen/")
        yield client


def office() -> Client:
    return browser_of(account_of(tenant("herborn"), "clerk"))


def tree(answer: Any) -> Any:
    return lxml.html.document_fromstring(answer.content.decode())


def posted_by(page: Any, form: str = ".//form") -> Raw:
    """What a browser would post without anybody touching the form."""
    found: Raw = {}
    for control in page.xpath(f"{form}//input|{form}//select|{form}//textarea"):
        if control.get("type") in ("radio", "checkbox") and control.get("checked") is None:
            continue
        if control.get("type") == "file":
            continue
        if control.tag == "select":
            values = [option.get("value") for option in control.xpath("option[@selected]")] or [""]
        else:
            values = [
                (control.text or "").removeprefix("\n") if control.tag == "textarea" else control.get("value", "on")
            ]
        found.setdefault(control.get("name"), []).extend(values)
    return found


def page_url(name: str) -> str:
    return f"{START}/seite/seite_{name}/"


def send(client: Client, url: str, raw: Raw, **more: Any) -> Any:
    """What a person answers on the page as it is, and its button."""
    return client.post(url, posted_by(tree(client.get(url)), "//form[@id='antrag']") | raw | more)


def errors_of(page: Any) -> dict[str, str]:
    """The sentences of the summary by the control to which each leads."""
    return {
        link.get("href")[1:]: " ".join(link.text_content().split())
        for link in page.xpath("//*[contains(@class, 'lz-errors')]//a")
    }


def wrongs(start: str) -> Raw:
    return {
        key: texts for row in ROWS if row.wrong for key, texts in row.typed(f"{start}{row.number}", row.wrong).items()
    }


def assert_told(page: Any, start: str, prefix: str = "", *, but: str = "") -> None:
    """Each wrong answer is told on top and at its field, and stands there again; all `but` one that time has put right."""
    told, again = errors_of(page), posted_by(page)
    for row in (row for row in ROWS if row.case.name != but):
        base = f"{prefix}f-{start}{row.number}"
        own = [target for target in told if target == base or target.startswith(f"{base}-")]
        if row.wrong is None:
            assert own == [], row.case.name
            continue
        assert len(own) == 1, row.case.name
        assert page.get_element_by_id(own[0]).tag in ("input", "select", "textarea"), row.case.name
        assert page.get_element_by_id(f"{base}-fehler").text_content().split() == ["Fehler:", *told[own[0]].split()]
        if row.case.template in ("text", "textarea", "date_parts"):
            typed = row.typed(f"{start}{row.number}", row.wrong)
            assert {name: again[name] for name in typed} == {
                n: [t.replace("\x07", "") for t in texts] for n, texts in typed.items()
            }


def assert_asked(page: Any, start: str, values: dict[str, Any], entry: str = "") -> None:
    """Each question has a control, and posting them as they stand gives these values."""
    raw = posted_by(page, "." if page.tag == "form" else ".//form")
    names = {name.partition(".")[0] if not entry else name for name in raw}
    form = forms.read({"type": "default", "id": "probe", "components": [row.component(start) for row in ROWS]})
    own = {name.removeprefix(entry): texts for name, texts in raw.items() if name.startswith(entry)}
    answers = form.validate("probe", own, now=NOON)
    assert names
    assert {name: answers.values.get(name) for name in values} == values
    for row in (row for row in ROWS if f"{start}{row.number}" in values):
        assert page.xpath(f".//*[contains(normalize-space(.), '{row.label}')]"), row.case.name


def test_from_the_first_page_to_the_record(citizen: Client) -> None:
    # given a first page with everything on it: empty, then wrong, then right
    url = page_url("alles")
    empty = citizen.get(url)
    assert_asked(tree(empty), "f", {f"f{row.number}": row.case.empty for row in ROWS})
    assert_static(tree(empty))

    wrong = send(citizen, url, wrongs("f"))
    assert wrong.status_code == 422
    assert_told(tree(wrong), "f")
    person = {name: [typed] for name, (typed, _) in COMPOSITE.items()}
    right = send(
        citizen, url, every.rights("f") | person, **{"lz-datei.datei": SimpleUploadedFile("Nachweis.pdf", pdf())}
    )
    assert right.status_code == 302, errors_of(tree(right))

    # then it is there again, after going back, and sending it again changes nothing
    back = tree(citizen.get(url))
    assert_asked(back, "f", every.values("f"))
    assert {name: posted_by(back)[name] for name in person} == person
    assert back.xpath("//*[@class='lz-upload__name']")[0].text_content().split()[0] == "Nachweis.pdf"
    assert send(citizen, url, {}).status_code == 302
    assert_asked(tree(citizen.get(url)), "f", every.values("f"))

    # when a page hides all that was answered on it
    assert send(citizen, page_url("versteckt"), every.rights("h")).status_code == 302
    assert_asked(tree(citizen.get(page_url("versteckt"))), "h", every.values("h"))
    assert send(citizen, url, {"schalter": ["zu"]}).status_code == 302
    assert citizen.get(page_url("versteckt")).status_code == 302

    # and what is preselected is on its page and really set
    chosen = {f"v{row.number}": row.right[1] for row in ROWS if row.default is not None}
    assert_asked(tree(citizen.get(page_url("gewaehlt"))), "v", chosen)
    assert send(citizen, page_url("gewaehlt"), {}).status_code == 302

    # and an entry is added, answered wrong and right
    url = page_url("mehrfach")
    two = send(citizen, url, {"lz-add": ["liste"]})
    assert posted_by(tree(two))["liste#"] == ["2"]
    for number in (0, 1):
        assert_asked(tree(two), "e", {f"e{row.number}": row.case.empty for row in ROWS}, f"liste.{number}.")
    entry = {f"liste.{number}.{name}": texts for number in (0, 1) for name, texts in wrongs("e").items()}
    sent = posted_by(tree(two), "//form[@id='antrag']")
    wrong = citizen.post(url, sent | entry)
    assert wrong.status_code == 422
    assert len(errors_of(tree(wrong))) == 2 * sum(1 for row in ROWS if row.wrong)
    entry = {f"liste.{number}.{name}": texts for number in (0, 1) for name, texts in every.rights("e").items()}
    assert citizen.post(url, sent | entry).status_code == 302
    for number in (0, 1):
        assert_asked(tree(citizen.get(url)), "e", every.values("e"), f"liste.{number}.")

    # then the check page says it all in words
    check = tree(citizen.get(f"{START}/pruefen/"))
    said = rows_of(check)
    assert_in_words(said)
    sent = posted_by(check, "//form[@method='post']")
    assert citizen.post(f"{START}/pruefen/", sent | {"einverstanden": "1", "absenden": "1"}).status_code == 302
    work_off()

    # and the case, the PDF, the JSON and the office say the same
    with in_tenant(tenant("herborn").id):
        case = Application.objects.get().case
        kept: Any = feel.context_from_json(case.application)
        form = case_queries.package_of(case).application
        assert {name: kept[name] for name in every.values("f")} == every.values("f")
        assert {name: kept[name] for name in chosen} == chosen
        assert kept["liste"] == [every.values("e"), every.values("e")]
        assert not [name for name in kept if name.startswith("h")]
        assert kept["summe"] == 250
        documents = {one.kind: files.content(one.file) for one in Document.objects.filter(record=case.record)}
    data = json.loads(documents["application-data"])["answers"]
    jsonschema.validate(data, form.json_schema())
    assert feel.context_from_json(data) == kept
    assert_in_pdf(documents["application"])
    shown = rows_of(tree(office().get(f"{HERE}/amt/vorgaenge/{case.id}/")))
    assert [pair for pair in said if pair not in shown] == []


def test_a_clerk_answers_the_same_questions_in_a_task(citizen: Client) -> None:
    # given a case whose task asks for everything
    case_id = submitted(citizen)
    clerk, url = office(), f"{HERE}/amt/vorgaenge/{case_id}/"
    page = tree(clerk.get(url))
    form = page.xpath("//form[contains(@action, '/aufgaben/')][.//textarea]")[0]
    action, prefix = form.get("action"), page.xpath("//*[@name='lz-asked']/@id")[0].removesuffix("lz-asked")
    assert_asked(form, "a", {f"a{row.number}": row.case.empty for row in ROWS})
    assert_static(form, prefix)

    # when it is answered wrong, then each is told there, and nothing is completed
    sent = posted_by(form, ".")
    wrong = clerk.post(action, sent | wrongs("a"))
    assert_told(tree(wrong), "a", prefix)

    # and what one answer changes is asked by htmx and stores nothing
    changes = clerk.post(action, sent | every.rights("a"), headers={"HX-Request": "true"})
    assert f'id="{prefix}lz-asked"' in changes.content.decode()

    # when it is answered right, then the process has the values and the page the words
    assert clerk.post(action, sent | every.rights("a")).status_code == 302
    with in_tenant(tenant("herborn").id):
        kept = engine.variables_of(Case.objects.get(id=case_id))
        assert Task.objects.get(case_id=case_id, state="open").element == "b"
    assert {name: kept[name] for name in every.values("a")} == every.values("a")


def test_the_office_enters_the_same_questions_from_paper(citizen: Client) -> None:
    # given the whole form on one page
    clerk = office()
    begun = clerk.post(f"{HERE}/amt/erfassen/", {"leistung": KEY})
    page = tree(clerk.get(begun["Location"]))
    assert_asked(page, "f", {f"f{row.number}": row.case.empty for row in ROWS})
    assert_asked(page, "e", {f"e{row.number}": row.case.empty for row in ROWS}, "liste.0.")
    assert_static(page)

    # when answers are wrong
    sent = posted_by(page, "//form[.//textarea]") | {"eingang": ["1.3.2026"], "weg": ["post"]}
    wrong = clerk.post(begun["Location"], sent | wrongs("f"))
    assert wrong.status_code == 422
    assert_told(tree(wrong), "f")

    # when they are right, and one hides others
    entry = {f"liste.0.{name}": texts for name, texts in every.rights("e").items()}
    right = sent | every.rights("f") | every.rights("h") | entry | {"schalter": ["zu"]}
    done = clerk.post(begun["Location"], right | {"lz-datei.datei": SimpleUploadedFile("Papier.pdf", pdf())})

    # then the case has what a citizen's has
    assert done.status_code == 200, errors_of(tree(done))
    with in_tenant(tenant("herborn").id):
        kept: Any = feel.context_from_json(Application.objects.get().case.application)
    assert {name: kept[name] for name in every.values("f")} == every.values("f")
    assert kept["liste"] == [every.values("e")]
    assert [file["name"] for file in kept["datei"]] == ["Papier.pdf"]
    assert not [name for name in kept if name.startswith("h")]
    assert all(kept[f"v{row.number}"] == row.right[1] for row in ROWS if row.default is not None)


def submitted(citizen: Client) -> uuid.UUID:
    """A case with nothing but what is preselected."""
    for name in ("alles", "versteckt", "gewaehlt", "mehrfach"):
        assert send(citizen, page_url(name), {}).status_code == 302
    sent = posted_by(tree(citizen.get(f"{START}/pruefen/")), "//form[@method='post']")
    citizen.post(f"{START}/pruefen/", sent | {"einverstanden": "1", "absenden": "1"})
    with in_tenant(tenant("herborn").id):
        return Application.objects.get().case_id


def assert_static(page: Any, prefix: str = "") -> None:
    """What is shown and not asked is there, each in its own way."""
    assert page.xpath(".//strong[text()='genau']")
    assert page.xpath(".//img[@alt='Ein Punkt']/@src") == [every.PICTURE]
    assert page.xpath(".//table[.//caption[text()='Unsere Sätze']]//td/text()") == ["1", "90,5"]
    assert page.xpath(".//hr")
    assert page.get_element_by_id(f"{prefix}f-summe").text_content() == "250,00\N{NO-BREAK SPACE}€"
    assert "Wird nicht gezeigt" not in page.text_content()


def rows_of(page: Any) -> list[tuple[str, str]]:
    """Questions and answers in words."""
    rows = page.xpath("//*[@class='lz-answers__row']")
    return [(row.xpath("dt")[0].text_content(), row.xpath("dd")[0].text_content()) for row in rows]


def assert_in_words(said: list[tuple[str, str]]) -> None:
    for _, label, words in every.words("f"):
        # on the first page, among the preselected, in two entries; hidden nowhere
        row = next(row for row in ROWS if row.label == label)
        assert said.count((label, words)) == 3 + (row.default is not None), label
    for name, (_, words) in COMPOSITE.items():
        assert [value for _, value in said].count(words) >= 1, name
    assert ("Ihre Summe", "250,00\N{NO-BREAK SPACE}€") in said


def assert_in_pdf(content: bytes) -> None:
    document = pypdfium2.PdfDocument(content)
    try:
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
    text = "".join(text.replace("\x02", "").split())  # where a line ends within a word
    for _, label, words in every.words("f"):
        assert "".join(label.split()) in text, label
        assert text.count("".join(words.split())) >= 3, label
