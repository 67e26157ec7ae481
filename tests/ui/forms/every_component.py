"""A service that asks for everything: one list of rows, from which its forms are made and its answers are checked.

A row is a component of form-js in one of its shapes. `test_every_component.py` fails when a type has none.
"""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from tests.files.scene import package_files
from tests.kernel.bpmn.notation import bpmn
from tests.kernel.forms.component_cases import CASES, Case

KEY, ROLE = "alle-bausteine", "steuern"
Raw = dict[str, list[str]]
PICTURE = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@dataclass(frozen=True)
class Row:
    """A question of the table, under its number."""

    number: int
    case: Case

    @property
    def type(self) -> str:
        """The component's type."""
        return str(self.case.component["type"])

    @property
    def kind(self) -> str:
        """Its semantic kind."""
        return self.case.properties.get("kind", "")

    @property
    def label(self) -> str:
        """What it is called on the page; no two are called alike."""
        return f"Frage {self.number}: {self.case.name}"

    def component(self, start: str, **more: Any) -> dict[str, Any]:
        """The component with the key `<start><number>`."""
        component = deepcopy(self.case.schema()["components"][1])
        called = next((name for name in ("label", "dateLabel", "timeLabel") if component.get(name)), "label")
        name = f"{start}{self.number}"
        component |= {"id": name, "key": name, called: self.label}
        properties = component.get("properties", {}) | more.pop("properties", {})
        whole: dict[str, Any] = component | ({"properties": properties} if properties else {}) | more
        return whole

    def typed(self, name: str, raw: Raw) -> Raw:
        """What a browser posts under this name."""
        return {key.replace("feld", name, 1): texts for key, texts in raw.items()}

    @cached_property
    def right(self) -> tuple[Raw, Any, str]:
        """What somebody types, the value that it becomes, and its words."""
        return self.case.valid[0]

    @property
    def wrong(self) -> Raw | None:
        """What nobody may answer."""
        return self.case.invalid[0][0] if self.case.invalid else None

    @property
    def default(self) -> Any:
        """A value to preselect, as form-js writes it; None where the type has none to write."""
        value = self.right[1]
        if self.type == "textfield" and self.kind == "money":
            return None
        if isinstance(value, Decimal) and self.type != "number":
            return int(value)
        return value if isinstance(value, str | bool | list) else str(value)


ROWS = tuple(Row(number, case) for number, case in enumerate(CASES))

DATE = next(row for row in ROWS if row.case.name == "date")
FILE = {"type": "filepicker", "id": "datei", "key": "datei", "label": "Ihre Datei", "accept": ".pdf,image/*"}
SHOWN: dict[str, dict[str, Any]] = {
    "text": {"type": "text", "id": "hinweis", "text": "Bitte **genau** lesen."},
    "image": {"type": "image", "id": "bild", "alt": "Ein Punkt", "source": PICTURE},
    "table": {
        "type": "table",
        "id": "tabelle",
        "label": "Unsere Sätze",
        "dataSource": "= [{satz: 1, betrag: 90.5}]",
        "columns": [{"label": "Hund", "key": "satz"}, {"label": "Betrag", "key": "betrag"}],
    },
    "separator": {"type": "separator", "id": "strich"},
    "spacer": {"type": "spacer", "id": "luft", "height": 30},
    "button": {"type": "button", "id": "knopf", "label": "Wird nicht gezeigt", "action": "submit"},
    "expression": {
        "type": "expression",
        "id": "summe",
        "key": "summe",
        "label": "Ihre Summe",
        "expression": "= 100 * 2.5",
        "properties": {"kind": "money"},
    },
}
PERSON = {"type": "textfield", "id": "person", "key": "person", "label": "Ihre Person"} | {
    "properties": {"kind": "person", "parts": "anrede titel vorname nachname geburtsname"}
}
ADDRESS = {"type": "textfield", "id": "anschrift", "key": "anschrift", "label": "Ihre Anschrift"} | {
    "properties": {"kind": "address", "parts": "strasse hausnummer zusatz plz ort land"}
}
COMPOSITE = {
    "person.anrede": ("frau", "Frau"),
    "person.titel": ("Dr.", "Dr."),
    "person.vorname": ("Zoë", "Zoë"),
    "person.nachname": ("Şahin", "Şahin"),
    "person.geburtsname": ("Müller", "Müller"),
    "anschrift.strasse": ("Weg", "Weg"),
    "anschrift.hausnummer": ("1 a", "1 a"),
    "anschrift.zusatz": ("bei Ott", "bei Ott"),
    "anschrift.plz": ("35745", "35745"),
    "anschrift.ort": ("Herborn", "Herborn"),
    "anschrift.land": ("Deutschland", "Deutschland"),
}


def application_form() -> dict[str, Any]:
    """Four pages: everything, what hides, what is preselected, what repeats."""
    hidden = {"conditional": {"hide": '= schalter = "zu"'}}
    switch = {"type": "textfield", "id": "schalter", "key": "schalter", "label": "Schalter"}
    group = {"type": "group", "id": "gruppe", "label": "Zusammen", "components": list(SHOWN.values())}
    everything = [row.component("f") for row in ROWS] + [PERSON, ADDRESS, FILE, group]
    repeat = {"type": "dynamiclist", "id": "liste", "path": "liste", "label": "Liste"} | {
        "components": [row.component("e") for row in ROWS]
    }
    preselected = [row.component("v", defaultValue=row.default) for row in ROWS if row.default is not None]
    pages = {
        "alles": [switch, *everything],
        "versteckt": [row.component("h", **hidden) for row in ROWS],
        "gewaehlt": preselected,
        "mehrfach": [repeat],
    }
    found = [
        {"type": "page", "id": f"seite_{name}", "label": name.capitalize(), "components": components}
        for name, components in pages.items()
    ]
    book = {"type": "multipage", "id": "buch", "components": found}
    return {"type": "default", "id": "antrag", "schemaVersion": 19, "components": [book]}


def task_form() -> dict[str, Any]:
    """The same questions for the office, under other keys, on its one page."""
    components = [row.component("a") for row in ROWS]
    group = {"type": "group", "id": "gruppe", "label": "Zusammen", "components": list(SHOWN.values())}
    return {"type": "default", "id": "pruefung", "components": [*components, group]}


def files_of_the_service() -> dict[str, bytes]:
    """The package; its task is for the tax office."""
    files = package_files(ROLE)
    service = files["service.toml"].decode().replace("nachweise-einreichen", KEY)
    service = service.replace('reference_date = "anliegen.seit"', f'reference_date = "f{DATE.number}"')
    service = re.sub(r"(?m)^title = '.*", "title = '= \"Alles\"'", service)
    files["service.toml"] = service.encode()
    tasks = f"user a | name=Prüfen | form=pruefung | groups={ROLE}\nuser b | name=Danach | form=danach | groups={ROLE}"
    files["vorgang.bpmn"] = bpmn(f"start s\n{tasks}\nend e\ns -> a\na -> b\nb -> e").encode()
    files["antrag.form"] = json.dumps(application_form()).encode()
    files["pruefung.form"] = json.dumps(task_form()).encode()
    after = {"type": "text", "id": "satz", "text": "Sonst nichts."}
    files["danach.form"] = json.dumps({"type": "default", "id": "danach", "components": [after]}).encode()
    return files


def rights(start: str) -> Raw:
    """All answers, right."""
    return {key: texts for row in ROWS for key, texts in row.typed(f"{start}{row.number}", row.right[0]).items()}


def values(start: str) -> dict[str, Any]:
    """The values that they become."""
    return {f"{start}{row.number}": row.right[1] for row in ROWS}


def words(start: str) -> Iterator[tuple[str, str, str]]:
    """Path, label and words of each."""
    for row in ROWS:
        yield f"{start}{row.number}", row.label, row.right[2]
