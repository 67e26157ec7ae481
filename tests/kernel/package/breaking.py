"""Breaks a package in a known way. It knows nothing of the product: only text in, text out, and what it has broken where."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

type Files = dict[str, bytes]
type Change = Callable[[Files], None]


@dataclass(frozen=True)
class Breaking:
    """One broken package: what to do with the files, the file that is wrong then, and what stands on the line."""

    change: Change
    file: str
    line: str = ""
    element: str = ""


# --- small changes ----------------------------------------------------------------------------------------------------


def swap(path: str, old: str, new: str) -> Change:
    def change(files: Files) -> None:
        text = files[path].decode()
        assert old in text, f"{old!r} is not in {path}"
        files[path] = text.replace(old, new, 1).encode()

    return change


def drop(path: str) -> Change:
    return lambda files: files.__delitem__(path)


def add(path: str, content: str | bytes) -> Change:
    return lambda files: files.__setitem__(path, content.encode() if isinstance(content, str) else content)


def cut(path: str, size: int) -> Change:
    return lambda files: files.__setitem__(path, files[path][:size])


def copied(source: str, target: str, old: str = "", new: str = "") -> Change:
    return lambda files: files.__setitem__(
        target, files[source].replace(old.encode(), new.encode()) if old else files[source]
    )


def untranslated(key: str) -> Change:
    """Leave a text out of the English file."""
    table = re.compile(rf'\["{re.escape(key)}"\]\n.*\n.*\n'.encode())
    return lambda files: files.__setitem__("texts/en.toml", table.sub(b"", files["texts/en.toml"]))


def crowded(count: int) -> Callable[[dict[str, Any]], None]:
    """Further questions for a page."""

    def edit(page: dict[str, Any]) -> None:
        page["components"] += [
            {"type": "textfield", "id": f"n{n}", "key": f"tier.n{n}", "label": "Neu"} for n in range(count)
        ]

    return edit


def append(path: str, content: str | bytes) -> Change:
    def change(files: Files) -> None:
        files[path] += content.encode() if isinstance(content, str) else content

    return change


def both(*changes: Change) -> Change:
    def change(files: Files) -> None:
        for one in changes:
            one(files)

    return change


def toml(old: str, new: str, line: str = "") -> Breaking:
    """A change in service.toml; the line is that of the new text unless said otherwise."""
    return Breaking(swap("service.toml", old, new), "service.toml", line or new.strip().split("\n")[0])


def ways(value: str, line: str = "") -> Breaking:
    """Ways of notification of the act."""
    return toml(
        'remedy = "widerspruch"', f'remedy = "widerspruch"\nnotification = {value}', line or f"notification = {value}"
    )


# --- forms ------------------------------------------------------------------------------------------------------------

FIELDS = ("tier_rufname", "tier_anzahl", "person_vorname", "person_name", "person_anschrift", "person_plz")


def components(parts: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for part in parts:
        yield part
        yield from components(part.get("components", []))


def field(name: str, edit: Callable[[dict[str, Any]], Any], path: str = "antrag.form") -> Breaking:
    """An edit of one component of a form."""

    def change(files: Files) -> None:
        data = json.loads(files[path])
        edit(next(one for one in components(data["components"]) if one["id"] == name))
        files[path] = json.dumps(data, indent=2, ensure_ascii=False).encode()

    return Breaking(change, path, f'"id": "{name}"', name)


def each_field(edit: Callable[[dict[str, Any]], Any], fields: Iterable[str] = FIELDS) -> list[Breaking]:
    return [field(name, edit) for name in fields]


# --- processes --------------------------------------------------------------------------------------------------------

FLOWS = ("f1", "f2", "f3", "f4", "f5")
MODEL = "katzen.bpmn"
EXTENSIONS = "<bpmn:extensionElements>{}</bpmn:extensionElements>"


def inserted(flow: str, inside: str, *, first: str = "neu", last: str = "neu", before: str = "") -> Change:
    """Put elements into a flow: it leads to `first`, and from `last` on to where it led."""

    def change(files: Files) -> None:
        text = files[MODEL].decode()
        found = re.search(rf'<bpmn:sequenceFlow id="{flow}" sourceRef="(\w+)" targetRef="(\w+)" />', text)
        assert found is not None
        text = text.replace(f"<bpmn:incoming>{flow}</bpmn:incoming>", "<bpmn:incoming>danach</bpmn:incoming>")
        flows = (
            f'<bpmn:sequenceFlow id="{flow}" sourceRef="{found[1]}" targetRef="{first}" />\n'
            f'<bpmn:sequenceFlow id="danach" sourceRef="{last}" targetRef="{found[2]}" />'
        )
        text = text.replace(found[0], f"{inside}\n{flows}")
        files[MODEL] = text.replace("<bpmn:process ", f"{before}<bpmn:process ").encode()

    return change


def element(
    inside: str, *, line: str = 'id="neu"', first: str = "neu", last: str = "neu", before: str = ""
) -> list[Breaking]:
    """The same elements in each of the five flows of the process."""
    return [Breaking(inserted(flow, inside, first=first, last=last, before=before), MODEL, line) for flow in FLOWS]


def task(*, name: str = ' name="Neu"', form: str = "entscheiden", group: str = "steuern") -> str:
    inner = "<zeebe:userTask />"
    inner += f'<zeebe:formDefinition formId="{form}" />' if form else ""
    inner += f'<zeebe:assignmentDefinition candidateGroups="{group}" />' if group else ""
    return f'<bpmn:userTask id="neu"{name}>{EXTENSIONS.format(inner)}</bpmn:userTask>'


def job(kind: str, **inputs: str) -> str:
    mapped = "".join(f"\n<zeebe:input source='={source}' target=\"{name}\" />" for name, source in inputs.items())
    inner = f'<zeebe:taskDefinition type="{kind}" /><zeebe:ioMapping>{mapped}</zeebe:ioMapping>'
    return f'<bpmn:serviceTask id="neu" name="Neu">{EXTENSIONS.format(inner)}</bpmn:serviceTask>'


def script(expression: str, result: str = "ergebnis", name: str = "neu") -> str:
    inner = f"<zeebe:script expression='={expression}' resultVariable=\"{result}\" />"
    return f'<bpmn:scriptTask id="{name}" name="{name}">{EXTENSIONS.format(inner)}</bpmn:scriptTask>'


def flow(name: str, source: str, target: str, condition: str = "") -> str:
    inner = f"<bpmn:conditionExpression>={condition}</bpmn:conditionExpression>" if condition else ""
    return f'<bpmn:sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">{inner}</bpmn:sequenceFlow>\n'


def choice(condition: str) -> str:
    """An exclusive split in front of two steps, and its flows; they still have to meet."""
    return (
        f'<bpmn:exclusiveGateway id="weiche" name="Weiche" default="w2" />\n{script("1", "a", "links")}\n'
        f"{script('2', 'b', 'rechts')}\n{flow('w1', 'weiche', 'links', condition)}{flow('w2', 'weiche', 'rechts')}"
    )


ODD = "tier.anzahl &gt; 7"
PARTY = "{given_name: person.vorname, family_name: person.name, street: person.anschrift, postcode: person.plz, town: person.ort}"
MEET = flow("m1", "links", "treffen") + flow("m2", "rechts", "treffen")
STUCK = choice(ODD) + '<bpmn:parallelGateway id="treffen" name="Treffen" />\n' + MEET
FORK = (
    f'<bpmn:parallelGateway id="weiche" name="Weiche" />\n{script("1", "a", "links")}\n{script("2", "b", "rechts")}\n'
    f"{flow('w1', 'weiche', 'links')}{flow('w2', 'weiche', 'rechts')}"
)
TWICE = FORK + '<bpmn:exclusiveGateway id="treffen" name="Treffen" />\n' + MEET
WRITERS = TWICE.replace('resultVariable="b"', 'resultVariable="a"').replace("exclusiveGateway", "parallelGateway")
CIRCLE = (
    f'{script("1", "a", "links")}\n<bpmn:exclusiveGateway id="weiche" name="Weiche" default="w2" />\n'
    f"{flow('w0', 'links', 'weiche')}{flow('w1', 'weiche', 'links', ODD)}{flow('w2', 'weiche', 'rechts')}"
    f"{script('2', 'b', 'rechts')}"
)
NO_EXIT = choice(ODD) + task().replace('"neu"', '"ewig"') + flow("e1", "links", "ewig") + flow("e2", "ewig", "ewig")
ALONE = script("1", "a") + script("2", "b", "allein") + flow("a1", "allein", "allein")
EMPTY = (
    '<bpmn:subProcess id="neu" name="Neu"><bpmn:startEvent id="innen" /><bpmn:endEvent id="innen_ende" />'
    + flow("i1", "innen", "innen_ende")
    + "</bpmn:subProcess>"
)
CAUGHT = (
    EMPTY + '<bpmn:boundaryEvent id="fang" name="Fang" attachedToRef="neu"><bpmn:errorEventDefinition errorRef="e1" />'
    "</bpmn:boundaryEvent>" + flow("c1", "fang", "gemeldet")
)
ERROR = '<bpmn:error id="e1" name="E1" errorCode="NIE" />\n'


# --- decisions, letters, settings -------------------------------------------------------------------------------------


def cell(old: str, new: str) -> Breaking:
    return Breaking(swap("katzensteuer.dmn", f"<text>{old}</text>", f"<text>{new}</text>"), "katzensteuer.dmn")


def sentence(new: str, line: str = "") -> Breaking:
    """Another text for the free block of the letter."""
    change = swap("katzenbescheid.md", "Die Steuer steht in der Satzung.", new)
    return Breaking(change, "katzenbescheid.md", line or new.split("\n")[0])


def setting(name: str, *lines: str, line: str = "") -> Breaking:
    """A further setting, read by nobody, with these lines."""
    text = "\n".join([f"[settings.{name}]", 'label = "X"', *lines])
    change = swap("service.toml", "[settings.satz_wohnung]", f"{text}\n\n[settings.satz_wohnung]")
    return Breaking(change, "service.toml", line or f"[settings.{name}]")


def example(old: str, new: str, line: str = "", file: str = "viernheim") -> Breaking:
    path = f"examples/{file}.toml"
    return Breaking(swap(path, old, new), path, line or new)


def bind(old: str, new: str) -> Change:
    """A change in every example."""
    return both(*(swap(f"examples/{town}.toml", old, new) for town in ("viernheim", "herborn", "frankenberg-eder")))


def expression(new: str) -> list[Breaking]:
    """A FEEL expression in each place that takes one: process, form, decision, letter, record title."""
    escaped = new.replace("<", "&lt;").replace(">", "&gt;")
    return [
        Breaking(inserted("f2", script(escaped)), MODEL, "neu"),
        Breaking(inserted("f4", script(escaped)), MODEL, "neu"),
        field("bemerkung", lambda one: one.update(conditional={"hide": f"={new}"}), "entscheiden.form"),
        field("person_ort", lambda one: one.update(conditional={"hide": f"={new}"})),
        Breaking(
            swap("katzensteuer.dmn", "<text>satz_je_katze * tier.anzahl</text>", f"<text>{escaped}</text>"),
            "katzensteuer.dmn",
            escaped,
        ),
        sentence(f"{{{{{new}}}}} steht da."),
        Breaking(
            swap("service.toml", "'= \"Katzensteuer, \" + tier.rufname'", f"'= \"x\" + string({new})'"),
            "service.toml",
            "title = '=",
        ),
    ]


def module_text(name: str, new: str) -> Breaking:
    """Another text module; its line begins with the name."""

    def change(files: Files) -> None:
        text = files["service.toml"].decode()
        changed = re.sub(
            rf'(?m)^{name} = ".*"$', f"{name} = {json.dumps(new, ensure_ascii=False)}" if new else "", text, count=1
        )
        assert changed != text, name
        files["service.toml"] = changed.encode()

    return Breaking(change, "service.toml", f"{name} =" if new else "")


def translation(old: str, new: str, file: str = "texts/en.toml", line: str = "") -> Breaking:
    return Breaking(swap("texts/en.toml", old, new), file, line or new if file.startswith("texts") else "")
