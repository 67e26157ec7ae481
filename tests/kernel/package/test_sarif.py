"""What `check --format sarif` writes is SARIF 2.1.0, whatever was found."""

import io
import json
from pathlib import Path

import pytest
from jsonschema import Draft4Validator
from tests.kernel.package.test_finding_kinds import FILES, KINDS

from laufzettel.kernel.package.command import run_check

SCHEMA = json.loads((Path(__file__).parents[2] / "data" / "sarif" / "sarif-2.1.0-rtm.5.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def validator() -> Draft4Validator:
    Draft4Validator.check_schema(SCHEMA)
    return Draft4Validator(SCHEMA)


@pytest.mark.parametrize("code", sorted(KINDS)[::4])
def test_what_is_found_is_written_as_the_schema_says(code: str, tmp_path: Path, validator: Draft4Validator) -> None:
    files = dict(FILES)
    KINDS[code][0].change(files)
    for path, content in files.items():
        place = tmp_path / "paket" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    out = io.StringIO()

    run_check([str(tmp_path / "paket"), "--format", "sarif"], out)

    written = json.loads(out.getvalue())
    assert [error.message for error in validator.iter_errors(written)] == []
    assert code in {result["ruleId"] for result in written["runs"][0]["results"]}


def test_the_schema_refuses_what_is_no_sarif(validator: Draft4Validator) -> None:
    assert not validator.is_valid({"version": "2.1.0", "runs": [{"tool": {}}]})
    assert not validator.is_valid({"version": "2.0.0", "runs": []})
