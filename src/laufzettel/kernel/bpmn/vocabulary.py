"""What may stand in a BPMN file: executed, or inert by a closed list. Whatever is in neither is an error."""

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
MODELER = "http://camunda.org/schema/modeler/1.0"
BIOC = "http://bpmn.io/schema/bpmn/biocolor/1.0"
COLOR = "http://www.omg.org/spec/BPMN/non-normative/color/1.0"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

PREFIXES = {
    BPMN: "bpmn",
    ZEEBE: "zeebe",
    MODELER: "modeler",
    XSI: "xsi",
    "http://camunda.org/schema/1.0/bpmn": "camunda",
}

TASKS = frozenset(
    {
        "task",
        "userTask",
        "serviceTask",
        "sendTask",
        "receiveTask",
        "scriptTask",
        "businessRuleTask",
        "manualTask",
    }
)
SUBPROCESSES = frozenset({"subProcess", "adHocSubProcess"})
ACTIVITIES = TASKS | SUBPROCESSES | {"callActivity"}
GATEWAYS = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"})
EVENTS = frozenset({"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"})
FLOW_NODES = ACTIVITIES | GATEWAYS | EVENTS
"""All executed flow nodes."""

EVENT_DEFINITIONS = {
    "timerEventDefinition": "timer",
    "messageEventDefinition": "message",
    "signalEventDefinition": "signal",
    "errorEventDefinition": "error",
    "escalationEventDefinition": "escalation",
    "linkEventDefinition": "link",
    "compensateEventDefinition": "compensation",
    "terminateEventDefinition": "terminate",
}

_ACTIVITY = {"id", "name", "isForCompensation", "default", "startQuantity", "completionQuantity"}
_EVENT = {"id", "name"}
_GATEWAY = {"id", "name", "gatewayDirection"}

ATTRIBUTES: dict[str, set[str]] = {
    "process": {"id", "name", "isExecutable", "processType", "isClosed", "definitionalCollaborationRef"},
    "startEvent": _EVENT | {"isInterrupting", "parallelMultiple"},
    "endEvent": _EVENT,
    "intermediateCatchEvent": _EVENT | {"parallelMultiple"},
    "intermediateThrowEvent": _EVENT,
    "boundaryEvent": _EVENT | {"attachedToRef", "cancelActivity", "parallelMultiple"},
    "task": _ACTIVITY,
    "manualTask": _ACTIVITY,
    "userTask": _ACTIVITY | {"implementation"},
    "serviceTask": _ACTIVITY | {"implementation"},
    "sendTask": _ACTIVITY | {"implementation", "messageRef"},
    "businessRuleTask": _ACTIVITY | {"implementation"},
    "receiveTask": _ACTIVITY | {"implementation", "messageRef", "instantiate"},
    "scriptTask": _ACTIVITY | {"scriptFormat"},
    "callActivity": _ACTIVITY,
    "subProcess": _ACTIVITY | {"triggeredByEvent"},
    "adHocSubProcess": _ACTIVITY | {"triggeredByEvent", "ordering", "cancelRemainingInstances"},
    "exclusiveGateway": _GATEWAY | {"default"},
    "inclusiveGateway": _GATEWAY | {"default"},
    "parallelGateway": _GATEWAY,
    "eventBasedGateway": _GATEWAY | {"instantiate", "eventGatewayType"},
    "sequenceFlow": {"id", "name", "sourceRef", "targetRef", "isImmediate"},
    "association": {"id", "sourceRef", "targetRef", "associationDirection"},
}

FIXED = {
    "startQuantity": "1",
    "completionQuantity": "1",
    "parallelMultiple": "false",
    "instantiate": "false",
    "eventGatewayType": "Exclusive",
    "ordering": "Parallel",
}
"""Attributes that may stand there with this one value only."""

INERT_ATTRIBUTES = frozenset({"processType", "isClosed", "definitionalCollaborationRef", "gatewayDirection"}) | {
    "implementation",
    "scriptFormat",
    "isImmediate",
}

INERT_CHILDREN = frozenset(
    {
        "documentation",
        "incoming",
        "outgoing",
        "laneSet",
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "dataInputAssociation",
        "dataOutputAssociation",
        "ioSpecification",
        "property",
        "textAnnotation",
        "group",
    }
)
"""Elements inside processes and flow nodes that carry no behaviour."""

ROOT_ELEMENTS = frozenset(
    {
        "process",
        "collaboration",
        "message",
        "signal",
        "error",
        "escalation",
        "category",
        "dataStore",
        "itemDefinition",
        "import",
        "documentation",
        "extensionElements",
        "relationship",
    }
)

EXTENSION_ATTRIBUTES: dict[str, set[str]] = {
    "taskDefinition": {"type", "retries"},
    "ioMapping": set(),
    "input": {"source", "target"},
    "output": {"source", "target"},
    "taskHeaders": set(),
    "header": {"key", "value", "id"},
    "userTask": set(),
    "formDefinition": {"formId", "formKey", "externalReference", "bindingType"},
    "assignmentDefinition": {"assignee", "candidateGroups", "candidateUsers"},
    "taskSchedule": {"dueDate", "followUpDate"},
    "priorityDefinition": {"priority"},
    "calledDecision": {"decisionId", "resultVariable", "bindingType"},
    "calledElement": {"processId", "bindingType", "propagateAllChildVariables", "propagateAllParentVariables"},
    "script": {"expression", "resultVariable"},
    "loopCharacteristics": {"inputCollection", "inputElement", "outputCollection", "outputElement"},
    "adHoc": {"activeElementsCollection"},
    "subscription": {"correlationKey"},
    "properties": {"*"},
    "versionTag": {"*"},
}
"""The zeebe elements that are executed, with their attributes; `properties` and `versionTag` are inert."""

EXTENSION_CHILDREN: dict[str, set[str]] = {
    "ioMapping": {"input", "output"},
    "taskHeaders": {"header"},
    "properties": {"property"},
}

_MAPPED = {"ioMapping", "properties"}
_JOB = _MAPPED | {"taskDefinition", "taskHeaders"}
_SUBPROCESS = _MAPPED
EXTENSIONS: dict[str, set[str]] = {
    "process": {"properties", "versionTag"},
    "task": _MAPPED,
    "manualTask": _MAPPED,
    "userTask": _MAPPED
    | {"userTask", "formDefinition", "assignmentDefinition", "taskSchedule", "priorityDefinition", "taskHeaders"},
    "serviceTask": _JOB,
    "sendTask": _JOB,
    "businessRuleTask": _JOB | {"calledDecision"},
    "scriptTask": _JOB | {"script"},
    "receiveTask": _MAPPED,
    "callActivity": _MAPPED | {"calledElement"},
    "subProcess": _SUBPROCESS,
    "adHocSubProcess": _SUBPROCESS | {"adHoc"},
    "startEvent": _MAPPED,
    "endEvent": _JOB,
    "intermediateThrowEvent": _JOB,
    "intermediateCatchEvent": _MAPPED,
    "boundaryEvent": _MAPPED,
    "message": {"subscription"},
    "exclusiveGateway": {"properties"},
    "inclusiveGateway": {"properties"},
    "parallelGateway": {"properties"},
    "eventBasedGateway": {"properties"},
    "sequenceFlow": {"properties"},
    "multiInstanceLoopCharacteristics": {"loopCharacteristics"},
}
"""Which zeebe elements may stand at which BPMN element."""

TEMPLATE_ATTRIBUTES = frozenset({"modelerTemplate", "modelerTemplateVersion", "modelerTemplateIcon"})
INERT_NAMESPACES = frozenset({MODELER, XSI})
