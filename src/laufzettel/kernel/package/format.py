"""The TOML files of a package: what may stand in each. The JSON Schema of the format is made from this."""

from typing import Any

from laufzettel.kernel.law import CHANNELS, PROCEDURES, TRUST
from laufzettel.kernel.package.form_schema import form_schema
from laufzettel.kernel.package.schema import Spec, choice, json_schema, mapping, table, text, texts
from laufzettel.kernel.package.settings import SETTING_KINDS

FORMAT = 1

_NAME = r"[a-z][a-z0-9_]*"
_KEY = r"[a-z][a-z0-9]*(-[a-z0-9]+)*"
_FILE = r"[A-Za-z0-9][A-Za-z0-9_-]*"
_FIELD = r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*"
VALUE_KINDS = ("money", "number", "boolean", "text", "date", "duration")

AUDIENCES = ("citizen", "business", "staff")
TENANT_KINDS = ("municipality", "independent_city", "special_status", "county")
SECRECIES = ("tax", "social", "health", "registry")
TEXT_MODULES = (
    "teaser", "description", "prerequisites", "documents", "fees", "steps", "duration", "remedy", "hints",
    "legal_basis",
)  # fmt: skip

_SERVICE = table(
    {
        "format": Spec("integer", True, "Version of this format.", minimum=1, maximum=FORMAT),
        "key": text("Stable for ever.", required=True, pattern=_KEY),
        "version": text("Semantic version.", required=True, pattern=r"\d+\.\d+\.\d+"),
        "title": text(required=True),
        "leika": texts("14-digit LeiKa keys.", required=True, pattern=r"\d{14}"),
        "audience": texts(required=True, choices=AUDIENCES),
        "trust": choice(*TRUST, doc="The lowest trust level that the law asks for.", required=True),
        "situations": texts("Life and business situations, by OZG name."),
        "tenants": texts("Kinds of tenant that may offer it.", required=True, choices=TENANT_KINDS),
        "reference_date": text("FEEL: the day whose law applies.", required=True),
    },
    required=True,
)

_RETENTION = table(
    {
        "years": Spec("integer", True, minimum=0, maximum=120),
        "from": text(
            "An event: event.NAME or register.NAME.NAME.",
            required=True,
            pattern=rf"event\.{_NAME}|register\.{_NAME}\.{_NAME}",
        ),
    },
    required=True,
)

_SETTING = table(
    {
        "type": choice(*SETTING_KINDS, required=True),
        "label": text(required=True),
        "help": text(),
        "example": Spec("any", doc="Shown, never used for a real notice."),
        "required": Spec(("boolean", "feel"), doc="true, false, or a FEEL condition over settings."),
        "by_law": Spec("boolean", doc="The value carries its by-law; for money always."),
        "choices": mapping(text(), doc="The options of a choice, with their labels."),
        "minimum": Spec("integer"),
        "maximum": Spec("integer"),
    }
)

_ACT = table(
    {
        "procedure": choice(*PROCEDURES, required=True),
        "issuing_body": text(required=True),
        "form": text(required=True),
        "remedy": text(required=True),
        "notification": texts("The ways of notification that are possible; post if it is not said."),
        "second_person": Spec("boolean", doc="Another person than the one who submits it issues it (four eyes)."),
        "demands_payment": Spec("boolean", doc="Whether it asks for money; it does if it is not said."),
    }
)

_DATE = table(
    {
        "kind": choice("statutory", "service", "resubmission", required=True),
        "working_days": Spec("integer", minimum=1, maximum=400),
        "days": Spec("integer", minimum=1, maximum=4000),
        "months": Spec("integer", minimum=1, maximum=600),
        "norm": text("The norm that orders it; needed for a fiction."),
        "fiction": Spec("boolean", doc="Approval is deemed given when it ends."),
    }
)

_EVENT = table(
    {
        "label": text(required=True),
        "help": text(),
        "counts_from": choice("day", "end_of_year", doc="From when the years of retention count."),
    }
)

_REGISTER = table(
    {
        "title": text(required=True),
        "entry": text("The form of an entry.", required=True),
        "of": text("The service whose register this is: it is only used here.", pattern=_KEY),
        "writers": texts("Other services that may use this register.", pattern=_KEY),
        "public": Spec("boolean", doc="Only false: nothing shows a register to the public yet."),
        "label": Spec("feel", doc="FEEL: what an entry is called."),
        "columns": texts("The fields that lists show, such as holder.name.", pattern=_FIELD),
        "unique": texts("Fields whose values occur once among entries that have not ended.", pattern=_FIELD),
        "doubles": texts("Fields that together tell a perhaps double entry.", pattern=_FIELD),
        "number": text("The field that the register numbers by itself where it is blank.", pattern=_FIELD),
        "number_from": text("The setting with the first number that the register gives; 1 without it.", pattern=_NAME),
        "retention_years": Spec("integer", doc="Years that an ended entry is kept.", minimum=0, maximum=120),
        "end": mapping(_EVENT, doc="What ends an entry."),
    }
)

_RUN = table(
    {
        "title": text(required=True),
        "help": text("What a person should know before starting it."),
        "register": text("The register whose entries it goes through.", required=True, pattern=_NAME),
        "where": Spec("feel", True, "FEEL over an entry and `year`: whether it concerns the entry."),
        "decision": text("The decision that is taken for each entry.", required=True),
        "hindrance": Spec("feel", doc="FEEL: a text where an entry cannot be done, else null."),
        "notice": Spec("feel", doc="FEEL: whether a letter is due; where there is a claim, an amount above zero."),
        "letter": text("The letter, without .md.", required=True, pattern=_FILE),
        "recipient": Spec("feel", True, "FEEL: who gets it, as in letter.issue; a list: each of them gets one."),
        "write": Spec("feel", doc="FEEL: what the entry holds from then on, as `values` in register.write."),
        "claim": table(
            {
                "amount": Spec("feel", True),
                "subject": Spec("feel", True),
                "due_dates": Spec("feel", True),
                "debtor": Spec("feel", True),
                "mandate": Spec("feel"),
            },
            doc="What is owed, as in claim.raise; the letter reads its Kassenzeichen as `reference`.",
        ),
    }
)

SERVICE = table(
    {
        "service": _SERVICE,
        "texts": table({name: text() for name in TEXT_MODULES}, required=True),
        "fee": table(
            {
                "kind": choice("none", "fixed", "computed", required=True),
                "amount": text(pattern=r"\d+\.\d{2}"),
                "norm": text(),
            }
        ),
        "act": mapping(_ACT, keys=_FILE),
        "process": table({"start": text(required=True), "model": text(required=True)}, required=True),
        "record": table(
            {
                "title": Spec("feel", True, "FEEL."),
                "class": text(required=True, pattern=rf"{_NAME}(\.{_NAME})*"),
                "retention": _RETENTION,
            },
            required=True,
        ),
        "receiver": table(
            {
                "group": Spec("feel", True, "FEEL over the application: whose unit gets the case."),
                "confidential": Spec("feel", doc="FEEL: whether members of that unit alone may see it."),
            }
        ),
        "event": mapping(_EVENT, doc="What a person notes in the record, such as the end of keeping."),
        "date": mapping(_DATE),
        "privacy": table(
            {
                "purpose": text(required=True),
                "legal_basis": text(required=True),
                "recipients": texts(),
                "secrecy": texts(choices=SECRECIES),
                "draft": choice("kept", "session"),
                "draft_days": Spec("integer", minimum=1, maximum=365),
            },
            required=True,
        ),
        "message": mapping(mapping(choice(*VALUE_KINDS))),
        "settings": mapping(_SETTING),
        "register": mapping(_REGISTER, doc="A register of the tenant that processes and clerks write."),
        "run": mapping(_RUN, doc="A letter a year for the entries of a register."),
    }
)

_ENTRIES = Spec("list", item=Spec("map", keys=".+", item=Spec("any")))

SCENARIO = table(
    {
        "title": text(required=True),
        "now": Spec("instant", True),
        "example": text("The name of a file in examples/.", pattern=_FILE),
        "settings": Spec("map", keys=_NAME, item=Spec("any"), doc="They hold for ever."),
        "by_law": Spec("list", doc="What settings become from a day on.", item=table({
            "in_force_from": Spec("date", True),
            "values": Spec("map", True, keys=_NAME, item=Spec("any")),
        })),
        "application": Spec("map", keys=".+", item=Spec("any")),
        "sender": table(
            {
                "name": text("The person of the account.", required=True),
                "trust": choice(*TRUST[1:], required=True),
                "mailbox": Spec("boolean", doc="Whether she consents to be notified in the mailbox."),
            },
            doc="Who has signed in to send it; without it nobody has.",
        ),
        "register": Spec("map", keys=_NAME, doc="What is in the registers before.", item=_ENTRIES),
        "run": table(
            {"name": text(required=True), "year": Spec("integer", True, minimum=1900, maximum=2200)},
            doc="Instead of an application: a run over a register.",
        ),
        "step": Spec("list", item=table({
            "task": text(),
            "complete": Spec("map", keys=".+", item=Spec("any")),
            "timer": text(),
            "message": text(),
            "payload": Spec("map", keys=".+", item=Spec("any")),
            "job": text(),
            "fails": text(),
            "throws": text(),
            "gives": Spec("map", keys=_NAME, item=Spec("any"), doc="What the job gives, such as a person's answer."),
            "now": Spec("instant"),
        })),
        "expect": table({
            "path": texts(),
            "not_path": texts(),
            "decision": Spec("map", keys=".+", item=Spec("any")),
            "variables": Spec("map", keys=".+", item=Spec("any")),
            "letters": texts(),
            "letter": Spec("map", keys=_FILE, item=table({
                "contains": texts(), "lacks": texts(), "blocks": texts(),
                "next": Spec("list", item=table({"contains": texts(), "lacks": texts(), "blocks": texts()}),
                             doc="The same of the further letters of this name, in their order."),
                "ways": texts("How each letter of this name goes out, in their order.", choices=CHANNELS),
            })),
            "claims": Spec("list", item=Spec("map", keys=".+", item=Spec("any"))),
            "credits": Spec("list", item=Spec("map", keys=".+", item=Spec("any"))),
            "jobs": texts(),
            "pages": texts(),
            "record_title": text(),
            "receiver": text("The group whose unit gets the case."),
            "confidential": Spec("boolean", doc="Whether members of that unit alone may see it."),
            "refused": texts("Fields with an error; the application is then not submitted."),
            "incidents": texts(),
            "starts": texts(),
            "hindered": texts("Why entries of a run could not be done, in their order."),
            "register": Spec("map", keys=_NAME, doc="All entries; one that ended has `ended`.", item=_ENTRIES),
            "open": texts("Tasks that are still open."),
            "ends": text(),
        }, required=True),
    }
)  # fmt: skip

EXAMPLE = table(
    {
        "tenant": text(required=True, pattern=_KEY),
        "title": text(required=True),
        "note": text(),
        "settings": Spec("map", keys=_NAME, item=Spec("any")),
        "by_law": Spec("list", item=table({
            "title": text(required=True),
            "resolution": text(required=True),
            "published_on": Spec("date", True),
            "in_force_from": Spec("date", True),
            "demo": Spec("boolean"),
            "values": Spec("map", True, keys=_NAME, item=Spec("any")),
        })),
    }
)  # fmt: skip

TEXTS = Spec("map", keys=r".+", item=table({"de": text(required=True), "text": text(required=True)}))


def schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schemas of the format, by name."""
    named = {"service": SERVICE, "scenario": SCENARIO, "example": EXAMPLE, "texts": TEXTS}
    parts = {**{name: json_schema(spec) for name, spec in named.items()}, "form": form_schema()}
    return {
        name: {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": name, **part}
        for name, part in parts.items()
    }
