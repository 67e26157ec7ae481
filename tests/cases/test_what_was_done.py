"""After a click the office says what was done and where it goes on; an issued letter is shown as it went out."""

import re

import pytest
from tests.scenes import decided, submitted, work_off
from tests.test_permissions import HERE, browser

from laufzettel.core.models import AuditEntry
from laufzettel.core.tenancy import in_tenant

pytestmark = pytest.mark.django_db
OFFICE = f"/{HERE}/amt"


def test_an_issued_letter_is_confirmed_and_shown_as_it_went_out() -> None:
    scene = decided(HERE)
    client, url = browser("clerk"), f"{OFFICE}/schreiben/{scene.letter.id}/"

    done = client.post(f"{url}erlassen/", {"version": "1"}, follow=True).content.decode()
    with in_tenant(scene.tenant.id):
        read_before = AuditEntry.objects.filter(action="letter-read").count()
    letter = client.get(url).content.decode()
    with in_tenant(scene.tenant.id):
        read = AuditEntry.objects.filter(action="letter-read").count() - read_before

    main = done[done.index("<main") :]
    assert "Erlassen. Das Schreiben liegt im Druckkorb." in main
    assert f'<a class="lz-link" href="{OFFICE}/druckkorb/">Zum Druckkorb</a>' in main
    assert re.findall(r'id="seite-titel">(.*?)</h2>', letter) == ["So ging das Schreiben hinaus"]
    assert letter.count("data:image/png;base64,iVBOR") >= 1
    assert "PDF öffnen" in letter
    assert "Vorschau als PDF öffnen" not in letter
    assert read == 1


def test_while_the_next_step_is_prepared_the_case_says_so() -> None:
    scene = submitted(HERE)
    work_off()
    client, url = browser("clerk"), f"{OFFICE}/vorgaenge/{scene.case.id}/"
    answers = {"pruefung.melderegister": "true", "in_ordnung": "true", "pruefung.gefaehrlich": "angaben"}

    done = client.post(f"{OFFICE}/aufgaben/{scene.task.id}/", answers, follow=True).content.decode()
    work_off()
    later = client.get(url).content.decode()

    preparing, look = "Laufzettel bereitet gerade den nächsten Schritt vor.", f'href="{url}">Noch einmal nachsehen</a>'
    assert ("Die Aufgabe ist erledigt." in done, preparing in done, look in done) == (True, True, True)
    assert (preparing in later, "Schreiben ansehen und erlassen" in later) == (False, True)
    client.post(f"{OFFICE}/schreiben/{scene.letter.id}/erlassen/", {"version": "1"})
    work_off()
    over = client.get(url).content.decode()
    assert ("Der Vorgang ist zu Ende." in over, "Liegt bei" in over) == (True, False)


def test_the_picture_of_the_process_opens_alone_in_full_size() -> None:
    scene = decided(HERE)
    client, url = browser("clerk"), f"{OFFICE}/vorgaenge/{scene.case.id}/"

    answer = client.get(f"{url}prozess/")

    assert f'href="{url}prozess/"' in client.get(url).content.decode()
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<svg ")
