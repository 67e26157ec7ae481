"""What import-linter cannot see: foreign keys and URL includes also point only to rooms listed before."""

import ast
from pathlib import Path

from django.apps import apps
from django.db.models import ForeignKey

SOURCE = Path(__file__).parent.parent / "src" / "laufzettel"
ROOMS = (
    "core",
    "identity",
    "tenants",
    "files",
    "catalogue",
    "messages",
    "records",
    "letters",
    "payments",
    "registers",
    "cases",
    "runs",
    "applications",
    "exchange",
    "ui",
    "portal",
    "office",
    "studio",
    "site",
)


def test_foreign_keys_point_downwards() -> None:
    wrong = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label.startswith("lz_")
        for field in model._meta.local_fields
        if isinstance(field, ForeignKey)
        and ROOMS.index(field.related_model._meta.app_label[3:]) > ROOMS.index(model._meta.app_label[3:])
    ]

    assert wrong == []


def test_url_includes_point_downwards() -> None:
    wrong = []
    for path in SOURCE.rglob("urls*.py"):
        room = path.relative_to(SOURCE).parts[0]
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "include":
                target = ast.literal_eval(node.args[0]).split(".")[1]
                if ROOMS.index(target) >= ROOMS.index(room):
                    wrong.append(f"{path.name} of {room} includes {target}")

    assert wrong == []


def test_every_room_has_its_label() -> None:
    labels = {config.name: config.label for config in apps.get_app_configs() if config.name.startswith("laufzettel.")}

    assert labels == {f"laufzettel.{room}": f"lz_{room}" for room in ROOMS}


def test_no_room_has_signals_or_a_drawer_for_everything() -> None:
    forbidden = {"utils.py", "helpers.py", "signals.py", "common.py", "misc.py"}

    assert [str(path) for path in SOURCE.rglob("*.py") if path.name in forbidden] == []
