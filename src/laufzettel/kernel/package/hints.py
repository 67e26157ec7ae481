"""How to mend what readers and checks find, where they do not say it themselves: `hints.toml`, by code."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files

from laufzettel.kernel.problems import Finding, Text


@cache
def hints() -> Mapping[str, Text]:
    """The hints by the code of the finding."""
    rows = tomllib.loads((files(__package__) / "hints.toml").read_text("utf-8"))
    return {code: Text(row["de"], row["en"]) for code, row in rows.items()}


def with_hint(finding: Finding) -> Finding:
    """The finding with a hint, where one is known and it has none."""
    if finding.hint or finding.code not in hints():
        return finding
    return replace(finding, hint=hints()[finding.code])
