"""What the account says of the person, in the questions of a page that were not answered yet.

It is shown, and stored only when the person sends the page: what nobody has seen is in no application.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language

from laufzettel.kernel import feel
from laufzettel.kernel.forms import Page
from laufzettel.portal.drafts import Sitting


def filled(attributes: Mapping[str, str], sitting: Sitting, page: Page) -> tuple[dict[str, Any], list[str]]:
    """The draft's values with what is known for this page, and the labels of the questions that it answers.

    A page that was sent once is left as it is.
    """
    values = sitting.values
    if not attributes or page.id in sitting.draft.done_pages:
        return values, []
    person = _as_feel(attributes)
    whole = sitting.form.prefilled(values, person, page)
    shown = sitting.form.page(page.id, whole, sitting.context, now=sitting.moment)
    before = {item.name: item.value for item in page.fields}
    language = get_language() or "de"
    labels = [
        item.label.in_language(language)
        for item in (shown.fields if shown else ())
        if getattr(item.node, "prefill", "") and item.value is not None and before.get(item.name) is None
    ]
    return whole, labels


def _as_feel(attributes: Mapping[str, str]) -> dict[str, Any]:
    person: dict[str, Any] = dict(attributes)
    if "birth_date" in person:
        person["birth_date"] = feel.Date.from_python(date.fromisoformat(attributes["birth_date"]))
    return person
