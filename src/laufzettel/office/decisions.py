"""Decisions as a clerk reads them: the result, and the rules that led to it, in words."""

from collections.abc import Mapping
from typing import Any

from laufzettel.cases import queries as cases
from laufzettel.cases.models import Case
from laufzettel.kernel import feel
from laufzettel.ui.results import result_rows, words_of


def decision_rows(case: Case, language: str) -> list[dict[str, Any]]:
    """The decisions of a case, the newest first; of one that was made again only the newest."""
    rows: dict[str, dict[str, Any]] = {}
    words = words_of(cases.package_of(case), language)
    for event in cases.decisions_of(case):
        name = event.data["decision"]
        if name in rows:
            continue
        why = event.data["why_en" if language == "en" else "why"]
        rows[name] = {
            "title": event.name or name,
            "result": result_rows(feel.from_json(event.data["value"]), labels_of(case, name), words),
            "reasons": [line for line in why.splitlines() if line.strip()],
        }
    return list(rows.values())


def labels_of(case: Case, decision: str) -> Mapping[str, str]:
    """What the package calls the parts of a decision's result."""
    found = cases.package_of(case).decisions.get(decision)
    return found.labels(decision) if found else {}
