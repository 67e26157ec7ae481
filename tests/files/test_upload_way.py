"""Files on their way: from the page of the wizard to the record, by plain posts, and what is told on the way."""

from dataclasses import replace
from typing import Any

import lxml.html
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.files.clamd import EICAR
from tests.files.scene import KEY, offer_proofs, pdf, picture
from tests.scenes import account_of, clerk, tenant, work_off
from tests.test_permissions import browser_of

from laufzettel.applications.models import Application, Draft
from laufzettel.cases.models import Case, Task
from laufzettel.core.clock import now
from laufzettel.core.tenancy import in_tenant
from laufzettel.files.address import BucketAddress
from laufzettel.files.models import StoredFile, Upload
from laufzettel.records.models import Document

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HERE = "/herborn"
PAGE = f"{HERE}/{KEY}/antrag/seite/seite_anliegen/"
FIELD = "anliegen.nachweise"
OTHERS = {"anliegen.thema": "= 1 + 1 <b>", "anliegen.seit": "1.3.2026"}


def signed_in(slug: str) -> Client:
    return browser_of(account_of(tenant(slug), "clerk"))


@pytest.fixture(autouse=True)
def service() -> None:
    with in_tenant(tenant("herborn").id):
        offer_proofs(clerk("herborn").roles)


@pytest.fixture
def citizen() -> Client:
    client = Client()
    client.post(f"{HERE}/{KEY}/beginnen/")
    return client


@pytest.fixture
def with_scanner(scanner_address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "CONFIGURATION", replace(settings.CONFIGURATION, scanner=scanner_address))


def stand(client: Client, url: str = PAGE) -> dict[str, Any]:
    page: Any = lxml.html.document_fromstring(client.get(url).content.decode())
    return {
        "stand": page.xpath("//input[@name='stand']")[0].get("value"),
        "lz-asked": f"anliegen.thema anliegen.seit {FIELD}",
    }


def post(client: Client, *files: tuple[str, bytes], **more: Any) -> Any:
    given = [SimpleUploadedFile(name, content, "text/html") for name, content in files]
    return client.post(PAGE, stand(client) | OTHERS | ({f"lz-datei.{FIELD}": given} if given else {}) | more)


def ids(answer: Any) -> list[str]:
    page: Any = lxml.html.document_fromstring(answer.content.decode())
    return [str(one.get("value")) for one in page.xpath(f"//input[@name='{FIELD}']")]


def said(answer: Any) -> str:
    page: Any = lxml.html.document_fromstring(answer.content.decode())
    return " ".join(page.xpath("//*[contains(@class, 'lz-errors')]")[0].text_content().split())


UPLOAD = {"lz-upload": FIELD}


def answer_person(citizen: Client) -> None:
    person = f"{HERE}/{KEY}/antrag/seite/seite_person/"
    names = ("vorname", "nachname", "strasse", "plz", "ort")
    answers = dict(zip((f"person.{n}" for n in names), ("Zoë", "Müller", "Weg 1", "35745", "Herborn"), strict=True))
    assert citizen.post(person, {"stand": stand(citizen, person)["stand"], "weiter": "1"} | answers).status_code == 302


@pytest.mark.parametrize("place", ["folder", pytest.param("bucket", marks=[pytest.mark.e2e])])
def test_from_the_upload_to_the_record(citizen: Client, place: str, request: pytest.FixtureRequest) -> None:
    if place == "bucket":
        request.getfixturevalue("bucket")
    town = tenant("herborn")
    first = post(citizen, ("Bescheid.pdf", pdf()), **UPLOAD)
    assert first.status_code == 200
    assert "Die Datei ist hochgeladen." in first.content.decode()
    assert 'value="= 1 + 1 &lt;b&gt;"' in first.content.decode()
    second = post(citizen, ("../../Foto.png", picture()), **{FIELD: ids(first)}, weiter="1")
    assert second.status_code == 302, said(second)

    answer_person(citizen)
    check = f"{HERE}/{KEY}/antrag/pruefen/"
    shown = citizen.get(check).content.decode()
    assert "Bescheid.pdf (" in shown
    assert "Foto.jpg (" in shown
    citizen.post(check, {"stand": stand(citizen, check)["stand"], "einverstanden": "1", "absenden": "1"})
    work_off()

    with in_tenant(town.id):
        case = Application.objects.get().case
        filed = Document.objects.filter(record=case.record, kind="upload").order_by("id")
        assert [document.title for document in filed] == ["Bescheid.pdf", "Foto.jpg"]
        assert Upload.objects.count() == 0
        document = filed[0]
        task = Task.objects.get(case=case)
        task_id, case_id = task.id, case.id

    petra = signed_in("herborn")
    opened = petra.get(f"{HERE}/amt/dokumente/{document.id}/")
    assert opened.headers["Content-Disposition"].startswith("attachment;")
    url = f"{HERE}/amt/aufgaben/{task_id}/"
    statement = SimpleUploadedFile("Vermerk.pdf", pdf(b"Vermerk"))
    again = petra.post(url, {"lz-datei.vermerk": statement, "lz-upload": "vermerk", "entscheidung.begruendung": "weil"})
    assert again.status_code == 422
    assert "weil</textarea>" in again.content.decode()
    form: Any = lxml.html.document_fromstring(again.content.decode())
    kept = form.xpath("//input[@name='vermerk']")[0].get("value")
    assert petra.get(f"{url}datei/{kept}/").content == pdf(b"Vermerk")
    done = petra.post(url, {"vermerk": kept, "entscheidung.in_ordnung": "ja"})
    assert done.status_code == 302
    with in_tenant(town.id):
        assert Case.objects.get(id=case_id).status == "completed"
        assert Document.objects.filter(kind="upload", title="Vermerk.pdf").count() == 1


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("leer.pdf", b"", "„leer.pdf“ ist leer."),
        ("bild.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "„bild.svg“ können wir bei"),
        ("brief.pdf", b"MZ\x90\x00programm", "„brief.pdf“ können wir bei „Ihre Nachweise“ nicht annehmen."),
        ("beides.pdf", pdf() + b"PK\x03\x04 und mehr", "„beides.pdf“ ist in Wahrheit keine Datei dieser Art."),
        ("gross.pdf", b"%PDF-" + b"x" * 1_000_000, "„gross.pdf“ ist zu groß. Eine Datei darf höchstens 1"),
    ],
)
def test_what_cannot_be_taken_is_told_and_the_rest_of_the_page_stays(
    citizen: Client, name: str, content: bytes, sentence: str
) -> None:
    good = ids(post(citizen, ("gut.pdf", pdf(b"gut")), **UPLOAD))

    answer = post(citizen, (name, content), **{FIELD: good}, **UPLOAD)

    assert answer.status_code == 422
    assert sentence in said(answer)
    assert 'value="= 1 + 1 &lt;b&gt;"' in answer.content.decode()
    assert ids(answer) == good
    with in_tenant(tenant("herborn").id):
        assert Upload.objects.count() == 1


def test_too_many_and_none_are_told(citizen: Client) -> None:
    three = [(f"{n}.pdf", pdf(str(n).encode())) for n in range(3)]

    assert "höchstens 2 Dateien" in said(post(citizen, *three, **UPLOAD))
    assert "Wählen Sie bei „Ihre Nachweise“ zuerst eine Datei aus." in said(post(citizen, **UPLOAD))
    assert "Laden Sie bei „Ihre Nachweise“ eine Datei hoch." in said(post(citizen, weiter="1"))


def test_while_the_store_is_away_it_is_told_and_the_rest_of_the_page_stays(
    citizen: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = ids(post(citizen, ("gut.pdf", pdf(b"gut")), **UPLOAD))
    away = BucketAddress.parse("s3+http://a:b@127.0.0.1:1/akten")
    monkeypatch.setattr(settings, "CONFIGURATION", replace(settings.CONFIGURATION, bucket=away))

    answer = post(citizen, ("noch.pdf", pdf(b"noch")), **{FIELD: good}, **UPLOAD)
    opened = Client(raise_request_exception=False)
    opened.cookies = citizen.cookies
    read = opened.get(f"{HERE}/{KEY}/antrag/datei/{good[0]}/")

    assert "„noch.pdf“ ließ sich gerade nicht speichern. Das liegt an uns." in said(answer)
    assert 'value="= 1 + 1 &lt;b&gt;"' in answer.content.decode()
    assert ids(answer) == good
    assert (read.status_code, read.headers["Retry-After"]) == (503, "30")


def test_in_english_too(citizen: Client) -> None:
    citizen.cookies["lz_sprache"] = "en"

    assert "“leer.pdf” is empty." in said(post(citizen, ("leer.pdf", b""), **UPLOAD))


def test_a_file_of_somebody_else_cannot_be_named(citizen: Client) -> None:
    stranger = Client()
    stranger.post(f"{HERE}/{KEY}/beginnen/")
    theirs = ids(post(stranger, ("geheim.pdf", pdf()), **UPLOAD))[0]

    assert "Laden Sie bei" in said(post(citizen, **{FIELD: [theirs]}, weiter="1"))
    assert citizen.get(f"{HERE}/{KEY}/antrag/datei/{theirs}/").status_code == 404
    assert stranger.get(f"{HERE}/{KEY}/antrag/datei/{theirs}/").status_code == 200


def test_removing_takes_it_off_the_page(citizen: Client) -> None:
    there = ids(post(citizen, ("a.pdf", pdf(b"a")), ("b.pdf", pdf(b"b")), **UPLOAD))

    answer = post(citizen, **{FIELD: there, "lz-drop": f"{FIELD}:{there[0]}"})

    assert ids(answer) == there[1:]
    assert "Die Datei ist entfernt." in answer.content.decode()


def test_a_download_is_saved_and_never_a_page(citizen: Client) -> None:
    there = ids(post(citizen, ('a"b.pdf', pdf()), **UPLOAD))

    answer = citizen.get(f"{HERE}/{KEY}/antrag/datei/{there[0]}/")

    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''a%22b.pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.content == pdf()


def test_an_infected_file_is_told_and_stops_the_page(citizen: Client, with_scanner: None) -> None:
    answer = post(citizen, ("virus.pdf", pdf(EICAR)), **UPLOAD)
    assert "wird noch auf Viren geprüft" in answer.content.decode()
    there = ids(answer)
    assert citizen.get(f"{HERE}/{KEY}/antrag/datei/{there[0]}/").status_code == 404

    work_off()

    again = post(citizen, **{FIELD: there}, weiter="1")
    assert again.status_code == 422
    assert "„virus.pdf“ enthält Schadsoftware und wurde nicht angenommen." in said(again)
    assert citizen.get(f"{HERE}/{KEY}/antrag/datei/{there[0]}/").status_code == 404


def test_a_discarded_draft_takes_its_files_along(citizen: Client) -> None:
    from laufzettel.applications import actions

    post(citizen, ("a.pdf", pdf()), **UPLOAD)
    with in_tenant(tenant("herborn").id):
        files = StoredFile.objects.filter(scan="without").count()
        actions.discard(Draft.objects.get())

        assert (files, StoredFile.objects.filter(scan="without").count()) == (1, 0)


def test_an_expired_draft_takes_its_files_along_in_the_night(citizen: Client) -> None:
    from laufzettel.applications import tasks

    post(citizen, ("a.pdf", pdf()), **UPLOAD)
    with in_tenant(tenant("herborn").id):
        Draft.objects.update(expires_at=now())

    tasks.sweep_drafts()

    with in_tenant(tenant("herborn").id):
        assert (Draft.objects.count(), StoredFile.objects.filter(scan="without").count()) == (0, 0)


def test_what_the_scanner_finds_before_sending_is_not_sent(citizen: Client, with_scanner: None) -> None:
    assert post(citizen, ("virus.pdf", pdf(EICAR)), weiter="1").status_code == 302
    answer_person(citizen)
    work_off()

    check = f"{HERE}/{KEY}/antrag/pruefen/"
    sent = citizen.post(check, {"stand": stand(citizen, check)["stand"], "einverstanden": "1", "absenden": "1"})

    assert sent.headers["Location"] == f"{PAGE}?von=pruefen"
    assert "Schadsoftware gefunden, gesperrt" in citizen.get(PAGE).content.decode()
    with in_tenant(tenant("herborn").id):
        assert Application.objects.count() == 0
