"""In the preview a file is its name and size; nothing of it is read or stored, and the form's limits hold."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from tests.files.scene import PROOFS

from laufzettel.kernel import forms
from laufzettel.studio.made_up_files import raw_with_files, uploads_in

FORM = {"type": "default", "id": "probe", "components": [PROOFS]}
FIELD = "anliegen.nachweise"


def answered(*files: tuple[str, bytes], **posted: Any) -> forms.Answers:
    given = [SimpleUploadedFile(name, content) for name, content in files]
    request = RequestFactory().post("/", {f"lz-datei.{FIELD}": given, **posted})
    raw = raw_with_files(request)
    request.close()
    return forms.read(FORM).validate("probe", raw, files=uploads_in(raw, {}).files)


def test_a_chosen_file_is_an_answer_and_comes_again_with_the_page() -> None:
    first = answered(("Foto/von mir.jpg".replace("/", " "), b"12345"))
    value = first.values["anliegen"]["nachweise"]

    again = answered(**{FIELD: [value[0]["id"]]})

    assert first.errors == ()
    assert (value[0]["name"], value[0]["type"], value[0]["size"]) == ("Foto von mir.jpg", "image/jpeg", 5)
    assert again.values == first.values


def test_the_limits_of_the_form_hold() -> None:
    assert [error.code for error in answered(("a.exe", b"1")).errors] == ["file-type"]
    assert [error.code for error in answered(("a.pdf", b"1" * 1_000_001)).errors] == ["file-size"]
    assert [error.code for error in answered(*((f"{n}.pdf", b"1") for n in range(3))).errors] == ["file-count"]


def test_files_of_a_scenario_stay() -> None:
    file = {"id": "1", "name": "a.pdf", "type": "application/pdf", "size": 5}

    assert uploads_in({}, {"anliegen": {"nachweise": [file]}}).files == {"1": file}
