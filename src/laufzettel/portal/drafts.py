"""A draft with its form, as the pages of the wizard need it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext

from laufzettel.applications.models import Draft
from laufzettel.catalogue import packages
from laufzettel.catalogue import queries as catalogue
from laufzettel.core.clock import now
from laufzettel.kernel import feel
from laufzettel.kernel.forms import Form, Page
from laufzettel.kernel.package import Package, SettingsSeries


@dataclass
class Sitting:
    """A person filling in a draft, at one moment."""

    draft: Draft
    moment: datetime

    @classmethod
    def of(cls, draft: Draft) -> "Sitting":
        """The draft now."""
        return cls(draft, now())

    @property
    def key(self) -> str:
        """The key of the service, as addresses have it."""
        return str(self.draft.offering.key)

    @cached_property
    def package(self) -> Package:
        """What the draft was begun with, and stays with."""
        return packages.of_edition(self.draft.edition)

    @property
    def form(self) -> Form:
        """The form of the application."""
        return self.package.application

    @cached_property
    def context(self) -> dict[str, Any]:
        """What conditions may read besides the answers: the tenant's settings of today."""
        return self.settings.at(feel.Date.from_python(self.moment.date()))

    @cached_property
    def settings(self) -> SettingsSeries:
        """The tenant's settings for this service."""
        return catalogue.settings_series(self.draft.offering)

    @cached_property
    def values(self) -> dict[str, Any]:
        """The answers so far, as FEEL values."""
        answers: Any = feel.from_json(self.draft.values)
        return dict(answers)

    @cached_property
    def pages(self) -> list[Page]:
        """The pages that show for these answers."""
        return self.form.pages(self.values, self.context, now=self.moment)

    def page(self, page_id: str) -> Page | None:
        """The page, if it shows and everything before it is done: nobody jumps ahead."""
        for page in self.pages:
            if page.id == page_id:
                return page
            if page.id not in self.draft.done_pages:
                return None
        return None

    def next_url(self, after: str = "", *, back_to_check: bool = False) -> str:
        """Where to go on: the first page that is not done, else the check; after a page, simply the next one."""
        undone = [page.id for page in self.pages if page.id not in self.draft.done_pages]
        ids = [page.id for page in self.pages]
        if after in ids and not (back_to_check and not undone):
            position = ids.index(after) + 1
            before = [page for page in undone if ids.index(page) < position]
            target = before[0] if before else (ids[position] if position < len(ids) else "")
        else:
            target = undone[0] if undone else ""
        return self.page_url(target) if target else reverse("portal:check", args=[self.key])

    def page_url(self, page_id: str) -> str:
        """The address of a page."""
        return reverse("portal:page", args=[self.key, page_id])

    def back_url(self, page_id: str) -> str:
        """The page before this one; before the first, the start."""
        ids = [page.id for page in self.pages]
        position = ids.index(page_id) if page_id in ids else len(ids)
        return self.page_url(ids[position - 1]) if position else reverse("portal:start", args=[self.key])

    def frame(self, current: str) -> dict[str, Any]:
        """What every page of the wizard shows around its content; `current` is a page's id or "" for the check."""
        language = get_language() or "de"
        steps: list[dict[str, Any]] = []
        reachable = True
        for page in self.pages:
            is_done = page.id in self.draft.done_pages
            state = "current" if page.id == current else "done" if is_done else "open"
            title = page.title.in_language(language)
            steps.append({"title": title, "state": state, "url": self.page_url(page.id) if reachable else ""})
            reachable = reachable and is_done
        check = reverse("portal:check", args=[self.key]) if reachable else ""
        steps.append({"title": gettext("Angaben prüfen"), "state": "open" if current else "current", "url": check})
        number = next((n for n, step in enumerate(steps, start=1) if step["state"] == "current"), len(steps))
        return {
            "service": self.service(),
            "steps": steps,
            "step": number,
            "total": len(steps),
            "version": self.draft.version,
            "back_url": self.back_url(current),
        }

    def service(self) -> dict[str, str]:
        """Title and address of the service."""
        texts = self.package.texts(get_language() or "de")
        return {"title": texts["title"], "url": reverse("portal:service", args=[self.key])}
