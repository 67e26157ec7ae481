"""What the kernel runs and the platform does not carry yet: refused on release, with its place, never dropped."""

from laufzettel.kernel.bpmn.model import Element
from laufzettel.kernel.package import JOB_TYPES, Package
from laufzettel.kernel.problems import Finding, Place, Text


def unsupported(package: Package) -> list[Finding]:
    """Elements of the process that no room of the platform serves yet, and jobs without a handler."""
    found = []
    for name, act in package.acts.items():
        if "post" not in act.notification:
            what = Text("Bekanntgabe ohne die Post", "notification other than by post")
            found.append(_refused(what, package.documents["service.toml"].place(("act", name, "notification"))))
    for process in package.model.processes.values():
        for element in process.elements.values():
            definition = element.extensions.get("taskDefinition")
            if definition is not None and definition.get("type") not in JOB_TYPES:
                name = definition.get("type")
                found.append(_finding(package, element, Text(f"der Serviceschritt „{name}“", f"the job “{name}”")))
    return found


def _finding(package: Package, element: Element, what: Text) -> Finding:
    return _refused(what, package.model.place(element.id, element.line))


def _refused(what: Text, place: Place) -> Finding:
    sentence = Text(f"Diese Anlage kennt noch nicht: {what}.", f"This installation does not know yet: {what.en}.")
    return Finding("platform-unsupported", sentence, place)
