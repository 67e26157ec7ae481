"""The bench: a folder in any state gives findings, and what was played comes back when it is mended."""

import shutil
from pathlib import Path

import pytest

from laufzettel.studio import bench as room
from laufzettel.studio.bench import Bench
from laufzettel.studio.deeds import Deed

pytestmark = pytest.mark.slow

CAT = Path(__file__).parents[1] / "data" / "services" / "katze-anmelden"


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    shutil.copytree(CAT, tmp_path / "katze")
    found = Bench(tmp_path / "katze")
    found.refresh()
    return found


@pytest.mark.parametrize("path", sorted(path.name for path in CAT.glob("*.*")))
def test_a_file_cut_anywhere_gives_findings_and_what_was_played_comes_back(bench: Bench, path: str) -> None:
    bench.load("drei-freigaenger")
    whole = (bench.folder / path).read_bytes()
    for part in range(0, len(whole), len(whole) // 10):
        (bench.folder / path).write_bytes(whole[:part])
        bench.refresh()

        assert bench.findings or bench.readable is not None
        assert "preview-check-failed" not in {finding.code for finding in bench.findings}

    (bench.folder / path).write_bytes(whole)
    bench.refresh()
    assert bench.findings == []
    assert bench.play is not None
    assert bench.play.ended is not None


def test_a_step_that_does_not_fit_for_a_while_is_kept_and_a_new_one_takes_its_place(bench: Bench) -> None:
    bench.load("drei-freigaenger")
    model = (bench.folder / "katzen.bpmn").read_text()
    (bench.folder / "katzen.bpmn").write_text(
        model.replace('id="entscheiden"', 'id="urteilen"').replace('Ref="entscheiden"', 'Ref="urteilen"')
    )
    bench.refresh()
    assert (bench.lost, bench.fitting) == (1, 1)
    assert bench.play is not None
    assert [task.element for task in bench.play.tasks.values()] == ["urteilen"]

    (bench.folder / "katzen.bpmn").write_text(model)
    bench.refresh()
    assert bench.lost == 0
    assert bench.play.ended is not None

    bench.undo()
    assert not bench.do(Deed("task", "gibt_es_nicht"))
    assert bench.do(Deed("task", "entscheiden", {"entscheidung": {"gilt": "nein"}}))
    assert bench.play.ended is not None
    assert bench.play.ended.element == "steuerfrei"


def test_a_folder_that_vanishes_is_a_finding(bench: Bench) -> None:
    shutil.rmtree(bench.folder)

    bench.refresh()

    assert bench.readable is None
    assert [finding.code for finding in bench.findings] == ["package-no-folder"]


def test_a_fault_of_the_check_itself_is_told_as_one(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(room, "check_source", fails)
    (bench.folder / "antrag.form").touch()

    bench.refresh()

    assert [finding.code for finding in bench.findings] == ["preview-check-failed"]
    assert "ZeroDivisionError" in bench.findings[0].message
