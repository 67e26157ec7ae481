"""The handbook's page "Eine Leistung an einem Tag" is played: its commands are run, its outputs and excerpts compared."""

import contextlib
import io
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from laufzettel.site.cli import run

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "handbuch" / "leistung-an-einem-tag.md").read_text()
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
BLOCKS = [(kind, file, text) for kind, file, text in BLOCK.findall(PAGE)]
EXCERPTS = [(file, text) for kind, file, text in BLOCKS if file]
GAP = "…"


def test_the_page_leads_to_the_package_that_ships(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "services").symlink_to(ROOT / "services")
    monkeypatch.chdir(tmp_path)
    said = ""
    for kind, file, text in BLOCKS:
        if kind == "sh":
            said = "".join(play(line) for line in text.splitlines())
        elif kind == "text":
            assert not file
            assert in_order(text, said), f"{text}\n--- but:\n{said}"

    made = {path.relative_to("werkstatt/corona-verdacht"): path.read_bytes() for path in files("werkstatt")}
    shipped = {path.relative_to("services/corona-verdacht"): path.read_bytes() for path in files("services")}
    assert made == shipped


@pytest.mark.parametrize(
    ("file", "text"), EXCERPTS, ids=[f"{n}-{Path(file).name}" for n, (file, _) in enumerate(EXCERPTS)]
)
def test_an_excerpt_stands_in_its_file(file: str, text: str) -> None:
    assert in_order(text, (ROOT / file).read_text())


def test_a_line_that_is_not_there_would_be_found() -> None:
    assert in_order("a\n…\nc", "a\nb\nc\n")
    assert not in_order("a\nc", "a\nb\nc\n")
    assert not in_order("c\n…\na", "a\nb\nc\n")


def files(folder: str) -> list[Path]:
    return [path for path in Path(folder, "corona-verdacht").rglob("*") if path.is_file()]


def play(line: str) -> str:
    """Run one line of the page; what it says. A check that finds errors is part of the story."""
    words = shlex.split(line)
    if words[0] != "laufzettel":
        assert words[0] in ("cp", "rm", "mkdir"), line
        subprocess.run(words, check=True)
        return ""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = run(words[1:])
    assert code in (0, 1), line
    return out.getvalue()


def in_order(wanted: str, there: str) -> bool:
    """Whether the lines stand there one after another, indented or not; a gap skips any of them."""
    lines = [line.strip() for line in there.splitlines() if line.strip()]
    at, may_skip = 0, True
    for want in (line.strip() for line in wanted.splitlines() if line.strip()):
        if want == GAP:
            may_skip = True
            continue
        while at < len(lines) and not fits(want, lines[at]):
            if not may_skip:
                return False
            at += 1
        if at == len(lines):
            return False
        at, may_skip = at + 1, False
    return True


def fits(wanted: str, line: str) -> bool:
    """The same line; one that ends with a gap says how it begins."""
    return line.startswith(wanted[:-1].rstrip()) if wanted.endswith(GAP) else line == wanted
