"""What WCAG asks of a form's text: every field a label, every page a title, every error a sentence."""

from collections.abc import Iterator

from laufzettel.kernel.forms.model import Field, Group, walk_all
from laufzettel.kernel.package.model import Package
from laufzettel.kernel.package.wording import lines_of_ids
from laufzettel.kernel.problems import Finding, Place, Text

MAX_FIELDS = 9
"""More on one page and people give up; `pages.md` says about seven."""


def accessible(package: Package) -> Iterator[Finding]:
    """What a blind or a hurried person would miss."""
    for name, form in package.forms.items():
        file = f"{name}.form"
        lines = lines_of_ids(package.files[file])
        for node in walk_all(form.level.nodes):
            place = Place(file, node.id, lines.get(node.id, 0))
            if isinstance(node, Field):
                yield from _field(node, place)
        for source in form.sources:
            place = Place(file, source.id, lines.get(source.id, 0))
            if isinstance(source.group, Group) and not source.group.label:
                yield Finding("page-no-title", Text("Die Seite hat keinen Titel.", "The page has no title."), place)
            count = sum(isinstance(node, Field) for node in walk_all(source.nodes))
            if count > MAX_FIELDS:
                message = Text(f"Auf der Seite stehen {count} Fragen.", f"The page has {count} questions.")
                hint = Text("Etwa sieben; teilen Sie die Seite.", "About seven; split the page.")
                yield Finding("page-too-long", message, place, "warning", hint)


def _field(node: Field, place: Place) -> Iterator[Finding]:
    if not node.label:
        yield Finding("field-no-label", Text("Das Feld hat keine Beschriftung.", "The field has no label."), place)
    if node.required and not node.error:
        message = Text("Dem Feld fehlt der Satz für den Fehler.", "The field has no sentence for its error.")
        hint = Text("properties.error sagt, was zu tun ist.", "properties.error says what to do.")
        yield Finding("field-no-error", message, place, "warning", hint)
