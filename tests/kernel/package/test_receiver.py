"""`[receiver]`: who gets a case, and whether nobody else may see it; checked like everything else."""

from datetime import date
from pathlib import Path

import pytest

from laufzettel.kernel import package
from laufzettel.kernel.package.checking import check
from laufzettel.kernel.problems import ProgramError

ROOT = Path(__file__).parents[3]
BOX = ROOT / "services" / "digitaler-briefkasten"
FILES = {path.relative_to(BOX).as_posix(): path.read_bytes() for path in BOX.rglob("*") if path.is_file()}
GROUP, SECRET = b'group = "= fach.art"', b"confidential = '= fach.art != \"poststelle\"'"


def changed(file: str, old: bytes, new: bytes) -> dict[str, bytes]:
    assert old in FILES[file]
    return FILES | {file: FILES[file].replace(old, new)}


@pytest.mark.parametrize(
    ("old", "new", "code", "element"),
    [
        (GROUP, b'group = "= count(fach.art)"', "typed-misfit", "receiver.group"),
        (GROUP, b'group = "= fach.artt"', "feel-unknown-field", "receiver.group"),
        (SECRET, b'confidential = "= fach.art"', "typed-misfit", "receiver.confidential"),
        (SECRET, b'confidential = "= fac.art = 1"', "feel-unknown-name", "receiver.confidential"),
    ],
)
def test_what_is_wrong_in_it_is_found_where_it_stands(old: bytes, new: bytes, code: str, element: str) -> None:
    loaded = package.load(changed("service.toml", old, new))

    found = [(one.code, one.place.element) for one in check(loaded, on=date(2026, 11, 28)) if one.severity == "error"]

    assert (code, element) in found


@pytest.mark.parametrize("line", [b"group = 1", b'groups = "= fach.art"', b'group = "= fach."'])
def test_what_cannot_be_read_is_refused(line: bytes) -> None:
    with pytest.raises(ProgramError) as refused:
        package.load(changed("service.toml", GROUP, line))

    assert any(finding.place.file == "service.toml" for finding in refused.value.findings)


def test_a_scenario_notices_another_receiver_and_that_it_is_no_secret() -> None:
    changes = changed("service.toml", GROUP, b"group = '= \"poststelle\"'")
    loaded = package.load(
        changes | {"service.toml": changes["service.toml"].replace(SECRET, b"confidential = '= false'")}
    )

    failures = package.run(loaded, "vertraulich-personalrat").failures

    assert [finding.place.element for finding in failures] == ["expect.receiver", "expect.confidential"]


def test_a_service_of_health_is_confidential_without_saying_so() -> None:
    loaded = package.load(ROOT / "services" / "corona-verdacht")

    assert (loaded.receiver, loaded.privacy.is_confidential) == (None, True)
