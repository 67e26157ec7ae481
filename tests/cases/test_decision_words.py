"""A decision stands on the case's page in the words of its package."""

from decimal import Decimal
from pathlib import Path

import pytest
from tests.scenes import submitted

from laufzettel.core.tenancy import in_tenant
from laufzettel.kernel.package import load
from laufzettel.office.decisions import decision_rows
from laufzettel.ui.results import ResultRow, result_rows, words_of


@pytest.mark.django_db
def test_a_decision_is_told_with_the_labels_of_its_type_in_their_order() -> None:
    scene = submitted()

    with in_tenant(scene.tenant.id):
        (decision,) = decision_rows(scene.case, "de")

    assert decision["title"] == "Steuer vorschlagen"
    labels = [row.label for row in decision["result"]]
    assert labels[0] == "Gilt als gefährlich"
    assert "Steuer im Jahr in Euro" in labels
    assert not [label for label in labels if "_" in label or "ae" in label]


def test_what_has_no_labels_is_told_by_its_names() -> None:
    assert result_rows({"fee_due": True, "note": None}, {}) == [ResultRow("Fee due", "ja")]


def test_a_list_of_entries_is_a_table_and_a_list_of_values_a_list() -> None:
    years = [{"jahr": Decimal(2025), "betrag": Decimal("18")}, {"jahr": Decimal(2026), "betrag": Decimal("84.5")}]
    value = {"jahre": years, "gruende": ["eins", "zwei"], "einer": ["allein"], "steuer": {"satz": Decimal(84)}}
    labels = {"jahre": "Jahre", "gruende": "Gründe", "einer": "Einer", "steuer": "Steuer", "jahre.betrag": "Steuer"}

    assert result_rows(value, labels) == [
        ResultRow("Jahre", head=("Steuer",), rows=(("18",), ("84,5",))),
        ResultRow("Gründe", items=("eins", "zwei")),
        ResultRow("Einer", "allein"),
        ResultRow("Steuer", items=("Satz: 84",)),
    ]


def test_values_are_called_as_the_forms_of_the_package_call_them() -> None:
    package = load(Path(__file__).parents[2] / "services" / "corona-verdacht")
    german, english = words_of(package, "de"), words_of(package, "en")

    assert german["begruendet"] == "Begründeter Verdacht"
    assert english["begruendet"] != german["begruendet"]
    assert result_rows({"vorschlag": "begruendet"}, {}, german) == [ResultRow("Vorschlag", "Begründeter Verdacht")]


def test_the_parts_of_lists_have_the_labels_of_their_type() -> None:
    labels = load(Path(__file__).parents[2] / "services" / "hund-abmelden").decisions["nachruecken_folgen"]

    assert labels.labels("nachruecken_folgen")["hunde.marke"] == "Hundemarke"
