"""Entries of a list from a CSV file: columns found, doubtful rows named by line, the others taken, nothing lost."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.scenes import tenant

from laufzettel.applications import actions as applications
from laufzettel.applications.models import Draft
from laufzettel.catalogue import queries as catalogue
from laufzettel.core.tenancy import in_tenant
from laufzettel.kernel.package.values import to_feel
from laufzettel.portal import tables

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

HERE = "lahn-dill-kreis"
SERVICE = "ifsg-entschaedigung"
PAGE = f"/{HERE}/{SERVICE}/antrag/seite/seite_beschaeftigte/"
URL = f"{PAGE}tabelle/beschaeftigte/"
HEADING = (
    "Vorname;Nachname;Geburtsdatum;Was wurde angeordnet?;Erster Tag, für den Sie beantragen;"
    "Letzter Tag, für den Sie beantragen;Fiel schon vor diesem ersten Tag Verdienst aus?;"
    "Netto-Lohn in einem vollen Monat, in Euro;War die Person in dieser Zeit arbeitsunfähig krank?;"
    "Hätte eine öffentlich empfohlene Impfung die Anordnung verhindert?;Konnte die Person von zu Hause arbeiten?"
)
GOOD = "Ana;Ćosić;28.2.1990;Verbot der Tätigkeit (§ 31 IfSG);2.11.2024;15.11.2024;nein;2.150,40;nein;nein;nein"


def person() -> tuple[Client, Draft]:
    """A browser with a draft of an employer, at the page of the employees."""
    there, client = tenant(HERE), Client()
    with in_tenant(there.id):
        offering = catalogue.offering(SERVICE)
        assert offering is not None
        data = catalogue.package_of(offering).scenarios["betrieb-zwei-personen"].data["application"]
        values = to_feel({key: data[key] for key in ("antrag", "firma")})
        draft, token = applications.begin(offering, "de")
        draft = applications.save_page(draft, "seite_wer", values, is_done=True, language="de")
        draft = applications.save_page(draft, "seite_firma", values, is_done=True, language="de")
    assert client.post(f"/{HERE}/weiter/{token}/").status_code == 302
    return client, draft


def stand(draft: Draft) -> int:
    with in_tenant(tenant(HERE).id):
        return int(Draft.objects.get(id=draft.id).version)


def entries(draft: Draft) -> list[dict[str, Any]]:
    with in_tenant(tenant(HERE).id):
        return list(Draft.objects.get(id=draft.id).values.get("beschaeftigte", []))


def read(client: Client, draft: Draft, *rows: str, heading: str = HEADING, encoding: str = "utf-8") -> Any:
    content = "\n".join([heading, *rows]).encode(encoding)
    return client.post(URL, {"stand": stand(draft), "lesen": "1", "datei": SimpleUploadedFile("a.csv", content)})


def again(client: Client, draft: Draft, answer: Any, **more: str) -> Any:
    """The page sent back as a browser would."""
    context = answer.context
    chosen = {
        column["id"]: next((one["value"] for one in column["choices"] if one["is_chosen"]), "")
        for column in context["columns"]
    }
    return client.post(URL, {"stand": stand(draft), "tabelle": context["carried"], **chosen, **more})


def test_the_page_of_the_list_leads_there_and_a_pattern_names_the_columns() -> None:
    client, _ = person()
    assert URL in client.get(PAGE).content.decode()
    assert client.get(URL).status_code == 200

    pattern = client.get(f"{URL}?muster=1").content.decode("utf-8-sig")

    assert pattern.startswith("Vorname;Nachname;Geburtsdatum;Was wurde angeordnet?;")
    assert pattern.count("\n") == 1


def test_good_rows_become_entries_and_the_doubtful_ones_stay_with_line_column_and_reason() -> None:
    client, draft = person()
    rows = [
        GOOD,
        "Jean;d'Àvila;31.2.1990;Verbot der Tätigkeit (§ 31 IfSG);2.11.2024;15.11.2024;nein;2.150,40;nein;nein;nein",
        "Zoë;Ğ;1.1.1990;absonderung;16.11.2024;15.11.2024;nein;viel;nein;nein;vielleicht",
        GOOD,
        ";;;;;;;;;;",
        "Łukasz;Nguyễn;03.05.85;Quarantäne oder Isolierung (§ 30 IfSG);2024-11-02;15. November 2024;nein;1900;ja;nein;nein",
    ]

    answer = read(client, draft, *rows)

    assert answer.context["ready"] == 2
    problems = {row["line"]: row["problems"] for row in answer.context["rows"]}
    assert list(problems) == [3, 4, 5]
    assert [text.split(":")[0] for text in problems[3]] == ["Geburtsdatum"]
    assert [text.split(":")[0] for text in problems[4]] == [
        "Letzter Tag, für den Sie beantragen",
        "Netto-Lohn in einem vollen Monat, in Euro",
        "Konnte die Person von zu Hause arbeiten?",
    ]
    assert problems[5] == ["Dieselbe Zeile steht schon in Zeile 2."]
    assert entries(draft) == []

    taken = again(client, draft, answer, uebernehmen="1")

    assert [entry["nachname"] for entry in entries(draft)] == ["Ćosić", "Nguyễn"]
    assert entries(draft)[1]["von"] == {"@": "date", "v": "2024-11-02"}
    assert [row["line"] for row in taken.context["rows"]] == [3, 4, 5] or [
        row["line"] for row in taken.context["rows"]
    ] == [3, 4]
    assert "2 Zeilen sind übernommen." in taken.content.decode()


def test_the_doubtful_rows_go_home_as_they_were_and_come_back_mended() -> None:
    client, draft = person()
    bad = GOOD.replace("2.150,40", "=1+1")
    answer = read(client, draft, GOOD, bad)

    report = again(client, draft, answer, bericht="1").content.decode("utf-8-sig")

    heading, row = report.splitlines()
    assert heading == f"{HEADING};Zeile;Was zu ändern ist"
    assert row.startswith(GOOD.replace("2.150,40", "'=1+1"))
    assert ";3;" in row
    again(client, draft, answer, uebernehmen="1")
    mended = row.replace("'=1+1", "1.900,00").replace("Ana", "Eva")
    second = read(client, draft, mended, heading=heading)
    assert (second.context["ready"], second.context["doubtful"]) == (1, 0)
    assert again(client, draft, second, uebernehmen="1").status_code == 302
    assert [entry["vorname"] for entry in entries(draft)] == ["Ana", "Eva"]


def test_columns_are_found_by_their_names_or_chosen_by_hand() -> None:
    client, draft = person()
    answer = read(client, draft, GOOD, heading="A;B;C;D;E;F;G;H;I;J;K")
    assert answer.context["ready"] == 0
    order = [
        "vorname", "nachname", "geburtsdatum", "grund", "von", "bis", "fortsetzung", "netto", "krank", "vermeidbar", "zuhause",
    ]  # fmt: skip
    chosen = {f"spalte-{path}": str(number) for number, path in enumerate(order)}

    answer = client.post(URL, {"stand": stand(draft), "tabelle": answer.context["carried"], **chosen, "pruefen": "1"})

    assert answer.context["ready"] == 1


def test_who_lost_earnings_before_says_since_when() -> None:
    client, draft = person()
    heading = f"{HEADING};Seit welchem Tag fiel Verdienst aus?"
    before = GOOD.replace("15.11.2024;nein", "15.11.2024;ja")

    answer = read(
        client, draft, f"{GOOD};", f"{before};", f"{before};3.11.2024", f"{before};1.10.2024", heading=heading
    )

    problems = {row["line"]: [text.split(":")[0] for text in row["problems"]] for row in answer.context["rows"]}
    assert problems == {3: ["Seit welchem Tag fiel Verdienst aus?"], 4: ["Seit welchem Tag fiel Verdienst aus?"]}
    again(client, draft, answer, uebernehmen="1")
    assert [entry.get("beginn") for entry in entries(draft)] == [None, {"@": "date", "v": "2024-10-01"}]


def test_two_hundred_rows_fit_and_one_more_stays_with_its_line() -> None:
    client, draft = person()
    rows = [GOOD.replace("Ćosić", f"Ćosić {chr(65 + number // 26)}{chr(97 + number % 26)}") for number in range(201)]

    answer = read(client, draft, *rows)

    assert (answer.context["ready"], answer.context["doubtful"]) == (200, 1)
    assert answer.context["rows"][0]["line"] == 202
    assert answer.context["rows"][0]["problems"] == ["Mehr als 200 passen nicht."]
    again(client, draft, answer, uebernehmen="1")
    assert len(entries(draft)) == 200
    page = client.get(PAGE)
    assert page.status_code == 200
    assert b'name="beschaeftigte.199.nachname"' in page.content


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "keine Zeilen"),
        (b"\x89PNG\x00\x01", "keine CSV-Datei"),
        (b'a;b\n"x;1\n2', "Anführungszeichen"),
        (b"a;b\n" + b"1;2\n" * 1001, "zu viele Zeilen"),
        (b"a;b\n" + b"x" * 1_000_001, "zu groß"),
    ],
)
def test_what_is_no_table_gets_a_sentence(content: bytes, sentence: str) -> None:
    client, draft = person()
    answer = client.post(URL, {"stand": stand(draft), "lesen": "1", "datei": SimpleUploadedFile("a.csv", content)})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert entries(draft) == []


@pytest.mark.parametrize(
    "carried", ["", "[]x", "5", "[[1]]", '[["a"], ["x"]]', '[["a"], [1, 2]]', '[["a"], [1, "\\u0000"]]', "[" * 5000]
)
def test_what_a_browser_makes_up_is_no_table(carried: str) -> None:
    assert tables.carried(carried) is None
    client, draft = person()
    assert client.post(URL, {"stand": stand(draft), "tabelle": carried, "uebernehmen": "1"}).status_code == 422


def test_a_second_tab_takes_nothing_twice_and_a_list_that_is_none_leads_back() -> None:
    client, draft = person()
    answer = read(client, draft, GOOD)
    old = stand(draft)
    assert again(client, draft, answer, uebernehmen="1").status_code == 302

    twice = client.post(URL, {"stand": old, "tabelle": answer.context["carried"], "uebernehmen": "1"})

    assert twice.status_code == 409
    assert len(entries(draft)) == 1
    assert client.get(f"{PAGE}tabelle/firma/").status_code == 302
    assert Client().get(URL).status_code == 404
