"""The folders of the DMN TCK that need FEEL alone; the whole kit runs with the decisions."""

from pathlib import Path

import pytest
from tests.kernel.feel.feel_tck import KIT, Model, UnsupportedModel, cases, is_same

ENGINE = {
    "0021-singleton-list": "type references convert results",
    "0034-drg-scopes": "decisions of imported models",
    "0070-feel-instance-of": "types defined in the model",
    "0082-feel-coercion": "type references convert results",
    "0085-decision-services": "decision services",
}
"""Folders with cases that need more of DMN than expressions."""

FOLDERS = sorted(folder for folder in (KIT / "compliance-level-3").iterdir() if folder.is_dir())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_expressions_give_what_the_kit_expects(folder: Path) -> None:
    models: dict[Path, Model] = {}
    wrong = []
    for case in cases(folder):
        if case.model not in models:
            models[case.model] = Model(case.model)
        model = models[case.model]
        try:
            got = model.decide(case.decision, dict(case.inputs))
        except (UnsupportedModel, RecursionError):
            continue
        if not is_same(got, case.expected):
            wrong.append(f"{case.id}: {got} instead of {case.expected}")
    if folder.name not in ENGINE:
        assert wrong == []
