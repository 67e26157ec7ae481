"""What the reader refuses, with its place; and that broken or hostile files get a clear answer."""

import random
from pathlib import Path

import pytest
from tests.kernel.bpmn.notation import bpmn

from laufzettel.kernel.bpmn import compile, draw, read
from laufzettel.kernel.problems import ProgramError

DATA = Path(__file__).parents[2] / "data"


def codes(xml: str | bytes) -> list[str]:
    try:
        compile(read(xml), decisions={}, process="p")
    except ProgramError as error:
        return [finding.code.removeprefix("bpmn-") for finding in error.findings]
    return []


def with_extension(inner: str) -> str:
    return bpmn("start s\nservice a | type=x\ns -> a").replace("<extensionElements>", f"<extensionElements>{inner}", 1)


@pytest.mark.parametrize(
    ("process", "expected"),
    [
        ("start s\nservice a\ns -> a", "job-type"),
        ("start s\nservice a | type==x\ns -> a", "job-type"),
        ("start s\nrule a | decision=d | result=x\ns -> a", "unknown-decision"),
        ("start s\nscript a | expr=1 | result=x\ns -> a", "not-an-expression"),
        ("start s\nscript a | expr==1 + | result=x\ns -> a", "expression"),
        ("start s\ncatch a | message=m\ns -> a", "correlation-key"),
        ("start s\ncatch a | timer=\ns -> a", "timer"),
        ("start s\nend a | error\ns -> a", "error-code"),
        ("start s\ncall a | process=q\ns -> a", "called-process"),
        ("start s\nuser a | each=\ns -> a", "loop-collection"),
        ("start s\nxor g\ntask a\ntask b\ns -> g -> a\ng -> b", "condition-missing"),
        ("start s\ntask a\ntask b\ns -> a\na -> b : =x", "condition-without-gateway"),
        ("start s\ntask a\ntask b\ns -> a", "unreachable"),
        ("task a\ntask b\na -> b", "process-start"),
        ("start s\nstart t\ntask a\ns -> a\nt -> a", "process-start"),
        ("start s\nsub q {\ntask a\n}\ns -> q", "subprocess-start"),
        ("start s\ntask a\ns -> a\nesp q {\nstart t\n}", "event-subprocess-start"),
        ("start s\nuser a\nboundary b | on=a | timer=PT1H\ns -> a", "boundary-outgoing"),
        ("start s\nxor a\nboundary b | on=a | timer=PT1H\nend e\ns -> a\nb -> e", "boundary-host"),
        ("start s\nuser a\nboundary b | on=a | timer=R/PT1H\nend e\ns -> a\nb -> e", "interrupting-cycle"),
        ("start s\nuser a\nboundary b | on=a | error=E | non\nend e\ns -> a\nb -> e", "error-interrupts"),
        ("start s\nuser a\nboundary b | on=a | compensation\ns -> a", "compensation-handler"),
        ("start s\nevt g\ncatch c | timer=PT1H\ns -> g -> c", "event-gateway-branches"),
        ("start s\nevt g\ncatch c | timer=PT1H\nuser u\ns -> g -> c\ng -> u", "event-gateway-target"),
        ("start s\nthrow l | link=A\ns -> l", "link-target"),
        ("start s\nend e\ntask a\ns -> e -> a", "outgoing-flow"),
        ("start s\ntask a\ns -> a -> s", "incoming-flow"),
        ("start s\nuser a | in=x:\ns -> a", "mapping"),
    ],
)
def test_what_cannot_run_is_refused(process: str, expected: str) -> None:
    assert expected in codes(bpmn(process))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("<task ", '<transaction id="t"/><task '), "unsupported"),
        (("<task ", '<complexGateway id="t"/><task '), "unsupported"),
        (("<task ", '<task foo="1" '), "unknown-attribute"),
        (("<task ", '<task startQuantity="2" '), "attribute-value"),
        (
            ("<task ", '<task xmlns:camunda="http://camunda.org/schema/1.0/bpmn" camunda:asyncBefore="true" '),
            "unknown-attribute",
        ),
        (('sourceRef="s"', 'sourceRef="weg"'), "dangling-flow"),
        (('isExecutable="true"', 'isExecutable="false"'), "not-executable"),
        (('id="a"', 'id="s"'), "duplicate-id"),
        (("<definitions", "<other"), "xml"),
    ],
)
def test_what_stands_in_no_list_is_refused(change: tuple[str, str], expected: str) -> None:
    assert expected in codes(bpmn("start s\ntask a\ns -> a").replace(*change, 1))


@pytest.mark.parametrize(
    "inner",
    [
        "<zeebe:executionListeners/>",
        "<zeebe:taskListeners/>",
        "<zeebe:taskDefinition type='y'/>",
        "<zeebe:ioMapping><zeebe:other/></zeebe:ioMapping>",
        "<zeebe:formDefinition formId='f'/>",
        '<x:y xmlns:x="urn:x"/>',
    ],
)
def test_an_extension_that_is_not_executed_is_refused(inner: str) -> None:
    assert {"unsupported", "twice"} & set(codes(with_extension(inner)))


@pytest.mark.parametrize(
    "inner",
    [
        '<zeebe:properties><zeebe:property name="a" value="b"/></zeebe:properties>',
        '<m:x xmlns:m="http://camunda.org/schema/modeler/1.0"/>',
    ],
)
def test_what_is_inert_is_read_over(inner: str) -> None:
    assert codes(with_extension(inner)) == []


def test_a_finding_names_file_element_and_line() -> None:
    xml = bpmn("start s\nservice a\ns -> a").replace("<serviceTask", "\n\n<serviceTask")
    with pytest.raises(ProgramError) as caught:
        compile(read(xml, file="vorgang.bpmn"), decisions={})
    assert str(caught.value.findings[0].place) == "vorgang.bpmn:3 (a)"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<",
        b"\xff\xfe",
        b"<a/>",
        b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        b"<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
        b"<a>" * 100_000,
        b" " * (4 * 1024 * 1024 + 1),
    ],
)
def test_broken_and_hostile_files_get_a_clear_answer(data: bytes) -> None:
    with pytest.raises(ProgramError) as caught:
        read(data, file="x.bpmn")
    assert caught.value.findings[0].place.file == "x.bpmn"


def test_more_than_two_thousand_elements_are_refused() -> None:
    tasks = "".join(f'<task id="t{index}"/>' for index in range(2001))
    assert "too-many-elements" in codes(bpmn("start s").replace("</process>", f"{tasks}</process>"))


def test_mutated_files_never_crash_the_reader() -> None:
    rng = random.Random(3)
    sources = [path.read_bytes() for path in sorted(DATA.glob("bpmn-zeebe-model/*.bpmn"))]
    sources.append(bpmn("start s\nuser a | each==x\nboundary t | on=a | timer=PT1H\nend e\ns -> a\nt -> e").encode())
    read_at_all = 0
    for _ in range(600):
        data = bytearray(rng.choice(sources))
        for _ in range(rng.randint(1, 4)):
            start = rng.randrange(len(data) + 1)
            match rng.randint(0, 3):
                case 0:
                    del data[start : start + rng.randint(1, 40)]
                case 1:
                    data[start:start] = rng.choice([b"<", b'"', b"id=", b"</process>", b"\x00", b"=", b"true"])
                case 2:
                    other = rng.choice(sources)
                    begin = rng.randrange(len(other))
                    data[start:start] = other[begin : begin + 60]
                case _:
                    data = data.replace(
                        rng.choice([b"startEvent", b"sequenceFlow", b"Ref", b"timer", b"zeebe:"]), b"task", 1
                    )
        try:
            model = read(bytes(data))
            read_at_all += 1
            draw(model)
            for process in model.processes:
                compile(model, decisions={}, process=process)
        except ProgramError as error:
            assert error.findings
    assert read_at_all > 30
