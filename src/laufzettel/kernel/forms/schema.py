"""Which keys each component of a form-js schema may carry, and of which JSON type.

After form-js's own JSON schema (schemaVersion up to 20), and what we add in `properties`. The rest is refused.
"""

from typing import Final

TEXT: Final = (str,)
FLAG: Final = (bool,)
COUNT: Final = (int,)
NUMBER: Final = (int, float)
OBJECT: Final = (dict,)
LIST: Final = (list,)
FLAG_OR_FORMULA: Final = (bool, str)
COUNT_OR_FORMULA: Final = (int, str)
NUMBER_OR_FORMULA: Final = (int, float, str)
ANYTHING: Final = (str, bool, int, float, list, dict, type(None))

type Keys = dict[str, tuple[type, ...]]

LATEST_VERSION: Final = 20

FORM: Final[Keys] = {
    "type": TEXT, "id": TEXT, "components": LIST, "schemaVersion": COUNT, "executionPlatform": TEXT,
    "executionPlatformVersion": TEXT, "versionTag": TEXT, "exporter": OBJECT, "$schema": TEXT, "generated": FLAG,
    "title": TEXT,
}  # fmt: skip

_COMMON: Final[Keys] = {"type": TEXT, "id": TEXT, "layout": OBJECT, "conditional": OBJECT, "properties": OBJECT}
_INPUT: Final[Keys] = _COMMON | {
    "key": TEXT, "label": TEXT, "description": TEXT, "disabled": FLAG_OR_FORMULA, "readonly": FLAG_OR_FORMULA,
    "validate": OBJECT, "defaultValue": ANYTHING, "appearance": OBJECT,
}  # fmt: skip
_CHOICE: Final[Keys] = _INPUT | {"values": LIST, "valuesKey": TEXT, "valuesExpression": TEXT}
_BOX: Final[Keys] = _COMMON | {
    "label": TEXT, "path": TEXT, "showOutline": FLAG, "verticalAlignment": TEXT, "components": LIST,
}  # fmt: skip

COMPONENTS: Final[dict[str, Keys]] = {
    "textfield": _INPUT,
    "textarea": _INPUT,
    "number": _INPUT | {"increment": NUMBER_OR_FORMULA, "decimalDigits": COUNT, "serializeToString": FLAG},
    "datetime": _INPUT | {
        "subtype": TEXT, "dateLabel": TEXT, "timeLabel": TEXT, "use24h": FLAG, "timeSerializingFormat": TEXT,
        "timeInterval": COUNT, "disallowPassedDates": FLAG,
    },
    "checkbox": _INPUT,
    "radio": _CHOICE,
    "select": _CHOICE | {"searchable": FLAG},
    "checklist": _CHOICE,
    "taglist": _CHOICE,
    "filepicker": {key: types for key, types in _INPUT.items() if key not in ("defaultValue", "appearance")}
    | {"accept": TEXT, "multiple": FLAG},
    "group": _BOX,
    "page": _COMMON | {"label": TEXT, "components": LIST, "nextLabel": TEXT, "backLabel": TEXT},
    "multipage": _COMMON | {"label": TEXT, "components": LIST},
    "dynamiclist": _BOX | {
        "isRepeating": FLAG, "defaultRepetitions": COUNT, "allowAddRemove": FLAG, "disableCollapse": FLAG,
        "nonCollapsedItems": COUNT,
    },
    "table": _COMMON | {
        "label": TEXT, "columns": LIST, "columnsExpression": TEXT, "rowCount": COUNT, "dataSource": TEXT,
    },
    "expression": _COMMON | {"key": TEXT, "label": TEXT, "expression": TEXT, "computeOn": TEXT},
    "text": _COMMON | {"text": TEXT, "label": TEXT},
    "image": _COMMON | {"source": TEXT, "alt": TEXT, "label": TEXT},
    "separator": _COMMON,
    "spacer": _COMMON | {"height": NUMBER},
    "button": _COMMON | {"label": TEXT, "action": TEXT, "key": TEXT},
}  # fmt: skip

INPUTS: Final = (
    "textfield", "textarea", "number", "datetime", "checkbox", "radio", "select", "checklist", "taglist", "filepicker",
)  # fmt: skip

VALIDATE: Final[Keys] = {
    "required": FLAG, "validationType": (str, type(None)), "pattern": TEXT, "minLength": COUNT_OR_FORMULA,
    "maxLength": COUNT_OR_FORMULA, "min": NUMBER_OR_FORMULA, "max": NUMBER_OR_FORMULA,
}  # fmt: skip

VALIDATE_FOR: Final[dict[str, frozenset[str]]] = {
    "textfield": frozenset({"validationType", "pattern", "minLength", "maxLength"}),
    "textarea": frozenset({"minLength", "maxLength"}),
    "number": frozenset({"min", "max"}),
}

CONDITIONAL: Final[Keys] = {"hide": TEXT}
APPEARANCE: Final[Keys] = {"prefixAdorner": TEXT, "suffixAdorner": TEXT}
APPEARANCE_FOR: Final = ("textfield", "number")
OPTION: Final[Keys] = {"label": TEXT, "value": (str, bool, int, float)}
COLUMN: Final[Keys] = {"label": TEXT, "key": TEXT}

# Our conventions (docs/forms.md). The editor's own entries are looked over.
_FIELD_PROPERTIES: Final = frozenset(
    {"kind", "parts", "help", "example", "autocomplete", "error", "prefill", "fim", "legal"}
)
PROPERTIES_FOR: Final[dict[str, frozenset[str]]] = {
    "textfield": _FIELD_PROPERTIES,
    "textarea": _FIELD_PROPERTIES,
    "number": _FIELD_PROPERTIES,
    "datetime": _FIELD_PROPERTIES | {"earliest", "latest", "minAge", "maxAge"},
    "checkbox": _FIELD_PROPERTIES | {"display"},
    "radio": _FIELD_PROPERTIES,
    "select": _FIELD_PROPERTIES,
    "checklist": _FIELD_PROPERTIES,
    "taglist": _FIELD_PROPERTIES,
    "filepicker": _FIELD_PROPERTIES | {"maxSize", "maxCount"},
    "group": frozenset({"exclusion", "description", "help", "fim", "legal"}),
    "page": frozenset({"exclusion", "description", "help", "fim", "legal"}),
    "dynamiclist": frozenset({"minItems", "maxItems", "csv", "entryLabel", "description", "help", "fim", "legal"}),
    "expression": frozenset({"kind"}),
}
