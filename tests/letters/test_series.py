"""One letter for many recipients: whole for each, and one that is spoilt spoils no other."""

import io
import uuid
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pikepdf
import pypdfium2
import pytest
from tests.scenes import clerk, tenant

from laufzettel.core.actors import Actor
from laufzettel.core.models import AuditEntry, Stimulus
from laufzettel.core.tenancy import in_tenant
from laufzettel.kernel import feel
from laufzettel.letters import actions as letters
from laufzettel.letters import series
from laufzettel.letters.models import Letter
from laufzettel.letters.series import Run
from laufzettel.tenants import queries as tenants
from laufzettel.tenants.models import Profile

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

HERE = "frankenberg-eder"
RUN = uuid.UUID("01890000-0000-7000-8000-000000002026")
SOURCE = "# Hundesteuer 2026\n\nDie Steuer für {{hund}} ist **{{euro(betrag)}}**.\n"
ACT = {"procedure": "ao-kag", "issuing_body": "magistrat", "form": "text", "remedy": "widerspruch"}
HEAD = Actor("staff", uuid.UUID("01890000-0000-7000-8000-0000000000ff"), "Leitung")


def content(dog: str, lines: tuple[str, ...] = ("Zoë Groß", "Weg 1", "35066 Frankenberg (Eder)")) -> letters.Content:
    context = feel.to_json({"hund": dog, "betrag": Decimal(96)})
    return letters.Content("hundesteuer", SOURCE, context, {"lines": list(lines)}, act=ACT)


def contents(*dogs: str) -> dict[str, letters.Content]:
    return {f"hund-{number}": content(dog) for number, dog in enumerate(dogs, 1)}


def profile() -> Profile:
    with in_tenant(tenant(HERE).id):
        found = tenants.profile()
    assert found is not None
    return found


def prepared(made: dict[str, letters.Content]) -> list[uuid.UUID]:
    return series.prepare(clerk(HERE), tenant(HERE), RUN, made)


def issued(ids: list[uuid.UUID], actor: Actor | None = None, **more: Any) -> Run:
    return series.issue(actor or clerk(HERE), tenant(HERE), profile(), ids, **more)


def rows(ids: list[uuid.UUID]) -> dict[uuid.UUID, Letter]:
    with in_tenant(tenant(HERE).id):
        return {letter.id: letter for letter in Letter.objects.select_related("file").filter(id__in=ids)}


def words(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]


def test_each_recipient_gets_a_letter_of_their_own_that_is_filed_told_and_logged() -> None:
    ids = prepared(contents("Rex", "Bello", "Şule"))

    run = issued(ids)

    assert (run.issued, run.before, run.refused) == (ids, [], {})
    found = rows(ids)
    assert [found[one].title for one in ids] == ["Hundesteuer 2026"] * 3
    with in_tenant(tenant(HERE).id):
        told = Stimulus.objects.filter(name="letter-issued", key__in=[found[one].key for one in ids])
        assert told.count() == 3
        assert AuditEntry.objects.filter(action="letter-issued", object_id__in=ids).count() == 3
        printed = words(series.print_file(clerk(HERE), ids))
    assert ["Rex" in printed[0], "Bello" in printed[1], "Şule" in printed[2]] == [True, True, True]
    assert "Bello" not in printed[0] + printed[2]


def test_the_same_series_again_makes_no_second_letter_and_issues_none_twice() -> None:
    first = prepared(contents("Rex", "Bello"))
    issued(first[:1])

    again = prepared(contents("Rex", "Bello", "Şule"))
    run = issued(again)

    assert again[:2] == first
    assert (run.issued, run.before, run.refused) == (again[1:], first[:1], {})
    with in_tenant(tenant(HERE).id):
        assert Letter.objects.filter(id__in=again, version=2).count() == 3
    assert len(set(again)) == 3


def test_what_is_spoilt_is_refused_with_its_reason_and_the_others_go_out() -> None:
    made = contents("Rex", "Bello", "Şule")
    made["hund-1"] = replace(made["hund-1"], context=feel.to_json({"hund": "Rex", "betrag": None}))
    made["hund-2"] = content("Bello", ("Donaudampfschifffahrtsgesellschaft " * 40, "Weg 1", "35066 Frankenberg (Eder)"))
    nobody = uuid.uuid4()
    ids = [*prepared(made), nobody]

    run = issued(ids)

    assert run.issued == ids[2:3]
    assert {one: str(sentence) for one, sentence in run.refused.items()} == {
        ids[0]: "Dem Schreiben fehlen Werte: euro(betrag). So darf es nicht hinausgehen.",
        ids[
            1
        ]: "Anschrift oder Angaben rechts oben sind zu lang für das Blatt. Kürzen Sie sie, zum Beispiel lange Namen.",
        nobody: "Das Schreiben gibt es nicht.",
    }
    assert [(one.state, one.file) for key, one in rows(ids).items() if key != ids[2]] == [("prepared", None)] * 2


def test_two_persons_are_asked_for_in_a_series_too() -> None:
    made = {key: replace(one, act=ACT | {"second_person": True}) for key, one in contents("Rex", "Bello").items()}
    ids, me = prepared(made), clerk(HERE)
    assert set(issued(ids, HEAD).refused.values()) == {letters.NOT_SUBMITTED}
    with in_tenant(tenant(HERE).id):
        for one in ids:
            letters.submit(me, one, 1)

    assert set(issued(ids, me).refused.values()) == {letters.SAME_PERSON}
    assert set(issued(ids, HEAD, deciders=[HEAD.id]).refused.values()) == {letters.SAME_PERSON}
    assert issued(ids, HEAD).issued == ids


def test_a_series_is_one_letter() -> None:
    other = replace(content("Rex"), source="# Etwas anderes\n\nText.\n")
    with pytest.raises(ValueError, match="a series is one letter"):
        prepared({"a": content("Rex"), "b": other})
    with in_tenant(tenant(HERE).id):
        assert not Letter.objects.filter(key=uuid.uuid5(RUN, "a")).exists()


def test_the_file_for_the_printer_keeps_the_order_and_holds_only_what_is_issued() -> None:
    ids = prepared(contents("Rex", "Bello"))
    me = clerk(HERE)
    with in_tenant(tenant(HERE).id), pytest.raises(LookupError):
        series.print_file(me, ids)
    issued(ids)

    with in_tenant(tenant(HERE).id):
        turned = series.print_file(me, ids[::-1])
        with pytest.raises(LookupError):
            series.print_file(me, [uuid.uuid4()])
        with pytest.raises(ValueError, match="0 letters"):
            series.print_file(me, [])
        with pytest.raises(ValueError, match="1001 letters"):
            series.print_file(me, [ids[0]] * 1001)
        reads = AuditEntry.objects.filter(action="letter-read", object_id__in=ids).count()

    assert ["Bello" in words(turned)[0], "Rex" in words(turned)[1]] == [True, True]
    assert len(pikepdf.open(io.BytesIO(turned)).pages) == 2
    assert reads == 2


def test_a_series_of_one_town_is_no_letter_of_another() -> None:
    ids = prepared(contents("Rex"))
    there = tenant("herborn")

    run = series.issue(clerk("herborn"), there, profile(), ids)

    assert (run.issued, list(run.refused)) == ([], ids)
    assert rows(ids)[ids[0]].state == Letter.State.PREPARED
