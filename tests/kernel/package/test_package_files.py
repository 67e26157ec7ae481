"""What may lie in a package's folder, and the canonical form that is hashed."""

from pathlib import Path

import pytest

from laufzettel.kernel import package
from laufzettel.kernel.package.files import MAX_FILE, canonical, collect, digest, from_canonical
from laufzettel.kernel.problems import ProgramError

DOG = Path(__file__).parents[3] / "services" / "hund-anmelden"


def codes(error: pytest.ExceptionInfo[ProgramError]) -> list[tuple[str, str]]:
    return [(finding.code, finding.place.file) for finding in error.value.findings]


def test_the_hash_depends_on_content_alone() -> None:
    files = {"service.toml": b"a = 1\n", "antrag.form": b"{}"}

    turned = dict(reversed(files.items()))
    windows = {**files, "service.toml": b"\xef\xbb\xbfa = 1\r\n"}

    assert digest(canonical(collect(files))) == digest(canonical(collect(turned)))
    assert digest(canonical(collect(files))) == digest(canonical(collect(windows)))
    assert digest(canonical(collect(files))) != digest(canonical(collect({**files, "service.toml": b"a = 2\n"})))


def test_canonical_bytes_give_the_same_package_back() -> None:
    loaded = package.load(DOG)

    again = package.load(from_canonical(loaded.canonical()))

    assert again.hash == loaded.hash
    assert len(loaded.hash) == 64


def test_other_bytes_are_no_package() -> None:
    for data in (b"", b"[]", b'{"format":1}', b'{"files": {"a.toml": "x"}, "format": 1}', b"\xff"):
        with pytest.raises(ProgramError):
            from_canonical(data)


@pytest.mark.parametrize("path", ["../x.form", "/etc/passwd", "a/../b.md", "scenarios/../x.toml", "ä.form", ".x.form"])
def test_a_path_that_leads_elsewhere_is_refused(path: str) -> None:
    with pytest.raises(ProgramError) as error:
        collect({path: b""})

    assert codes(error) == [("package-path", path)]


def test_a_link_is_refused_even_to_a_good_file(tmp_path: Path) -> None:
    (tmp_path / "real.toml").write_text("")
    (tmp_path / "service.toml").symlink_to(tmp_path / "real.toml")
    (tmp_path / "scenarios").symlink_to(tmp_path)

    with pytest.raises(ProgramError) as error:
        collect(tmp_path)

    assert ("package-link", "service.toml") in codes(error)
    assert ("package-link", "scenarios") in codes(error)


def test_a_folder_that_is_a_link_or_missing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(DOG)

    for folder in (tmp_path / "link", tmp_path / "nowhere"):
        with pytest.raises(ProgramError) as error:
            collect(folder)
        assert codes(error)[0][0] == "package-no-folder"


@pytest.mark.parametrize(
    ("path", "content", "code"),
    [
        ("script.py", b"", "package-stranger"),
        ("scenarios/deep/x.toml", b"", "package-stranger"),
        ("a.form", b"\xff\xfe", "package-encoding"),
        ("a.md", b"a\0b", "package-encoding"),
        ("a.md", b"x" * (MAX_FILE + 1), "package-too-large"),
    ],
)
def test_what_does_not_belong_is_refused(path: str, content: bytes, code: str) -> None:
    with pytest.raises(ProgramError) as error:
        collect({path: content})

    assert codes(error) == [(code, path)]
