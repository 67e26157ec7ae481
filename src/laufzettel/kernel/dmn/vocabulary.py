"""Which elements and attributes of DMN 1.2 to 1.5 may stand where. What is not listed is an error with its place.

*Executed* is what the reader turns into the model. *Inert* is the closed list below: it says nothing about the outcome.
Attributes and elements of other namespaces and `extensionElements` are inert, as the standard says, our own excepted.
"""

EXPRESSIONS = frozenset(
    {
        "literalExpression",
        "decisionTable",
        "context",
        "list",
        "relation",
        "invocation",
        "functionDefinition",
        "conditional",
        "filter",
        "for",
        "some",
        "every",
    }
)

INERT = frozenset(
    {
        "knowledgeSource",
        "elementCollection",
        "group",
        "textAnnotation",
        "association",
        "performanceIndicator",
        "organizationUnit",
        "authorityRequirement",
        "supportedObjective",
        "impactedPerformanceIndicator",
        "decisionMaker",
        "decisionOwner",
        "usingProcess",
        "usingTask",
        "description",
        "extensionElements",
        "allowedAnswers",
    }
)
"""Read over: documentation, sources of knowledge and the business context."""

_NAMED = frozenset({"id", "label", "name"})
_TYPED = frozenset({"id", "label", "typeRef"})
_UNARY = frozenset({"text"})
_EXPRESSION = EXPRESSIONS
_CHILD = (EXPRESSIONS, frozenset({"id", "typeRef"}))

CHILDREN: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "definitions": (
        frozenset({"import", "itemDefinition", "decision", "inputData", "businessKnowledgeModel", "decisionService"})
        | frozenset({"DMNDI"}),
        _NAMED | {"namespace", "expressionLanguage", "typeLanguage", "exporter", "exporterVersion"},
    ),
    "import": (frozenset(), _NAMED | {"namespace", "locationURI", "importType"}),
    "itemDefinition": (
        frozenset({"typeRef", "allowedValues", "typeConstraint", "itemComponent", "functionItem"}),
        _NAMED | {"typeLanguage", "isCollection"},
    ),
    "functionItem": (frozenset({"parameters"}), frozenset({"id", "label", "outputTypeRef"})),
    "decision": (
        EXPRESSIONS | {"question", "variable", "informationRequirement", "knowledgeRequirement"},
        _NAMED,
    ),
    "businessKnowledgeModel": (frozenset({"variable", "encapsulatedLogic", "knowledgeRequirement"}), _NAMED),
    "inputData": (frozenset({"variable"}), _NAMED),
    "decisionService": (
        frozenset({"variable", "outputDecision", "encapsulatedDecision", "inputDecision", "inputData"}),
        _NAMED,
    ),
    "informationRequirement": (frozenset({"requiredDecision", "requiredInput"}), frozenset({"id", "label"})),
    "knowledgeRequirement": (frozenset({"requiredKnowledge"}), frozenset({"id", "label"})),
    "literalExpression": (frozenset({"text", "importedValues"}), _TYPED | {"expressionLanguage"}),
    "decisionTable": (
        frozenset({"input", "output", "annotation", "rule"}),
        _TYPED | {"hitPolicy", "aggregation", "preferredOrientation", "outputLabel"},
    ),
    "input": (frozenset({"inputExpression", "inputValues"}), frozenset({"id", "label"})),
    "output": (frozenset({"outputValues", "defaultOutputEntry"}), _NAMED | {"typeRef"}),
    "annotation": (frozenset(), frozenset({"name"})),
    "rule": (frozenset({"inputEntry", "outputEntry", "annotationEntry"}), frozenset({"id", "label"})),
    "annotationEntry": (_UNARY, frozenset()),
    "context": (frozenset({"contextEntry"}), _TYPED),
    "contextEntry": (EXPRESSIONS | {"variable"}, frozenset({"id", "label"})),
    "list": (_EXPRESSION, _TYPED),
    "relation": (frozenset({"column", "row"}), _TYPED),
    "row": (_EXPRESSION, _TYPED),
    "invocation": (EXPRESSIONS | {"binding"}, _TYPED),
    "binding": (EXPRESSIONS | {"parameter"}, frozenset({"id"})),
    "functionDefinition": (EXPRESSIONS | {"formalParameter"}, _TYPED | {"kind"}),
    "conditional": (frozenset({"if", "then", "else"}), _TYPED),
    "filter": (frozenset({"in", "match"}), _TYPED),
    "for": (frozenset({"in", "return"}), _TYPED | {"iteratorVariable"}),
    "some": (frozenset({"in", "satisfies"}), _TYPED | {"iteratorVariable"}),
    "every": (frozenset({"in", "satisfies"}), _TYPED | {"iteratorVariable"}),
} | dict.fromkeys(("if", "then", "else", "match", "return", "satisfies", "in"), _CHILD)
"""Per element: the children that are executed, and the attributes without a namespace."""

SAME_AS = {
    "itemComponent": "itemDefinition",
    "encapsulatedLogic": "functionDefinition",
    "inputExpression": "literalExpression",
    "outputEntry": "literalExpression",
    "defaultOutputEntry": "literalExpression",
    "inputEntry": "literalExpression",
    "inputValues": "literalExpression",
    "outputValues": "literalExpression",
    "allowedValues": "literalExpression",
    "typeConstraint": "literalExpression",
}
"""Elements that have the content of another one."""

INFORMATION_ITEMS = frozenset({"variable", "parameter", "parameters", "formalParameter", "column"})
REFERENCES = frozenset(
    {
        "requiredDecision",
        "requiredInput",
        "requiredKnowledge",
        "outputDecision",
        "encapsulatedDecision",
        "inputDecision",
        "inputData",
    }
)
TEXTS = frozenset({"text", "typeRef", "question"})


def allowed(tag: str, *, in_service: bool = False) -> tuple[frozenset[str], frozenset[str]] | None:
    """Children and attributes that `tag` may have; None for an element whose content is plain text."""
    if tag in INFORMATION_ITEMS:
        return frozenset(), _NAMED | {"typeRef"}
    if tag in REFERENCES and (tag != "inputData" or in_service):
        return frozenset(), frozenset({"href"})
    if tag in TEXTS:
        return None
    return CHILDREN.get(SAME_AS.get(tag, tag))
