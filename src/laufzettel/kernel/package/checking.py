"""Checking a package like a program."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from laufzettel.kernel.package.accessible import accessible
from laufzettel.kernel.package.hints import with_hint
from laufzettel.kernel.package.legal import legal
from laufzettel.kernel.package.loading import load
from laufzettel.kernel.package.model import Package
from laufzettel.kernel.package.plain import plain
from laufzettel.kernel.package.proven import complete, sound
from laufzettel.kernel.package.references import references
from laufzettel.kernel.package.translation import translated
from laufzettel.kernel.package.typed import typed
from laufzettel.kernel.problems import Finding, ProgramError


def check(package: Package, *, on: date) -> list[Finding]:
    """Everything that is wrong with a package that could be read, errors first; `on` is the day whose law is asked."""
    findings = [
        *_form_warnings(package),
        *references(package),
        *typed(package),
        *sound(package),
        *complete(package),
        *legal(package, on=on),
        *accessible(package),
        *plain(package),
        *translated(package),
    ]
    return ordered(findings)


def _form_warnings(package: Package) -> Iterator[Finding]:
    """What the reader of forms warns of; a missing label is an error of `accessible`."""
    for form in package.forms.values():
        yield from (warning for warning in form.warnings if warning.code != "form-no-label")


def check_source(source: Path | str | Mapping[str, bytes], *, on: date) -> tuple[Package | None, list[Finding]]:
    """The same for a folder or files; the package is None when it could not be read."""
    try:
        package = load(source)
    except ProgramError as error:
        return None, ordered(error.findings)
    return package, check(package, on=on)


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """Errors first, then by file and line; what is said twice is said once; each says how to mend it."""
    unique = dict.fromkeys(map(with_hint, findings))
    return sorted(unique, key=lambda one: (one.severity != "error", one.place.file, one.place.line, one.place.element))
