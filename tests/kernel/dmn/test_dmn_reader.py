"""Reading files: versions, places, what is unknown, and files that mean harm."""

import random
import re
import time
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laufzettel.kernel import dmn
from laufzettel.kernel.problems import ProgramError

EXAMPLE = (Path(__file__).parent / "examples" / "hundesteuer.dmn").read_bytes()


def refused(data: bytes | str) -> list[str]:
    with pytest.raises(ProgramError) as error:
        dmn.read(data, file="test.dmn")
    assert all(finding.message and finding.message.en for finding in error.value.findings)
    return [finding.code for finding in error.value.findings]


@pytest.mark.parametrize(
    ("namespace", "version"),
    [
        ("http://www.omg.org/spec/DMN/20180521/MODEL/", "1.2"),
        ("https://www.omg.org/spec/DMN/20191111/MODEL/", "1.3"),
        ("https://www.omg.org/spec/DMN/20211108/MODEL/", "1.4"),
        ("https://www.omg.org/spec/DMN/20230324/MODEL/", "1.5"),
    ],
)
def test_four_versions_of_the_standard_are_read(namespace: str, version: str, models: Any) -> None:
    text = models.definitions(models.decision("A", models.literal("1 + 1")), namespace=namespace)
    decisions = dmn.read(text)
    assert decisions.definitions.version == version
    assert decisions.decide("A", {}, now=models.now).value == 2


@pytest.mark.parametrize(
    ("namespace", "code"),
    [
        ("http://www.omg.org/spec/DMN/20151101/dmn.xsd", "dmn-version"),
        ("https://www.omg.org/spec/DMN/20240513/MODEL/", "dmn-version"),
        ("http://www.omg.org/spec/BPMN/20100524/MODEL", "dmn-not-dmn"),
    ],
)
def test_another_version_or_language_is_refused(namespace: str, code: str, models: Any) -> None:
    assert refused(models.definitions(namespace=namespace)) == [code]


def test_every_finding_names_file_element_and_line(models: Any) -> None:
    broken = models.table([("a", "number")], [("o", "number")], [["< 1 <", "1"], ["2", "3 +"]])
    text = models.definitions("", models.input_data("a"), models.decision("D", broken, needs=["a"]))
    with pytest.raises(ProgramError) as error:
        dmn.read(text.replace("<rule", "\n<rule"), file="satzung.dmn")
    places = [(str(finding.place), finding.code) for finding in error.value.findings]
    assert places == [("satzung.dmn:4:5 (r1)", "feel-syntax"), ("satzung.dmn:5:4 (r2)", "feel-syntax")]


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ('<decision id="A"/>', "dmn-missing-name"),
        ('<decision id="A" name="A" farbe="rot"/>', "dmn-unknown"),
        ('<decision id="A" name="A"><python>1</python></decision>', "dmn-unknown"),
        ("<script/>", "dmn-unknown"),
        ('<decision id="A" name="A"><literalExpression expressionLanguage="python"/></decision>', "dmn-language"),
        ('<decision id="A" name="A"><functionDefinition kind="Java"/></decision>', "dmn-function-kind"),
        ('<decision id="A" name="A"><conditional><if><literalExpression/></if></conditional></decision>',
         "dmn-missing-expression"),
        ('<decision id="A" name="A"><for><in><literalExpression/></in></for></decision>', "dmn-missing-name"),
        ('<decision id="A" name="A"><relation><column name="a"/><row/></relation></decision>', "dmn-cells"),
        ('<decision id="A" name="A"><decisionTable/></decision>', "dmn-cells"),
        ('<decision id="A" name="A"><decisionTable hitPolicy="LAST"><output/></decisionTable></decision>',
         "dmn-hit-policy"),
        ('<decision id="A" name="A"><decisionTable><output/><rule/></decisionTable></decision>', "dmn-cells"),
        ('<decision id="A" name="A"><variable name="A" typeRef="tFehlt"/></decision>', "dmn-unknown-type"),
        ('<itemDefinition name="tA"><typeRef>tA</typeRef></itemDefinition>', "dmn-type-cycle"),
        ('<itemDefinition name="t"><allowedValues><text>1 +</text></allowedValues></itemDefinition>', "feel-syntax"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused(part: str, code: str, models: Any) -> None:
    assert code in refused(models.definitions(part))


def test_comments_and_foreign_extensions_say_nothing(models: Any) -> None:
    text = models.decision("A", "<!-- <python/> -->" + models.literal("1 <!-- zwei --> + 1").replace("&lt;!", "<!"))
    text = text.replace("--&gt;", "-->").replace(
        "<decision ", '<decision xmlns:camunda="http://camunda.org/schema/1.0/dmn" camunda:historyTimeToLive="180" '
    )
    text = text.replace("<literal", '<extensionElements><a xmlns="urn:x" b="c"/></extensionElements><literal')
    text = text.replace("</decision>", "</decision><textAnnotation id='t'><text>Notiz</text></textAnnotation>")
    assert models.read(text).decide("A", {}, now=models.now).value == 2


# ---- files that mean harm ----------------------------------------------------------------------------------------

LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
BOMB = f'<!DOCTYPE d [<!ENTITY l0 "lol">{LAUGHS}]><definitions>&l9;</definitions>'
OUTSIDE = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><definitions name="&x;">&x;</definitions>'


def bounded(data: bytes | str) -> list[str]:
    """The codes of the refusal, which comes within a second and 200 MB."""
    tracemalloc.start()
    began = time.process_time()
    try:
        codes = refused(data)
        assert time.process_time() - began < 1
        assert tracemalloc.get_traced_memory()[1] < 200_000_000
    finally:
        tracemalloc.stop()
    return codes


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (BOMB, "dmn-doctype"),
        (BOMB.encode("utf-16"), "dmn-doctype"),
        (OUTSIDE, "dmn-doctype"),
        (b"<a" * 1_000_000, "dmn-xml"),
        (b"<a>" * 1_000_000, "dmn-xml"),
        (b"", "dmn-xml"),
        (b"\x00\xff\xfe", "dmn-xml"),
        ("\ud800", "dmn-xml"),
        (b"<?xml version='1.0' encoding='cp037'?><a/>", "dmn-encoding"),
        (b"<definitions>" + b" " * 4_200_000 + b"</definitions>", "dmn-too-large"),
        (f"<definitions a='{'x' * 4_000_000}'>", "dmn-xml"),
    ],
    ids=["laughs", "laughs-utf16", "outside", "tags", "deep", "empty", "binary", "surrogate", "ebcdic", "big", "wide"],
)
def test_a_file_that_means_harm_is_refused_at_once(data: bytes | str, code: str) -> None:
    assert bounded(data) == [code]


def test_more_elements_than_allowed_are_refused(models: Any) -> None:
    many = "".join(f'<inputData id="i{n}" name="i{n}"/>' for n in range(2001))
    assert refused(models.definitions(many)) == ["dmn-too-large"]


def test_boxes_nested_too_deeply_are_refused(models: Any) -> None:
    deep = "<list>" * 120 + models.literal("1") + "</list>" * 120
    assert refused(models.definitions(models.decision("A", deep))) == ["dmn-too-deep"]


def mutated(dice: random.Random) -> bytes:
    """The example with some bytes cut, doubled, overwritten, or a tag or text exchanged."""
    data = bytearray(EXAMPLE)
    for _ in range(dice.randint(1, 6)):
        at, length = dice.randrange(len(data)), dice.randint(1, 40)
        match dice.randrange(4):
            case 0:
                del data[at : at + length]
            case 1:
                data[at:at] = data[at : at + length]
            case 2:
                data[at] = dice.randrange(256)
            case _:
                words = re.findall(rb"[\w<>/\"=-]+", EXAMPLE)
                data[at : at + length] = dice.choice(words)
    return bytes(data)


def with_other_texts(dice: random.Random) -> bytes:
    """The example, well-formed still, with some of its FEEL texts damaged or exchanged."""
    texts: list[bytes] = re.findall(rb"<text>[^<]*</text>", EXAMPLE)

    def change(found: re.Match[bytes]) -> bytes:
        if dice.random() > 0.2:
            return found.group()
        other = dice.choice(texts)[6:-7]
        at = dice.randrange(len(other) + 1)
        signs = dice.choice([b"", b"(", b"]", b"-", b"1..", b"not(", b'"', b"? ", b" + ", b"null", b"for x in ", b","])
        return b"<text>" + other[:at] + signs + other[at:] + b"</text>"

    return re.sub(rb"<text>[^<]*</text>", change, EXAMPLE)


def read_or_refuse(data: bytes | str) -> None:
    try:
        decisions = dmn.read(data)
        decisions.check()
    except ProgramError:
        pass


def test_a_damaged_file_is_read_or_refused() -> None:
    for seed in range(100):
        dice = random.Random(seed)
        read_or_refuse(mutated(dice))
        read_or_refuse(with_other_texts(dice))


@pytest.mark.nightly
def test_ten_thousand_damaged_files_are_read_or_refused() -> None:
    for seed in range(1_000, 11_000):
        dice = random.Random(seed)
        read_or_refuse(mutated(dice))
        read_or_refuse(with_other_texts(dice))


@settings(max_examples=100)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200)))
def test_any_bytes_and_any_text_are_read_or_refused(data: bytes | str) -> None:
    read_or_refuse(data)
