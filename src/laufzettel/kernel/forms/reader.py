"""Reads a form-js schema (JSON) into a `Form`; what it does not know it refuses, with its place."""

import copy
import json
from typing import Any

from laufzettel.kernel.forms.building import Builder
from laufzettel.kernel.forms.findings import Findings
from laufzettel.kernel.forms.form import Form
from laufzettel.kernel.forms.model import pages_of, reads, reads_clock
from laufzettel.kernel.forms.ordering import ordered
from laufzettel.kernel.forms.schema import FORM, LATEST_VERSION
from laufzettel.kernel.problems import Finding, Place, ProgramError, Text

MAX_BYTES = 1_000_000


def read(data: bytes | str | dict[str, Any], *, file: str = "") -> Form:
    """Read a form-js or Camunda 8 form.

    `file` is its name in the package, for findings. Raises ProgramError with everything that is wrong with it:
    unknown keys, components that are refused, FEEL that cannot be read, doubled ids and keys, conditions in a circle.
    """
    source, schema = _parsed(data, file)
    findings = Findings(file, source)
    findings.check_keys(schema, FORM, "")
    _check_head(schema, findings)
    findings.raise_if_any()
    builder = Builder(findings)
    nodes = builder.level_nodes(schema["components"], at_top=True)
    findings.raise_if_any()
    level = ordered(nodes, findings)
    findings.raise_if_any()
    title = str(schema.get("title", ""))
    form_id = str(schema.get("id", "form"))
    return Form(
        form_id,
        Text(title, title),
        level,
        pages_of(form_id, nodes),
        findings.warnings,
        file,
        reads_clock(nodes),
        reads(nodes),
    )


def _check_head(schema: dict[str, Any], findings: Findings) -> None:
    if schema.get("type", "default") != "default":
        message = Text("Der „type“ eines Formulars ist „default“.", "The “type” of a form is “default”.")
        findings.add("wrong-type", "", message)
    version = schema.get("schemaVersion", LATEST_VERSION)
    if isinstance(version, int) and not 1 <= version <= LATEST_VERSION:
        message = Text(
            f"„schemaVersion“ {version} kennen wir nicht, nur 1 bis {LATEST_VERSION}.",
            f"“schemaVersion” {version} is not known, only 1 to {LATEST_VERSION}.",
        )
        findings.add("version", "", message)
    if "components" not in schema:
        findings.add("missing", "", Text("Es fehlt „components“.", "“components” is missing."))


def _parsed(data: bytes | str | dict[str, Any], file: str) -> tuple[str, dict[str, Any]]:
    if isinstance(data, dict):
        return "", copy.deepcopy(data)
    if len(data) > MAX_BYTES:
        raise _broken(Text("Das Formular ist größer als 1 MB.", "The form is larger than 1 MB."), file)
    try:
        source = data.decode("utf-8-sig") if isinstance(data, bytes) else data
        schema = json.loads(source, object_pairs_hook=_without_doubles)
    except UnicodeDecodeError as error:
        raise _broken(Text("Das Formular ist kein UTF-8.", "The form is not UTF-8."), file) from error
    except json.JSONDecodeError as error:
        message = Text(f"Das ist kein JSON: {error.msg}.", f"This is not JSON: {error.msg}.")
        raise _broken(message, file, error.lineno, error.colno) from error
    except (RecursionError, ValueError) as error:
        raise _broken(Text(f"Das JSON ist nicht lesbar: {error}.", f"Unreadable JSON: {error}."), file) from error
    if not isinstance(schema, dict):
        raise _broken(Text("Ein Formular ist ein JSON-Objekt.", "A form is a JSON object."), file)
    return source, schema


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        double = next(key for n, (key, _) in enumerate(pairs) if key in [other for other, _ in pairs[:n]])
        raise ValueError(f"„{double}“ steht doppelt / is there twice")
    return found


def _broken(message: Text, file: str, line: int = 0, column: int = 0) -> ProgramError:
    return ProgramError([Finding("form-syntax", message, Place(file, "", line, column))])
