"""Each kind of finding: at least five packages broken in that way, by a mutator that knows nothing of the checker."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from tests.kernel.package import breaking, breaking_models, breakings
from tests.kernel.package.breaking import Breaking

from laufzettel.kernel import package
from laufzettel.kernel.problems import Finding

pytestmark = pytest.mark.slow

KINDS = {**breakings.BREAKINGS, **breaking_models.MODELS}
CAT = Path(__file__).parents[2] / "data" / "services" / "katze-anmelden"
FILES = {path.relative_to(CAT).as_posix(): path.read_bytes() for path in CAT.rglob("*") if path.is_file()}


def broken(one: Breaking) -> tuple[Mapping[str, bytes], list[Finding]]:
    files = dict(FILES)
    one.change(files)
    assert files != FILES
    return files, package.check_source(files, on=date(2026, 3, 1))[1]


WHOLE = {
    "package-path",
    "package-stranger",
    "package-too-large",
    "package-missing-file",
}
"""Only what is about a whole file, or one that is not there, has no line."""


def has_line(finding: Finding) -> bool:
    return finding.place.line > 0 or finding.severity == "warning" or finding.code in WHOLE


def is_there(finding: Finding, one: Breaking, files: Mapping[str, bytes]) -> bool:
    """Whether a finding is at the place that was broken: the file, the line if one was named, the element."""
    place = finding.place
    if place.file != one.file:
        return False
    if one.element and one.element not in (place.element, *place.element.split(".")):
        return False
    if not one.line:
        return True
    lines = files[one.file].decode().split("\n")
    return 0 < place.line <= len(lines) and one.line in lines[place.line - 1]


@pytest.mark.parametrize("code", KINDS)
def test_a_kind_of_finding_is_found_at_its_place_in_at_least_five_packages(code: str) -> None:
    assert len(KINDS[code]) >= 5

    for number, one in enumerate(KINDS[code]):
        files, findings = broken(one)

        named = [finding for finding in findings if finding.code == code]
        places = [f"{finding.code} {finding}" for finding in named or findings]
        assert any(is_there(finding, one, files) for finding in named), (number, one.file, one.line, places)
        assert all(finding.hint and finding.hint.en for finding in findings), places
        assert [place for place, one in zip(places, named or findings, strict=True) if not has_line(one)] == []


def test_the_mutator_knows_nothing_of_the_product() -> None:
    for module in (breaking, breakings, breaking_models):
        assert "laufzettel" not in Path(str(module.__file__)).read_text("utf-8")
