"""File fields: their limits, their values, and what becomes of them in words, types and JSON."""

import json
from decimal import Decimal
from typing import Any

import jsonschema
import pytest
from tests.ui.forms.form_gallery import NOW

from laufzettel.kernel import feel, forms
from laufzettel.kernel.feel.types import ListType
from laufzettel.kernel.forms.uploads import FILE_TYPE
from laufzettel.kernel.package.generating import Generator
from laufzettel.kernel.problems import ProgramError

LETTER = {"id": "a1", "name": "Bescheid.pdf", "type": "application/pdf", "size": Decimal(1_234_567)}
PICTURE = {"id": "b2", "name": "Foto = 1 + 1.jpg", "type": "image/jpeg", "size": Decimal(340_000)}
SCAN = {"id": "c3", "name": "Scan.tif", "type": "image/tiff", "size": Decimal(12)}
FILES: dict[str, dict[str, Any]] = {file["id"]: file for file in (LETTER, PICTURE, SCAN)}  # type: ignore[misc]


def form(**changes: Any) -> forms.Form:
    component = {
        "type": "filepicker",
        "id": "nachweis",
        "key": "nachweis",
        "label": "Nachweis",
        "multiple": True,
        "properties": {"kind": "file", "maxCount": "2", "maxSize": "1"},
    }
    switch = {"type": "textfield", "id": "da", "key": "da", "label": "Schalter"}
    return forms.read({"type": "default", "id": "probe", "components": [switch, component | changes]})


BIG = {"properties": {"kind": "file", "maxSize": "5", "maxCount": "2"}}


def test_posted_ids_become_the_files_that_were_uploaded_and_nothing_else() -> None:
    answers = form(**BIG).validate("probe", {"nachweis": ["a1", "b2", "a1", "stranger"]}, files=FILES)

    assert answers.errors == ()
    assert answers.values["nachweis"] == [LETTER, PICTURE]


def test_blank_is_the_empty_list_and_hidden_is_absent() -> None:
    hidden = form(conditional={"hide": '= da = "nein"'})

    assert form().validate("probe", {}).values["nachweis"] == []
    assert "nachweis" not in hidden.validate("probe", {"da": ["nein"], "nachweis": ["b2"]}, files=FILES).values


def test_required_and_empty_is_missing() -> None:
    answers = form(validate={"required": True}).validate("probe", {})

    assert [(error.code, str(error.text)) for error in answers.errors] == [
        ("missing", "Laden Sie bei „Nachweis“ eine Datei hoch.")
    ]


@pytest.mark.parametrize(
    ("ids", "code", "said"),
    [
        (["a1"], "file-size", "„Bescheid.pdf“ ist zu groß. Eine Datei darf höchstens 1"),
        (["c3"], "file-type", "„Scan.tif“ können wir bei „Nachweis“ nicht annehmen. Laden Sie eine Datei dieser Art"),
        (["a1", "b2", "c3"], "file-count", "Bei „Nachweis“ können Sie höchstens 2 Dateien hochladen."),
    ],
)
def test_what_is_over_the_limits_is_told(ids: list[str], code: str, said: str) -> None:
    answers = form().validate("probe", {"nachweis": ids}, files=FILES)

    assert [error.code for error in answers.errors] == [code]
    assert str(answers.errors[0].text).startswith(said)
    assert answers.errors[0].text.en != str(answers.errors[0].text)


def test_removing_takes_one_file_away_and_keeps_the_rest_of_the_page() -> None:
    raw = {"da": ["x"], "nachweis": ["a1", "b2"], "lz-drop": ["nachweis:a1"]}

    answers = form(**BIG).validate("probe", raw, files=FILES)

    assert [error.code for error in answers.errors] == ["dropped"]
    assert answers.values == {"da": "x", "nachweis": [PICTURE]}


def test_uploaded_files_move_with_their_entry_when_one_before_it_is_removed() -> None:
    component = {"type": "filepicker", "id": "schein", "key": "schein", "label": "Schein"}
    entries = {"type": "dynamiclist", "id": "kinder", "path": "kinder", "label": "Kinder", "components": [component]}
    repeated = forms.read({"type": "default", "id": "probe", "components": [entries]})
    raw = {"kinder#": ["2"], "kinder.0.schein": ["a1"], "kinder.1.schein": ["b2"], "lz-remove": ["kinder.0"]}

    assert repeated.validate("probe", raw, files=FILES).values == {"kinder": [{"schein": [PICTURE]}]}


def test_words_types_and_json_agree() -> None:
    value: Any = {"da": None, "nachweis": [PICTURE]}
    probe = form(**BIG)

    row = probe.summary(value, now=NOW)[0].rows[1]
    stored = json.loads(json.dumps(feel.to_json(value)))

    assert row.value.en == "Foto = 1 + 1.jpg (340\N{NO-BREAK SPACE}kB)"
    assert probe.types().fields["nachweis"].type == ListType(FILE_TYPE)
    assert feel.context_from_json(stored) == value
    jsonschema.validate(stored, probe.json_schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"da": None, "nachweis": [{"id": "x"}]}, probe.json_schema())


def test_made_up_answers_fit() -> None:
    probe = form(validate={"required": True})

    for seed in range(30):
        values = Generator(str(seed), []).answers(probe, {}, NOW)

        assert probe.complete(values, now=NOW) == []
        jsonschema.validate(feel.to_json(values), probe.json_schema())


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"accept": ".exe"}, "form-file-type"),
        ({"properties": {"maxSize": "26"}}, "form-bounds"),
        ({"properties": {"maxCount": "21"}}, "form-bounds"),
        ({"multiple": False, "properties": {"maxCount": "2"}}, "form-bounds"),
        ({"multiple": "= da"}, "form-wrong-type"),
        ({"defaultValue": []}, "form-unknown-key"),
        ({"validate": {"maxLength": 3}}, "form-unknown-key"),
        ({"properties": {"kind": "iban"}}, "form-kind"),
    ],
)
def test_what_no_file_field_can_do_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(ProgramError) as refused:
        form(**changes)

    assert [finding.code for finding in refused.value.findings] == [code]


def test_pictures_of_every_kind_can_be_asked_for_at_once() -> None:
    field = form(accept="image/*,.pdf").fields[1]

    assert field.accept == ("image/jpeg", "image/png", "image/webp", "image/tiff", "application/pdf")
