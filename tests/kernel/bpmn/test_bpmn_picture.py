"""The diagram as SVG and as text."""

import re
from pathlib import Path

import pytest
from lxml import etree
from tests.kernel.bpmn.notation import bpmn

from laufzettel.kernel.bpmn import draw, outline, read
from laufzettel.kernel.bpmn.diagram import Box
from laufzettel.kernel.bpmn.svg_parts import broken, outside

DATA = Path(__file__).parents[2] / "data"
MODELS = sorted([*(DATA / "bpmn-miwg").glob("*.bpmn"), *(DATA / "bpmn-zeebe-model").glob("*.bpmn")])
DRAWN = """
<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
  xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI"
  xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0"><bpmndi:BPMNPlane bpmnElement="p">
  <bpmndi:BPMNShape bpmnElement="s"><dc:Bounds x="0" y="22" width="36" height="36"/></bpmndi:BPMNShape>
  <bpmndi:BPMNShape bpmnElement="a" bioc:fill="#000080"><dc:Bounds x="100" y="0" width="100" height="80"/></bpmndi:BPMNShape>
  <bpmndi:BPMNEdge bpmnElement="s_a"><di:waypoint x="36" y="40"/><di:waypoint x="100" y="40"/></bpmndi:BPMNEdge>
</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></definitions>"""


def drawn(process: str) -> str:
    return bpmn(process).removesuffix("</definitions>") + DRAWN


PROCESS = """
start s | name=Antrag da
user a | name=Antrag "<prüfen>"
s -> a
"""


def test_a_picture_marks_what_was_visited_and_what_is_current_not_by_colour_alone() -> None:
    # when
    svg = draw(read(drawn(PROCESS)), visited=["s", "s_a"], current=["a"])
    # then
    root = etree.fromstring(svg)
    found = {g.get("data-element"): g.get("class") for g in root.iter("{*}g") if g.get("data-element")}
    assert found == {
        "s": "lz-bpmn-node lz-bpmn-startEvent is-visited",
        "a": "lz-bpmn-node lz-bpmn-userTask is-current",
        "s_a": "lz-bpmn-edge lz-bpmn-sequenceFlow is-visited",
    }
    assert svg.count("lz-bpmn-badge") == 2


def test_a_picture_needs_no_inline_style_and_no_script() -> None:
    svg = draw(read(drawn(PROCESS)))
    assert not re.search(r"\sstyle=|<style|<script|\son[a-z]+=|url\(|href", svg)


def test_a_picture_escapes_names_and_writes_white_on_a_dark_colour() -> None:
    svg = draw(read(drawn(PROCESS)))
    assert "<prüfen>" not in svg
    assert "&lt;prüfen&gt;" in svg
    assert 'fill="#000080"' in svg
    assert 'fill="#ffffff"' in svg
    assert svg.__html__() is svg


def test_a_label_keeps_its_words_whole_grows_upwards_above_its_shape_and_stays_beside_others() -> None:
    shape, label = Box(100, 100, 50, 50), Box(82, 70, 86, 27)

    above = outside("Erlaubnis gleich beantragen?", label, shape, [shape])
    wide = outside("Bearbeitungsziel überschritten", Box(82, 154, 86, 27), shape, [shape])
    pushed = outside("Leistung fehlt", Box(82, 154, 86, 27), shape, [Box(160, 150, 100, 80)])

    assert (above.y + above.height, above.height) == (97, 45)
    assert broken("Bearbeitungsziel überschritten", int(wide.width / 6.2), None) == [
        "Bearbeitungsziel",
        "überschritten",
    ]
    assert (pushed.x + pushed.width, pushed.y) == (156, 154)


def test_a_word_that_is_too_long_leaves_no_two_letters_alone() -> None:
    assert broken("Zusammenstellungen", 16, 4) == ["Zusammenstellu-", "ngen"]


def test_a_model_without_a_diagram_has_no_picture() -> None:
    assert draw(read(bpmn(PROCESS))) == ""


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_every_model_of_the_kits_is_drawn_as_well_formed_svg(path: Path) -> None:
    if path.name == "DefinitionsTest.shouldNotAffectCommentsResult.bpmn":
        return  # the kit's own broken XML
    svg = draw(read(path.read_bytes()), language="en")
    if svg:
        assert etree.fromstring(svg).findtext("{*}title", "").startswith("Process ")


def test_the_outline_follows_the_flow_in_both_languages() -> None:
    # given
    model = read(
        bpmn("""
            start s
            user a | name=Prüfen
            xor g | name=Gut?
            boundary t | on=a | timer=P7D | name=Zu spät
            end e
            end f
            s -> a -> g
            g -> e : =x
            g *-> f
            t -> f
        """)
    )
    # when
    steps = outline(model, visited={"s"}, current={"a"})
    # then
    assert [str(step.text) for step in steps][:3] == [
        "Start: weiter mit „Prüfen“. Erledigt.",
        "Aufgabe „Prüfen“: weiter mit „Gut?“. Hier steht der Vorgang.",
        "Randereignis (Zeit) „Zu spät“ an „Prüfen“: weiter mit „f“.",
    ]
    assert steps[1].text.en == "Task “Prüfen”: on to “Gut?”. The case is here."
    assert [step.element for step in steps] == ["s", "a", "t", "f", "g", "e"]
