"""A decision stands on the case's page in the words of its package."""

import pytest
from tests.scenes import submitted

from laufzettel.core.tenancy import in_tenant
from laufzettel.office.decisions import decision_rows
from laufzettel.ui.results import result_rows


@pytest.mark.django_db
def test_a_decision_is_told_with_the_labels_of_its_type_in_their_order() -> None:
    scene = submitted()

    with in_tenant(scene.tenant.id):
        (decision,) = decision_rows(scene.case, "de")

    assert decision["title"] == "Steuer vorschlagen"
    labels = [row["label"] for row in decision["result"]]
    assert labels[0] == "Gilt als gefährlich"
    assert "Steuer im Jahr in Euro" in labels
    assert not [label for label in labels if "_" in label or "ae" in label]


def test_what_has_no_labels_is_told_by_its_names() -> None:
    assert result_rows({"fee_due": True, "note": None}, {}) == [{"label": "Fee due", "value": "ja"}]
