"""Findings as text, JSON and SARIF."""

import json
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

from laufzettel.kernel.problems import Finding

FORMATS = ("text", "json", "sarif")


def report(findings: Iterable[Finding], form: str, *, language: str = "de", folder: str = "") -> str:
    """The findings in one of `FORMATS`; `folder` stands before each file."""
    listed = list(findings)
    if form == "json":
        return json.dumps([as_data(one, folder) for one in listed], ensure_ascii=False, indent=2)
    if form == "sarif":
        return json.dumps(_sarif(listed, folder), ensure_ascii=False, indent=2)
    return "\n".join(as_line(one, language, folder) for one in listed)


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


def _sarif(findings: list[Finding], folder: str) -> dict[str, Any]:
    rules = [{"id": code} for code in sorted({one.code for one in findings})]
    results = [
        {
            "ruleId": one.code,
            "level": one.severity,
            "message": {"text": " ".join(filter(None, (str(one.message), str(one.hint))))},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": _path(one.place.file, folder)},
                        "region": {"startLine": max(1, one.place.line)},
                    },
                    "logicalLocations": [{"name": one.place.element}],
                }
            ],
        }
        for one in findings
    ]
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": {"name": "laufzettel", "rules": rules}}, "results": results}],
    }
