"""new, fmt, diff, and what the commands say and return."""

import io
import json
from pathlib import Path

import pytest

from laufzettel.kernel import package
from laufzettel.kernel.package.command import run_check, run_test
from laufzettel.kernel.package.command_author import run_diff, run_fmt, run_new
from laufzettel.kernel.package.command_simulate import run_simulate
from laufzettel.kernel.package.formatting import formatted

ROOT = Path(__file__).parents[3]
CAT = ROOT / "tests" / "data" / "services" / "katze-anmelden"
SERVICES = [ROOT / "services" / "hund-anmelden", CAT]


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def new_folder(tmp_path: Path) -> Path:
    assert run_new(["fischerei-schein", "--folder", str(tmp_path), "--title", "Fischereischein"], io.StringIO()) == 0
    return tmp_path / "fischerei-schein"


def test_a_new_package_passes_check_test_and_simulation(new_folder: Path) -> None:
    out = io.StringIO()

    codes = [run([str(new_folder)], out) for run in (run_check, run_test)]
    codes.append(run_simulate([str(new_folder), "--applicants", "30"], out))

    assert codes == [0, 0, 0]
    assert "0 Fehler, 0 Hinweise." in out.getvalue()
    assert "2 von 2 Szenarien grün." in out.getvalue()
    assert package.load(new_folder).service.title == "Fischereischein"


def test_new_never_overwrites_and_refuses_odd_keys(new_folder: Path) -> None:
    parent = str(new_folder.parent)

    assert run_new(["fischerei-schein", "--folder", parent], io.StringIO()) == 1
    assert run_new(["Fischerei", "--folder", parent], io.StringIO()) == 2
    assert run_new(["../x", "--folder", parent], io.StringIO()) == 2
    assert run_new(["x", "--folder", parent, "--title", 'A"B'], io.StringIO()) == 2
    assert sorted(path.name for path in new_folder.parent.iterdir()) == ["fischerei-schein"]


@pytest.mark.parametrize("folder", SERVICES, ids=lambda folder: folder.name)
def test_shipped_services_are_formatted_and_formatting_keeps_their_meaning(folder: Path) -> None:
    files = files_of(folder)

    once = formatted(files)

    assert once == files
    assert formatted(once) == once


def test_formatting_a_turned_form_keeps_every_trace() -> None:
    files = files_of(CAT)
    turned = {**files}
    for path in ("antrag.form", "entscheiden.form"):
        data = json.loads(files[path])
        data["components"] = [dict(reversed(component.items())) for component in data["components"]]
        turned[path] = json.dumps(dict(reversed(data.items()))).encode()

    back = formatted(turned)

    assert turned != files
    assert back == files
    before, after = (package.run_all(package.load(one)) for one in (turned, back))
    assert [result.trace for result in before.results] == [result.trace for result in after.results]


def test_fmt_writes_only_without_check(tmp_path: Path) -> None:
    (tmp_path / "antrag.form").write_text('{"type": "default", "id": "antrag", "components": []}')
    out = io.StringIO()

    assert run_fmt([str(tmp_path), "--check"], out) == 1
    assert (tmp_path / "antrag.form").read_text().startswith('{"type"')
    assert run_fmt([str(tmp_path)], out) == 0
    assert (tmp_path / "antrag.form").read_text().startswith('{\n  "id"')
    assert run_fmt([str(tmp_path), "--check"], out) == 0


def test_two_packages_with_one_key_are_refused(tmp_path: Path) -> None:
    out = io.StringIO()

    code = run_check([str(CAT), str(CAT)], out)

    assert code == 1
    assert "package-double-key" in out.getvalue()


def test_findings_come_as_json_and_sarif(tmp_path: Path) -> None:
    folder = tmp_path / "kaputt"
    for path, content in files_of(CAT).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content.replace(b'secrecy = ["tax"]', b"secrecy = []"))
    as_json, as_sarif = io.StringIO(), io.StringIO()

    codes = [run_check([str(folder), "--format", form], out) for form, out in (("json", as_json), ("sarif", as_sarif))]

    assert codes == [1, 1]
    finding = json.loads(as_json.getvalue())[0]
    assert (finding["code"], finding["line"]) == ("privacy-secrecy", 52)
    assert finding["file"].endswith("kaputt/service.toml")
    run = json.loads(as_sarif.getvalue())["runs"][0]
    assert run["results"][0]["locations"][0]["physicalLocation"]["region"] == {"startLine": 52}


def test_a_red_scenario_shows_the_difference_and_what_happened(tmp_path: Path) -> None:
    folder = tmp_path / "rot"
    for path, content in files_of(CAT).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content.replace(b'katzensteuer.gesamt = "12.00"', b'katzensteuer.gesamt = "13.00"'))
    out = io.StringIO()

    assert run_test([str(folder), "--scenario", "wohnungskatze"], out) == 1
    assert "Erwartet: 13.00. Gefunden: 12." in out.getvalue()
    assert "„Steuer ausrechnen“ beginnt." in out.getvalue()
    assert run_test([str(folder), "--scenario", "gibt-es-nicht"], out) == 2


@pytest.mark.parametrize("run", [run_check, run_test, run_simulate, run_fmt, run_diff, run_new])
def test_odd_arguments_are_answered_with_a_sentence(run: object) -> None:
    out = io.StringIO()

    assert run(["--nonsense"], out) == 2  # type: ignore[operator]
    assert "laufzettel" in out.getvalue()
