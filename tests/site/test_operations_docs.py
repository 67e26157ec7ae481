"""docs/operations.md names every setting and every exit code, and no others; the example file knows only settings."""

import re
from pathlib import Path

from laufzettel.site.serve.problems import ExitCode

ROOT = Path(__file__).parent.parent.parent
DOCUMENT = (ROOT / "docs" / "operations.md").read_text()
SETTING = re.compile(r"\b(LAUFZETTEL_[A-Z]+(?:_[A-Z]+)*|DATABASE_URL|DATABASE_OWNER_URL)\b")


def test_every_setting_that_the_code_reads_is_explained() -> None:
    sources = [path for path in (ROOT / "src").rglob("*.py") if "tests" not in path.parts]
    in_code = {name for path in sources for name in SETTING.findall(path.read_text())}

    assert in_code - set(SETTING.findall(DOCUMENT)) == set()


def test_no_setting_is_explained_that_nobody_reads() -> None:
    source = "".join(path.read_text() for path in (ROOT / "src").rglob("*.py"))

    assert {name for name in SETTING.findall(DOCUMENT) if name not in source} == set()


def test_the_example_of_settings_knows_only_settings() -> None:
    example = (ROOT / "deploy" / "systemd" / "laufzettel.env.example").read_text()

    names = {line.lstrip("#").partition("=")[0] for line in example.splitlines() if "=" in line}
    assert names - set(SETTING.findall(DOCUMENT)) == set()


def test_every_exit_code_is_explained() -> None:
    codes = {int(number) for number in re.findall(r"^\| (\d+) \|", DOCUMENT, re.MULTILINE)}

    assert codes == {0, *(code.value for code in ExitCode)}
