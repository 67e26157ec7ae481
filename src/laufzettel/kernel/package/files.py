"""The files of a package: collected strictly, from a folder or a mapping, and made into one canonical text."""

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from laufzettel.kernel.problems import Finding, Place, ProgramError, Text

MAX_FILE = 4_000_000
MAX_PACKAGE = 32_000_000
MAX_FILES = 1_000

_PATH = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*(/[A-Za-z0-9][A-Za-z0-9_.-]*)*")
_PLACES = re.compile(
    r"service\.toml|[^/]+\.(form|bpmn|dmn|md)|(scenarios|examples)/[^/]+\.toml|texts/[a-z]{2,3}(-[A-Za-z]+)?\.toml"
    r"|docs/[^/]+\.md"
)


def collect(source: Path | str | Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of a package by their path, sorted; line ends are normalised.

    Raises ProgramError when there is a link, a path that leads outside, a file that has no place in a package, or more
    than the limits allow.
    """
    findings: list[Finding] = []
    found = dict(source) if isinstance(source, Mapping) else _from_folder(Path(source), findings)
    files: dict[str, bytes] = {}
    for path in sorted(found):
        if problem := _refusal(path, found[path]):
            findings.append(problem)
        else:
            files[path] = found[path].removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    findings += _limits(files)
    if findings:
        raise ProgramError(findings)
    return files


def _from_folder(folder: Path, findings: list[Finding]) -> dict[str, bytes]:
    if folder.is_symlink() or not folder.is_dir():
        findings.append(
            Finding(
                "package-no-folder",
                Text(f"{folder} ist kein Ordner.", f"{folder} is not a folder."),
                Place(str(folder)),
            )
        )
        return {}
    files: dict[str, bytes] = {}
    pending = [folder]
    while pending:
        for entry in sorted(pending.pop().iterdir()):
            path = entry.relative_to(folder).as_posix()
            if entry.is_symlink():
                findings.append(_link(path))
            elif entry.is_dir():
                pending.append(entry)
            elif not entry.is_file():
                findings.append(_stranger(path))
            elif entry.stat().st_size > MAX_FILE:
                findings.append(_too_large(path))
            else:
                files[path] = entry.read_bytes()
            if len(files) > MAX_FILES:
                return files
    return files


def _refusal(path: str, content: bytes) -> Finding | None:
    if not _PATH.fullmatch(path) or ".." in PurePosixPath(path).parts:
        return Finding(
            "package-path",
            Text("Dieser Pfad ist in einem Paket nicht erlaubt.", "This path is not allowed in a package."),
            Place(path),
            hint=Text(
                "Erlaubt sind Buchstaben von A bis Z, Ziffern, Punkt, Unter- und Bindestrich.",
                "Letters from A to Z, digits, full stop, underscore and hyphen are allowed.",
            ),
        )
    if not _PLACES.fullmatch(path):
        return _stranger(path)
    if len(content) > MAX_FILE:
        return _too_large(path)
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return Finding(
            "package-encoding", Text("Die Datei ist kein UTF-8.", "The file is not UTF-8."), Place(path, line=line)
        )
    if "\0" in text:
        return Finding(
            "package-encoding", Text("Die Datei enthält ein NUL-Zeichen.", "The file has a NUL character."), Place(path)
        )
    return None


def _link(path: str) -> Finding:
    return Finding(
        "package-link",
        Text("Verknüpfungen sind in einem Paket nicht erlaubt.", "Links are not allowed in a package."),
        Place(path),
        hint=Text("Legen Sie die Datei selbst hier ab.", "Put the file itself here."),
    )


def _stranger(path: str) -> Finding:
    return Finding(
        "package-stranger",
        Text("Diese Datei gehört nicht in ein Paket.", "This file has no place in a package."),
        Place(path),
        hint=Text(
            "Ein Paket besteht aus service.toml, *.form, *.bpmn, *.dmn, *.md, texts/, scenarios/, examples/ und docs/.",
            "A package is made of service.toml, *.form, *.bpmn, *.dmn, *.md, texts/, scenarios/, examples/ and docs/.",
        ),
    )


def _too_large(path: str) -> Finding:
    return Finding(
        "package-too-large",
        Text(f"Die Datei ist größer als {MAX_FILE} Bytes.", f"The file is larger than {MAX_FILE} bytes."),
        Place(path),
    )


def _limits(files: Mapping[str, bytes]) -> list[Finding]:
    if len(files) > MAX_FILES:
        return [
            Finding(
                "package-too-many-files",
                Text(f"Das Paket hat mehr als {MAX_FILES} Dateien.", f"The package has more than {MAX_FILES} files."),
            )
        ]
    if sum(map(len, files.values())) > MAX_PACKAGE:
        return [
            Finding(
                "package-too-large",
                Text(f"Das Paket ist größer als {MAX_PACKAGE} Bytes.", f"The package exceeds {MAX_PACKAGE} bytes."),
            )
        ]
    return []


def canonical(files: Mapping[str, bytes]) -> bytes:
    """All files as one text that depends on their content alone: JSON, sorted, UTF-8. `from_canonical` reads it."""
    content = {path: files[path].decode() for path in sorted(files)}
    return json.dumps({"format": 1, "files": content}, ensure_ascii=False, separators=(",", ":")).encode()


def from_canonical(data: bytes) -> dict[str, bytes]:
    """The files that `canonical` packed; raises ProgramError when `data` was not made by it."""
    try:
        content = json.loads(data)
        files = {str(path): str(text).encode() for path, text in content["files"].items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        files = {}
    if not files or canonical(files) != data:
        raise ProgramError(
            [Finding("package-canonical", Text("Das ist kein gepacktes Paket.", "This is not a packed package."))]
        )
    return files


def digest(data: bytes) -> str:
    """The SHA-256 of canonical bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
