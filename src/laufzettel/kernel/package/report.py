"""Findings as text, JSON and SARIF."""

import json
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

from laufzettel.kernel.problems import Finding

FORMATS = ("text", "json", "sarif")


def report(findings: Iterable[Finding], form: str, *, language: str = "de", folder: str = "") -> str:
    """The findings in one of `FORMATS`; `folder` stands before each file."""
    return report_all([(folder, one) for one in findings], form, language=language)


def report_all(found: Iterable[tuple[str, Finding]], form: str, *, language: str = "de") -> str:
    """The findings of several packages, each with the folder of its own."""
    listed = list(found)
    if form == "json":
        return json.dumps([as_data(one, folder) for folder, one in listed], ensure_ascii=False, indent=2)
    if form == "sarif":
        return json.dumps(_sarif(listed, language), ensure_ascii=False, indent=2)
    return "\n".join(as_line(one, language, folder) for folder, one in listed)


def as_line(finding: Finding, language: str, folder: str = "") -> str:
    """One line: place, severity, message, how to mend it, code."""
    words = {"error": ("Fehler", "error"), "warning": ("Hinweis", "warning")}[finding.severity]
    place = finding.place
    where = _path(place.file, folder) + (f":{place.line}" if place.line else "")
    where += f" ({place.element})" if place.element else ""
    text = finding.message.in_language(language)
    hint = finding.hint.in_language(language)
    kind = words[language.startswith("en")]
    return f"{where}: {kind}: {text}" + (f" → {hint}" if hint else "") + f" [{finding.code}]"


def as_data(finding: Finding, folder: str = "") -> dict[str, Any]:
    """A finding as plain data, in both languages."""
    place = finding.place
    return {
        "code": finding.code,
        "severity": finding.severity,
        "file": _path(place.file, folder),
        "element": place.element,
        "line": place.line,
        "column": place.column,
        "message": {"de": str(finding.message), "en": finding.message.in_language("en")},
        "hint": {"de": str(finding.hint), "en": finding.hint.in_language("en")},
    }


def _path(file: str, folder: str) -> str:
    return (PurePosixPath(folder) / file).as_posix() if folder else file


def _sarif(found: list[tuple[str, Finding]], language: str) -> dict[str, Any]:
    """SARIF 2.1.0 with what every reader of it needs."""
    codes = sorted({one.code for _, one in found})
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "laufzettel", "rules": [{"id": code} for code in codes]}},
                "results": [_result(folder, one, codes, language) for folder, one in found],
            }
        ],
    }


def _uri(path: str) -> str:
    """A path as a relative URI (RFC 3986)."""
    return "".join(
        char
        if char.isascii() and (char.isalnum() or char in "/._-~")
        else "".join(f"%{byte:02X}" for byte in char.encode())
        for char in path
    )


def _result(folder: str, finding: Finding, codes: list[str], language: str) -> dict[str, Any]:
    texts = (finding.message.in_language(language), finding.hint.in_language(language))
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(_path(finding.place.file, folder))}}
    physical["region"] = {"startLine": max(1, finding.place.line)}
    if finding.place.column:
        physical["region"]["startColumn"] = finding.place.column
    location: dict[str, Any] = {"physicalLocation": physical}
    if finding.place.element:
        location["logicalLocations"] = [{"name": finding.place.element}]
    return {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": finding.severity,
        "message": {"text": " ".join(filter(None, texts))},
        "locations": [location],
    }
