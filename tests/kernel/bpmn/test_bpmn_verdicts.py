"""Every file of the two kits has its expected verdict: it runs, it can be looked at, or it is refused and why."""

from pathlib import Path

import pytest

from laufzettel.kernel.bpmn import compile, read
from laufzettel.kernel.problems import ProgramError

DATA = Path(__file__).parents[2] / "data"
KITS = ("bpmn-miwg", "bpmn-zeebe-model")

# file, verdict, code of the first finding, element
VERDICTS = [
    ("A.1.0.bpmn", "looked at", "", ""),
    ("A.2.0.bpmn", "looked at", "", ""),
    ("A.2.1.bpmn", "looked at", "", ""),
    ("A.3.0.bpmn", "looked at", "", ""),
    ("A.4.0.bpmn", "looked at", "", ""),
    ("A.4.1.bpmn", "looked at", "", ""),
    ("B.1.0.bpmn", "looked at", "", ""),
    ("B.2.0.bpmn", "looked at", "", ""),
    ("AdHocSubProcess.bpmn", "refused", "bpmn-ad-hoc-empty", "adhocsubprocess"),
    ("CollaborationModelWalkerTest.bpmn", "runs", "", ""),
    ("CollaborationParserTest.bpmn", "looked at", "", ""),
    ("DataObjectTest.bpmn", "looked at", "", ""),
    ("DataStoreTest.bpmn", "looked at", "", ""),
    ("DefinitionsTest.shouldImportEmptyDefinitions.bpmn", "looked at", "", ""),
    ("DefinitionsTest.shouldNotAffectComments.bpmn", "looked at", "", ""),
    ("DefinitionsTest.shouldNotAffectCommentsResult.bpmn", "refused", "bpmn-xml", ""),
    ("DefinitionsTest.shouldNotImportWrongOrderedSequence.bpmn", "looked at", "", ""),
    ("GenerateIdTest.bpmn", "looked at", "", ""),
    (
        "LinkEventTest.testCatchLinkEventAfterEventBasedGatewayNotAllowed.bpmn",
        "refused",
        "bpmn-link-source",
        "Event_1xpudal",
    ),
    ("LinkEventTest.testEventLinkMultipleSources.bpmn", "runs", "", ""),
    ("LinkEventTest.testInvalidEventLinkMultipleTarget.bpmn", "refused", "bpmn-link-twice", "Event_1l6b80w"),
    ("LinkEventTest.testValidEventLink.bpmn", "runs", "", ""),
    ("ModelWalkerTest.bpmn", "refused", "bpmn-unknown-attribute", "process"),
    ("ProcessTest.shouldImportProcess.bpmn", "looked at", "", ""),
    ("ReferenceTest.shouldFindReferenceWithNamespace.bpmn", "looked at", "", ""),
    ("ResourceRolesTest.bpmn", "looked at", "", ""),
    ("TextAnnotationTest.bpmn", "looked at", "", ""),
    ("ZeebeExecutionListenersTest.bpmn", "refused", "bpmn-unsupported", "service_task"),
    (
        "ZeebeExecutionListenersValidationTest.testElementThatNotSupportExecutionListeners.bpmn",
        "refused",
        "bpmn-unsupported",
        "Flow_031kcs6",
    ),
    (
        "ZeebeExecutionListenersValidationTest.testEventTypeNotDefined.bpmn",
        "refused",
        "bpmn-unsupported",
        "service_task",
    ),
    ("ZeebePropertiesTest.bpmn", "runs", "", ""),
    ("collaboration-with-lanes.bpmn", "runs", "", ""),
    ("default-flow-inclusive-gateway.bpmn", "refused", "bpmn-default-unknown", "inclusiveGateway"),
    ("default-flow.bpmn", "refused", "bpmn-default-unknown", "gateway"),
    ("multiple-timer-start-event-sub-process.bpmn", "refused", "bpmn-subprocess-start", "SubProcess_1h0ttun"),
    ("no-start-event-sub-process.bpmn", "refused", "bpmn-subprocess-start", "subProcess"),
    ("non-executable-elements.bpmn", "runs", "", ""),
]


@pytest.mark.parametrize(("name", "verdict", "code", "element"), VERDICTS, ids=[row[0] for row in VERDICTS])
def test_each_model_of_the_kits_has_its_verdict(name: str, verdict: str, code: str, element: str) -> None:
    (path,) = DATA.glob(f"bpmn-*/{name}")
    assert judge(path) == (verdict, code, element)


def judge(path: Path) -> tuple[str, str, str]:
    try:
        model = read(path.read_bytes(), file=path.name)
        executable = [process.id for process in model.processes.values() if process.is_executable]
        if not executable:
            return "looked at", "", ""
        compile(model, decisions={}, process=executable[0])
    except ProgramError as error:
        first = error.findings[0]
        assert first.message
        assert first.message.en
        assert first.place.file == path.name
        return "refused", first.code, first.place.element
    return "runs", "", ""


def test_every_file_of_the_kits_is_in_the_table() -> None:
    assert sorted(path.name for kit in KITS for path in (DATA / kit).glob("*.bpmn")) == sorted(
        row[0] for row in VERDICTS
    )
