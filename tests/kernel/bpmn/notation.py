"""A short notation for processes in tests, written out as the BPMN 2.0 XML that modellers save.

    start s
    user a | groups=bauamt
    xor g
    s -> a -> g
    g -> b : =betrag > 100
    g *-> c
    boundary late | on=a | timer=PT1H | non
    sub s1 {
      …
    }

`in`/`out` are mappings (`out=ziel:=quelle`), `each`, `as`, `collect`, `from`, `until`, `seq` a multi-instance.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

TAGS = {
    "start": "startEvent",
    "end": "endEvent",
    "catch": "intermediateCatchEvent",
    "throw": "intermediateThrowEvent",
    "boundary": "boundaryEvent",
    "task": "task",
    "user": "userTask",
    "service": "serviceTask",
    "send": "sendTask",
    "receive": "receiveTask",
    "script": "scriptTask",
    "rule": "businessRuleTask",
    "manual": "manualTask",
    "call": "callActivity",
    "sub": "subProcess",
    "esp": "subProcess",
    "adhoc": "adHocSubProcess",
    "xor": "exclusiveGateway",
    "and": "parallelGateway",
    "or": "inclusiveGateway",
    "evt": "eventBasedGateway",
}
EVENTS = ("timer", "message", "signal", "error", "escalation", "link", "compensation", "terminate")
HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions" targetNamespace="t">'
)


@dataclass
class Node:
    word: str
    id: str
    options: list[tuple[str, str]] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)
    flows: list[tuple[str, str, str, bool]] = field(default_factory=list)

    def get(self, name: str) -> str | None:
        return next((value for key, value in self.options if key == name), None)

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.options if key == name]


def parse(text: str, process: str) -> Node:
    root = Node("process", process)
    stack = [root]
    for raw in text.strip().splitlines():
        line = raw.strip()
        if not line:
            continue
        if line == "}":
            stack.pop()
        elif "->" in line and line.split()[1] in ("->", "*->"):
            stack[-1].flows += _flows(line)
        else:
            opens = line.endswith("{")
            head, *options = [part.strip() for part in line.removesuffix("{").split(" | ")]
            word, id_ = head.split()
            node = Node(word, id_, [_option(option) for option in options])
            stack[-1].children.append(node)
            if opens:
                stack.append(node)
    return root


def _option(text: str) -> tuple[str, str]:
    key, _, value = text.partition("=")
    return key.strip(), value.strip()


def _flows(line: str) -> Iterator[tuple[str, str, str, bool]]:
    path, _, condition = line.partition(" : ")
    words = path.split()
    for position in range(0, len(words) - 2, 2):
        source, arrow, target = words[position : position + 3]
        yield source, target, condition.strip(), arrow == "*->"


class _Writer:
    def __init__(self) -> None:
        self.roots: dict[tuple[str, str, str], str] = {}

    def process(self, root: Node) -> str:
        return f'<process id="{root.id}" isExecutable="true">{self.scope(root)}</process>'

    def scope(self, scope: Node) -> str:
        text = "".join(self.node(child, scope) for child in scope.children if child.word != "assoc")
        for source, target, condition, _default in scope.flows:
            body = (
                f'<conditionExpression xsi:type="tFormalExpression">{_escape(condition)}</conditionExpression>'
                if condition
                else ""
            )
            text += (
                f'<sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}">{body}</sequenceFlow>'
            )
        return text

    def node(self, node: Node, scope: Node) -> str:
        tag = TAGS[node.word]
        attributes = self.attributes(node, scope)
        inside = self.extensions(node) + self.event(node) + self.loop(node)
        if node.word in ("sub", "esp", "adhoc"):
            inside += self.scope(node)
        if node.word == "adhoc" and (until := node.get("done")) is not None:
            inside += f"<completionCondition>{_escape(until)}</completionCondition>"
        text = f'<{tag} id="{node.id}"{attributes}>{inside}</{tag}>'
        if (handler := node.get("handler")) is not None:
            text += f'<association id="assoc_{node.id}" sourceRef="{node.id}" targetRef="{handler}"/>'
        return text

    def attributes(self, node: Node, scope: Node) -> str:
        text = f" name={quoteattr(name)}" if (name := node.get("name")) else ""
        if node.word == "esp":
            text += ' triggeredByEvent="true"'
        if node.word == "boundary":
            text += f' attachedToRef="{node.get("on")}"'
        if node.get("non") is not None:
            text += ' cancelActivity="false"' if node.word == "boundary" else ' isInterrupting="false"'
        if node.get("for-compensation") is not None:
            text += ' isForCompensation="true"'
        if node.get("keep-rest") is not None:
            text += ' cancelRemainingInstances="false"'
        default = [
            f"{source}_{target}" for source, target, _c, is_default in scope.flows if is_default and source == node.id
        ]
        text += f' default="{default[0]}"' if default else ""
        if node.word == "receive":
            text += f' messageRef="{self.root("message", node.get("message") or "", node.get("key") or "")}"'
        return text

    def extensions(self, node: Node) -> str:
        mappings = "".join(
            f"<zeebe:{kind} source={quoteattr(source.strip())} target={quoteattr(target.strip())}/>"
            for kind, option in (("input", "in"), ("output", "out"))
            for target, _, source in (entry.partition(":") for entry in node.all(option))
        )
        parts = f"<zeebe:ioMapping>{mappings}</zeebe:ioMapping>" if mappings else ""
        parts += _tag("taskDefinition", node, type="type", retries="retries")
        parts += _tag("formDefinition", node, formId="form")
        parts += _tag(
            "assignmentDefinition", node, assignee="assignee", candidateGroups="groups", candidateUsers="users"
        )
        parts += _tag("taskSchedule", node, dueDate="due", followUpDate="followup")
        parts += _tag("priorityDefinition", node, priority="priority")
        parts += _tag("script", node, expression="expr", resultVariable="result") if node.word == "script" else ""
        if node.word == "rule":
            parts += _tag("calledDecision", node, decisionId="decision", resultVariable="result")
        parts += _tag(
            "calledElement",
            node,
            processId="process",
            propagateAllParentVariables="all-in",
            propagateAllChildVariables="all-out",
        )
        parts += _tag("adHoc", node, activeElementsCollection="elements")
        if headers := node.all("header"):
            inner = "".join(
                f"<zeebe:header key={quoteattr(key)} value={quoteattr(value)}/>"
                for key, _, value in (header.partition(":") for header in headers)
            )
            parts += f"<zeebe:taskHeaders>{inner}</zeebe:taskHeaders>"
        return f"<extensionElements>{parts}</extensionElements>" if parts else ""

    def event(self, node: Node) -> str:
        if node.word == "receive":
            return ""
        kind = next((kind for kind in EVENTS if node.get(kind) is not None), None)
        if kind is None:
            return ""
        value = node.get(kind) or ""
        if kind == "timer":
            tag = "timeCycle" if value.startswith("R") else "timeDuration" if value.startswith("P") else "timeDate"
            tag = node.get("timer-kind") or tag
            return f"<timerEventDefinition><{tag}>{_escape(value)}</{tag}></timerEventDefinition>"
        if kind == "link":
            return f"<linkEventDefinition name={quoteattr(value)}/>"
        if kind == "compensation":
            return f"<compensateEventDefinition{f' activityRef={quoteattr(value)}' if value else ''}/>"
        if kind == "terminate":
            return "<terminateEventDefinition/>"
        reference = f' {kind}Ref="{self.root(kind, value, node.get("key") or "")}"' if value else ""
        return f"<{kind}EventDefinition{reference}/>"

    def root(self, kind: str, value: str, key: str) -> str:
        return self.roots.setdefault((kind, value, key), f"{kind}_{len(self.roots)}")

    def loop(self, node: Node) -> str:
        if node.get("each") is None:
            return ""
        tag = _tag(
            "loopCharacteristics",
            node,
            inputCollection="each",
            inputElement="as",
            outputCollection="collect",
            outputElement="from",
        )
        until = node.get("until")
        condition = f"<completionCondition>{_escape(until)}</completionCondition>" if until else ""
        sequential = ' isSequential="true"' if node.get("seq") is not None else ""
        return (
            f"<multiInstanceLoopCharacteristics{sequential}><extensionElements>{tag}</extensionElements>"
            f"{condition}</multiInstanceLoopCharacteristics>"
        )

    def definitions(self) -> str:
        text = ""
        for (kind, value, key), id_ in self.roots.items():
            name = {"error": "errorCode", "escalation": "escalationCode"}.get(kind, "name")
            inner = (
                f"<extensionElements><zeebe:subscription correlationKey={quoteattr(key)}/></extensionElements>"
                if key
                else ""
            )
            text += f'<{kind} id="{id_}" {name}={quoteattr(value)}>{inner}</{kind}>'
        return text


def _tag(name: str, node: Node, **names: str) -> str:
    found = {attribute: node.get(option) for attribute, option in names.items()}
    attributes = "".join(f" {key}={quoteattr(value)}" for key, value in found.items() if value is not None)
    return f"<zeebe:{name}{attributes}/>" if attributes else ""


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def bpmn(text: str, process: str = "p", **others: str) -> str:
    """The XML of a process in the notation; `others` are further processes of the same file, by id."""
    writer = _Writer()
    bodies = writer.process(parse(text, process))
    bodies += "".join(writer.process(parse(other, name)) for name, other in others.items())
    return f"{HEAD}{writer.definitions()}{bodies}</definitions>"
