"""What README and docs point to is there: pages, headings, pictures, files, functions, decisions, make targets."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "laufzettel"
PICTURES = ROOT / "docs" / "handbuch" / "bilder"
PLACES = [ROOT, SOURCE, *(ROOT / "services").iterdir()]
"""What the name of a file may begin at: a package's own files are named as they lie in it."""
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "services").glob("*/docs/*.md")]
LINK = re.compile(r"(?<!\\)\]\(([^)\s]+)\)")
FILE = re.compile(r"`((?:[\w.-]+/)+[\w.*-]+\.(?:py|sh|sql|toml|conf|md|json|form|dmn|bpmn))(?:: ([\w.]+))?`")


def anchors(page: Path) -> set[str]:
    """The headings of a page as addresses, as GitHub and GitLab make them."""
    text = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)
    found = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    plain = [re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).replace("`", "") for heading in found]
    return {re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-") for heading in plain}


def broken(page: Path) -> Iterator[str]:
    for target in LINK.findall(re.sub(r"`[^`\n]*`", "", page.read_text())):
        path, _, anchor = target.partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        there = (page.parent / path).resolve() if path else page
        if not there.exists() or (anchor and there.suffix == ".md" and anchor not in anchors(there)):
            yield target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    assert list(broken(page)) == []


def test_a_decision_is_called_by_its_number() -> None:
    called = re.compile(r"\[(?:decision )?(\d+)\]\([^)]*decisions/0*(\d+)-")

    assert [pair for page in PAGES for pair in called.findall(page.read_text()) if pair[0] != pair[1]] == []


@pytest.mark.parametrize("page", [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")], ids=lambda page: page.name)
def test_every_file_and_function_that_is_named_is_there(page: Path) -> None:
    missing = []
    for name, function in FILE.findall(page.read_text()):
        places = [file for base in (*PLACES, page.parent) for file in base.glob(name)]
        is_defined = any(re.search(rf"\b(?:def|class) {function}|^{function}\b", p.read_text(), re.M) for p in places)
        is_example = bool(re.search(r"[A-Z]{4}", name))  # texts/SPRACHE.toml
        if not is_example and (not places or (function and not is_defined)):
            missing.append(f"{name}: {function}")
    assert missing == []


def test_every_picture_is_shown_told_in_words_and_small() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs" / "handbuch").glob("*.md")]
    shown = [found for page in pages for found in re.findall(r"!\[([^]]*)\]\([^)]*bilder/([^)]+)\)", page.read_text())]

    there = {path.name: path.stat().st_size for path in PICTURES.iterdir()}
    assert {name for _, name in shown} == set(there)
    assert [name for words, name in shown if len(words) < 30] == []
    assert {name: size for name, size in there.items() if size > 120_000} == {}
    assert sum(there.values()) < 1_200_000


def test_every_make_target_that_is_named_is_there() -> None:
    named = {name for page in PAGES for name in re.findall(r"(?:`|^)make (\w+)", page.read_text(), re.MULTILINE)}
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    assert named - targets == set()


def test_every_subcommand_that_is_named_is_there() -> None:
    help_ = subprocess.run([ROOT / ".venv/bin/laufzettel", "--help"], capture_output=True, text=True, check=True).stdout
    named = {name for page in PAGES for name in re.findall(r"`laufzettel ([a-z]+)", page.read_text())}

    assert {name for name in named if name not in help_} == set()
