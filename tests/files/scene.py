"""A service that asks the applicant for proofs, and the clerk for a statement, released and offered."""

import io
import json
from collections.abc import Iterable
from typing import Any

import pikepdf
from PIL import Image
from tests.kernel.bpmn.notation import bpmn

from laufzettel.catalogue import actions as catalogue
from laufzettel.catalogue.models import Offering
from laufzettel.core.actors import SYSTEM
from laufzettel.kernel.package.beginning import blank
from laufzettel.tenants.models import Unit

KEY = "nachweise-einreichen"
PROOFS = {
    "type": "filepicker",
    "id": "nachweise",
    "key": "anliegen.nachweise",
    "label": "Ihre Nachweise",
    "multiple": True,
    "validate": {"required": True},
    "properties": {"kind": "file", "maxCount": "2", "maxSize": "1"},
}
STATEMENT = {"type": "filepicker", "id": "vermerk", "key": "vermerk", "label": "Ihr Vermerk"}


def offer_proofs(roles: Iterable[str]) -> Offering:
    """Offer the service in the open tenant, for the clerk who has these roles."""
    unit = Unit.objects.filter(groups__overlap=sorted(roles)).order_by("id")[0]
    role = sorted(set(unit.groups) & set(roles))[0]
    return catalogue.offer(SYSTEM, catalogue.release(package_files(role)), unit)


def package_files(role: str) -> dict[str, bytes]:
    """The service as files; its task is for those who have this role."""
    files = blank(KEY, "Nachweise einreichen")
    service = files["service.toml"].decode()
    start = service.index("[act.bescheid]")
    service = service[:start] + service[service.index("[process]") :]
    return {
        "service.toml": service.encode(),
        "antrag.form": _with(files["antrag.form"], PROOFS),
        "pruefung.form": _with(files["pruefung.form"], STATEMENT),
        "vorgang.bpmn": bpmn(
            f"start s\nuser a | name=Prüfen | form=pruefung | groups={role}\nend e\ns -> a\na -> e"
        ).encode(),
    }


def _with(form: bytes, component: dict[str, Any]) -> bytes:
    data = json.loads(form)
    data["components"][0]["components"].append(component)
    return json.dumps(data).encode()


def pdf(text: bytes = b"") -> bytes:
    """A page with nothing on it; the same bytes for the same text."""
    document = pikepdf.new()
    document.add_blank_page()
    document.Root["/Anhang"] = document.make_stream(text)
    out = io.BytesIO()
    document.save(out, compress_streams=False, deterministic_id=True)
    return out.getvalue()


def picture() -> bytes:
    """A small photo."""
    out = io.BytesIO()
    Image.new("RGB", (80, 60), "teal").save(out, "JPEG")
    return out.getvalue()
