"""What is proven about a package: its process is sound, its decision tables are complete."""

from collections.abc import Iterator

from laufzettel.kernel.bpmn.soundness import check_soundness
from laufzettel.kernel.package.jobs import JOB_TYPES
from laufzettel.kernel.package.model import Package
from laufzettel.kernel.problems import Finding, Place


def sound(package: Package) -> Iterator[Finding]:
    """Deadlocks, doubled tokens, steps that are never reached; each with the shortest path."""
    errors = {name: job.errors for name, job in JOB_TYPES.items()}
    writes = {
        node.id: {field.key[0] for field in package.forms[node.task.form].fields}
        for node in package.program.nodes.values()
        if node.task and node.task.form in package.forms
    }
    for unsound in check_soundness(package.program, errors=errors, writes=writes):
        yield _placed(unsound.finding, package.model.file)


def complete(package: Package) -> Iterator[Finding]:
    """Gaps, overlaps, rules that never fire; each with an example input."""
    files = {decisions.definitions.file: decisions for decisions in package.decisions.values()}
    for file, decisions in files.items():
        for finding in decisions.check():
            yield _placed(finding, file)


def _placed(finding: Finding, file: str) -> Finding:
    place = finding.place
    if place.file:
        return finding
    placed = Place(file, place.element, place.line, place.column)
    return Finding(finding.code, finding.message, placed, finding.severity, finding.hint)
