"""The format: its published schemas fit all packages, and an older one is read for ever."""

import io
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

import jsonschema
import pytest
from tests.kernel.package.breakings import BREAKINGS

from laufzettel.kernel import package
from laufzettel.kernel.package import upgrading
from laufzettel.kernel.package.command_format import run_schema, run_upgrade
from laufzettel.kernel.package.files import collect, from_canonical
from laufzettel.kernel.package.format import FORMAT, schemas
from laufzettel.kernel.package.formatting import formatted
from laufzettel.kernel.package.upgrading import Step, format_of, taken, upgraded
from laufzettel.kernel.problems import ProgramError, Text

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
FOLDERS = sorted(
    path.parent for pattern in ("services", "tests/data/services") for path in ROOT.glob(f"{pattern}/*/service.toml")
)
CAT = ROOT / "tests" / "data" / "services" / "katze-anmelden"
each_package = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.name))
type Files = Mapping[str, bytes]


def traces(files: Files) -> list[tuple[str, ...]]:
    loaded = package.load(files)
    return [tuple(map(str, result.trace)) for result in package.run_all(loaded).results]


# --- the published schemas


def plain(value: Any) -> Any:
    """TOML as JSON has it: editors give days and moments as text."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date | datetime) else value


def wrong(files: Files, path: str) -> list[str]:
    """What an editor with our schemas would underline in a file."""
    kind = {"service.toml": "service", "scenarios": "scenario", "examples": "example", "texts": "texts"}
    name = "form" if path.endswith(".form") else kind[path.split("/")[0]]
    data = json.loads(files[path]) if name == "form" else plain(tomllib.loads(files[path].decode()))
    checker = jsonschema.Draft202012Validator(schemas()[name], format_checker=jsonschema.FormatChecker())
    return [f"{path} {error.json_path}: {error.message}" for error in checker.iter_errors(data)]


def described(files: Files) -> Iterator[str]:
    yield from (path for path in files if path.endswith((".toml", ".form")))


@each_package
def test_every_file_of_a_package_fits_its_schema(folder: Path) -> None:
    files = collect(folder)

    assert [error for path in described(files) for error in wrong(files, path)] == []


@pytest.mark.parametrize(
    "code", ["toml-unknown-key", "toml-missing-key", "toml-type", "toml-value", "toml-key", "form-unknown-key"]
)
def test_what_the_check_refuses_an_editor_underlines_too(code: str) -> None:
    for one in BREAKINGS[code]:
        files = dict(collect(CAT))
        one.change(files)

        # TOML's own days look like text to an editor: it cannot tell a quoted day from one that is not.
        if (code, one.file) != ("toml-type", "examples/viernheim.toml"):
            assert wrong(files, one.file) != [], (one.file, one.line)


def test_the_schemas_are_schemas_and_published_as_they_are() -> None:
    folder = ROOT / "src" / "laufzettel" / "kernel" / "package" / "schemas"

    for name, schema in schemas().items():
        jsonschema.Draft202012Validator.check_schema(schema)
        published = json.loads((folder / f"{name}.schema.json").read_text("utf-8"))
        assert published == schema, f"laufzettel schema --folder {folder.relative_to(ROOT)}"
    assert len(list(folder.iterdir())) == len(schemas()) == 5


def test_schema_prints_one_and_writes_all(tmp_path: Path) -> None:
    out = io.StringIO()

    assert run_schema(["service"], out) == 0
    assert json.loads(out.getvalue()) == schemas()["service"]
    assert run_schema(["--folder", str(tmp_path / "schemas")], io.StringIO()) == 0
    assert sorted(path.name for path in (tmp_path / "schemas").iterdir())[0] == "example.schema.json"
    assert run_schema([], io.StringIO()) == 2
    assert run_schema(["hund"], io.StringIO()) == 2


def test_a_file_may_name_its_schema_for_the_editor() -> None:
    files = dict(collect(CAT))
    files["service.toml"] = b"#:schema ../../schemas/service.schema.json\n" + files["service.toml"]

    assert package.check_source(files, on=date(2026, 3, 1))[1] == []


# --- older formats. There has been one format so far: an invented format 0 proves the way.


def _from_invented(files: Files) -> dict[str, bytes]:
    """Format 0 called the fee `cost`, and said `anonymous = true` where format 1 has `trust`."""
    text = files["service.toml"].decode()
    text = text.replace("[cost]", "[fee]").replace("anonymous = true", 'trust = "none"')
    return {path: content for path, content in files.items() if path != "service.toml"} | {
        "service.toml": text.encode()
    }


def _to_invented(files: Files) -> dict[str, bytes]:
    text = files["service.toml"].decode()
    text = text.replace("[fee]", "[cost]").replace('trust = "none"', "anonymous = true")
    return {**files, "service.toml": re.sub(r"(?m)^format = 1$", "format = 0", text).encode()}


STEPS = {0: Step(Text("[cost] heißt jetzt [fee].", "[cost] is called [fee] now."), _from_invented)}


@each_package
def test_an_older_format_becomes_the_newest_and_means_the_same(folder: Path) -> None:
    files = collect(folder)
    old = _to_invented(files)
    assert format_of(old) == 0

    once = upgraded(old, steps=STEPS)

    assert once == files
    assert upgraded(once, steps=STEPS) == once
    assert traces(once) == traces(files)


def test_an_older_release_is_read_in_memory_and_keeps_its_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    old = _to_invented(collect(CAT))
    monkeypatch.setattr(upgrading.upgraded, "__kwdefaults__", {"steps": STEPS, "newest": FORMAT})

    loaded = package.load(old)

    assert loaded.service.trust == "none"
    assert loaded.source == old
    assert loaded.hash != package.load(CAT).hash
    assert [result.ok for result in package.run_all(loaded).results] == [True] * 4
    assert package.load(from_canonical(loaded.canonical())).hash == loaded.hash


def test_several_steps_are_taken_one_after_the_other() -> None:
    def add(word: str) -> Step:
        def change(files: Files) -> dict[str, bytes]:
            return {**files, "service.toml": files["service.toml"] + f"# {word}\n".encode()}

        return Step(Text(word, word), change)

    steps = {1: add("eins"), 2: add("zwei")}
    files = {"service.toml": b"[service]\nformat = 1 # the version\n"}

    assert taken(files, steps=steps, newest=3) == ["eins", "zwei"]
    assert upgraded(files, steps=steps, newest=3) == {
        "service.toml": b"[service]\nformat = 3 # the version\n# eins\n# zwei\n"
    }


def test_a_newer_format_is_refused_with_its_line() -> None:
    files = dict(collect(CAT))
    files["service.toml"] = files["service.toml"].replace(b"format = 1", b"format = 2")

    with pytest.raises(ProgramError) as error:
        package.load(files)

    found = error.value.findings[0]
    assert (found.code, found.place.file, found.place.line) == ("package-format-newer", "service.toml", 2)
    assert "dieses Programm kennt es bis 1" in str(found)


@pytest.mark.parametrize("value", ["0", "-1", "true", '"1"', "1.0"])
def test_a_format_that_never_was_is_refused(value: str) -> None:
    files = dict(collect(CAT))
    files["service.toml"] = files["service.toml"].replace(b"format = 1", f"format = {value}".encode())

    _, findings = package.check_source(files, on=date(2026, 3, 1))

    assert [(one.code, one.place.line) for one in findings if one.place.line == 2] in (
        [("toml-value", 2)],
        [("toml-type", 2)],
    )


def test_upgrade_writes_nothing_when_there_is_nothing_to_do(tmp_path: Path) -> None:
    for path, content in collect(CAT).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    out = io.StringIO()

    assert run_upgrade([str(tmp_path), "--check"], out) == 0
    assert run_upgrade([str(tmp_path)], out) == 0
    assert "schon im neuesten Format" in out.getvalue()
    assert collect(tmp_path) == collect(CAT)
    assert run_upgrade([str(tmp_path / "nichts")], io.StringIO()) == 1


def test_upgrade_writes_the_newest_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("upgraded", "taken"):
        monkeypatch.setattr(getattr(upgrading, name), "__kwdefaults__", {"steps": STEPS, "newest": FORMAT})
    for path, content in _to_invented(collect(CAT)).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    out = io.StringIO()

    assert run_upgrade([str(tmp_path), "--check"], out) == 1
    assert format_of(collect(tmp_path)) == 0
    assert run_upgrade([str(tmp_path)], out) == 0

    assert collect(tmp_path) == collect(CAT)
    assert "[cost] heißt jetzt [fee]." in out.getvalue()


# --- fmt


def _shuffled(value: Any, random: Random) -> Any:
    if isinstance(value, dict):
        keys = list(value)
        random.shuffle(keys)
        return {key: _shuffled(value[key], random) for key in keys}
    return [_shuffled(one, random) for one in value] if isinstance(value, list) else value


def _messy(files: Files, random: Random) -> dict[str, bytes]:
    """The same package as a careless hand or another editor writes it."""
    found = {}
    for path, content in files.items():
        text = content.decode()
        if path.endswith(".form"):
            text = json.dumps(_shuffled(json.loads(text), random), indent=random.choice((None, 1, 4)))
        if random.random() < 0.3:
            text = "\ufeff" + text
        if random.random() < 0.3:
            text += "\n" * random.randint(1, 4)
        found[path] = (text.replace("\n", "\r\n") if random.random() < 0.3 else text).encode()
    return found


@each_package
@pytest.mark.parametrize("hand", [0, *(pytest.param(hand, marks=pytest.mark.nightly) for hand in range(1, 6))])
def test_fmt_keeps_the_meaning_of_any_hand_and_twice_is_once(folder: Path, hand: int) -> None:
    files = collect(folder)
    messy = _messy(files, Random(hand))

    once = formatted(messy)

    assert formatted(once) == once
    assert traces(once) == traces(messy) == traces(files)
