"""The pages on which a clerk reads a file into a register, and takes the register out."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.registers.scene_of_dogs import SLUG, added
from tests.scenes import tenant, work_off
from tests.test_permissions import browser

from laufzettel.core.tenancy import in_tenant
from laufzettel.registers.models import Entry, Import

pytestmark = pytest.mark.django_db

LIST = f"/{SLUG}/amt/register/hund-anmelden/hunde/"
FILE = "Nachname;Vorname;Name des Hundes;Beginn der Steuerpflicht;Satz\nKuhn;Anna;Rex;1.3.2019;84\nKuhn;Anna;;1.3.2019;84\n"


@pytest.fixture
def client() -> Client:
    return browser("clerk")


def sent(client: Client, content: bytes) -> str:
    """The address of a file that was uploaded."""
    upload = SimpleUploadedFile("Alte Hunde.csv", content, "text/csv")
    answer = client.post(f"{LIST}dateien/", {"datei": upload})
    assert answer.status_code == 302
    return answer.headers["Location"]


def text(client: Client, path: str) -> str:
    return client.get(path, headers={"accept-language": "de"}).content.decode()


def columns_of(page: str) -> dict[str, str]:
    """What the page proposes: the column of each field."""
    found = {}
    for part in page.split("<select")[1:]:
        name = part.split('name="')[1].split('"')[0]
        chosen = [one.split('"')[0] for one in part.split("</select>")[0].split('value="') if "selected" in one]
        found[name] = chosen[0] if chosen else ""
    return {name: value for name, value in found.items() if name.startswith("feld-")}


def test_from_a_file_to_entries_with_every_row_accounted_for(client: Client) -> None:
    address = sent(client, FILE.encode("cp1252"))
    page = text(client, address)
    assert "Windows-1252" not in page  # only ASCII: it is UTF-8, too
    mapped = columns_of(page)
    assert {name: value for name, value in mapped.items() if value} == {
        "feld-halter.nachname": "0", "feld-halter.vorname": "1", "feld-hund.name": "2", "feld-steuer.beginn": "3",
        "feld-steuer.satz": "4",
    }  # fmt: skip

    none = client.post(f"{address}pruefen/", {})
    assert (none.status_code, none.content.decode().count("jeder Eintrag braucht es") > 1) == (422, True)
    assert client.post(f"{address}pruefen/", mapped).headers["Location"] == address
    assert "Das geschieht im Hintergrund" in text(client, address)
    work_off()
    page = text(client, address)
    assert "1 Zeile einlesen" in page
    assert "Name des Hundes: Geben Sie den Namen des Hundes ein, zum Beispiel Bella." in page
    assert client.post(f"{address}einlesen/").headers["Location"] == address
    assert client.post(f"{address}einlesen/").status_code == 409
    work_off()

    with in_tenant(tenant(SLUG).id):
        assert [entry.label for entry in Entry.objects.all()] == ["Rex, Kuhn"]
    report = client.get(f"{address}bericht/", headers={"accept-language": "de"})
    assert "Alte%20Hunde-offen.csv" in report.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(report.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[5] for row in rows] == ["Zeile", "3"]
    assert client.post(f"{address}verwerfen/").status_code == 302
    assert "abgeschlossen, Rest verworfen" in text(client, f"{LIST}dateien/")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "In der Datei steht keine Zeile."),
        (b"PK\x00\x00", "Das ist keine CSV-Datei."),
        (b"A;B\nx;\x81\n", "In Zeile 2 steht ein unbekanntes Zeichen."),
        (b'A;B\n"x;y\n', "Ab Zeile 2 passt ein Anführungszeichen nicht."),
    ],
)
def test_what_is_no_table_is_told_and_nothing_is_kept(client: Client, content: bytes, sentence: str) -> None:
    answer = client.post(f"{LIST}dateien/", {"datei": SimpleUploadedFile("x.csv", content)})
    nothing = client.post(f"{LIST}dateien/", {})

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert (nothing.status_code, "Wählen Sie eine Datei aus." in nothing.content.decode()) == (422, True)
    with in_tenant(tenant(SLUG).id):
        assert not Import.objects.exists()


def test_columns_that_do_not_exist_are_no_columns(client: Client) -> None:
    address = sent(client, FILE.encode())
    for rubbish in ("99", "-1", "x", "٣", "9999"):
        assert client.post(f"{address}pruefen/", {"feld-hund.name": rubbish}).status_code == 422


def test_a_register_is_taken_out_for_a_spreadsheet_or_another_program(client: Client) -> None:
    added(tenant(SLUG), marke="17", name="=2+3")

    for_sheets, for_programs = client.get(f"{LIST}csv/"), client.get(f"{LIST}csv/?zeichen=ohne&zustand=all")

    assert for_sheets.content.startswith(b"\xef\xbb\xbf")
    assert for_programs.content == for_sheets.content[3:]
    heading, row = csv.reader(io.StringIO(for_programs.content.decode()), delimiter=";")
    assert heading[:3] == ["Nummer der Hundemarke", "Vorname", "Nachname"]
    told = dict(zip(heading, row, strict=True))
    assert (told["Nummer der Hundemarke"], told["Vorname"], told["Nachname"]) == ("17", "Zoë", "Großmann")
    keeper = [told[f"{label} (Halterin oder Halter)"] for label in ("Straße und Hausnummer", "Postleitzahl", "Ort")]
    assert keeper == ["Obermarkt 7", "35066", "Herborn"]
    assert (told["Name des Hundes"], told["Rasse"], told["Gilt als gefährlich"]) == ("'=2+3", "Pudel", "nein")
    assert (told["Beginn der Steuerpflicht"], told["Steuer im Jahr"]) == ("01.01.2024", "84")
    assert row[-2:] == ["", ""]
