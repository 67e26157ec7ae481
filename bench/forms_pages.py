"""A form of 300 fields with 100 chained conditions against one of 10 fields: pages, an answer, HTML.

python bench/forms_pages.py    prints CPU times and ratios; exits with 1 when one is above 12.
"""

import datetime
import os
import sys
import time
from collections.abc import Callable
from typing import Any

from laufzettel.kernel import forms

NOW = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)
LIMIT = 12.0


def form_of(fields: int, conditions: int) -> forms.Form:
    """Pages of ten fields; each conditional field reads the one before it."""
    pages: list[dict[str, Any]] = []
    for number in range(fields):
        if number % 10 == 0:
            pages.append({"type": "group", "id": f"p{number}", "label": f"Seite {number}", "components": []})
        component: dict[str, Any] = {"type": "textfield", "id": f"f{number}", "key": f"f{number}", "label": "Frage"}
        if 0 < number <= conditions:
            component["conditional"] = {"hide": f'= f{number - 1} = "nein"'}
        pages[-1]["components"].append(component)
    return forms.read({"type": "default", "id": "bench", "components": pages})


def cpu(work: Callable[[], object]) -> float:
    """Milliseconds of CPU for one run, the least of seven rounds."""
    best = float("inf")
    for _ in range(7):
        start = time.process_time()
        rounds = 0
        while time.process_time() - start < 0.1:
            work()
            rounds += 1
        best = min(best, (time.process_time() - start) / rounds)
    return best * 1000


def main() -> int:
    """Measures and prints; the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laufzettel.site.settings")
    os.environ.setdefault("LAUFZETTEL_MODE", "demo")
    os.environ.setdefault("LAUFZETTEL_MASTER_KEY", "bmV2ZXIgZm9yIHJlYWwgZGF0YSwgYmVuY2ggb25seSE=")
    import django

    django.setup()
    from laufzettel.ui.forms import render_page

    small, large = form_of(10, 3), form_of(300, 100)
    values = {form: {field.key[0]: "ja" for field in form.fields} for form in (small, large)}
    works: dict[str, Callable[[forms.Form], object]] = {
        "read the form": lambda form: form_of(10, 3) if form is small else form_of(300, 100),
        "pages for values": lambda form: form.pages(values[form], {}, now=NOW),
        "validate a page": lambda form: form.validate("p0", {"f0": ["ja"]}, values=values[form], now=NOW),
        "complete": lambda form: form.complete(values[form], now=NOW),
        "draw a page": lambda form: render_page(form, "p0", values[form], now=NOW, update_url="/x"),
    }
    # A post reads the pages, checks one, and reads the pages again to lead on; the next one reads and draws.
    parts = {"pages for values": 3, "validate a page": 1, "draw a page": 1}
    page = 0.0, 0.0
    print(f"{'':<20}{'10 fields':>12}{'300 fields':>12}{'ratio':>8}")
    for name, work in works.items():
        few, many = cpu(lambda work=work: work(small)), cpu(lambda work=work: work(large))  # type: ignore[misc]
        print(f"{name:<20}{few:>9.2f} ms{many:>9.2f} ms{many / few:>8.1f}")
        times = parts.get(name, 0)
        page = page[0] + times * few, page[1] + times * many
    ratio = page[1] / page[0]
    print(f"one step of the wizard, from page to page, costs {ratio:.1f} times as much (limit {LIMIT:.0f})")
    return int(ratio > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
