"""More ways to break a package, in its models: forms, process, decisions, letters. Knows as little as `breaking`."""

from collections.abc import Mapping
from typing import Any

from tests.kernel.package.breaking import (
    FIELDS,
    MODEL,
    Breaking,
    add,
    both,
    cell,
    choice,
    each_field,
    element,
    flow,
    inserted,
    sentence,
    swap,
)

DMN = "katzensteuer.dmn"
LETTER = "katzenbescheid.md"


def decision(old: str, new: str, line: str = "") -> Breaking:
    return Breaking(swap(DMN, old, new), DMN, line)


def gate(condition: str) -> list[Breaking]:
    """An exclusive split with a condition that is none, in each flow."""
    inside = choice(condition) + '<bpmn:exclusiveGateway id="treffen" />\n'
    inside += flow("m1", "links", "treffen") + flow("m2", "rechts", "treffen")
    return element(inside, line="", first="weiche", last="treffen")


def catch(timer: str) -> list[Breaking]:
    event = f"<bpmn:timerEventDefinition>{timer}</bpmn:timerEventDefinition>"
    return element(f'<bpmn:intermediateCatchEvent id="neu" name="Neu">{event}</bpmn:intermediateCatchEvent>')


def wrong_type(one: dict[str, Any]) -> None:
    one["label"] = 5


def block(name: str, new: str, line: str = "") -> Breaking:
    """Another mark for a block of the letter."""
    return Breaking(swap(LETTER, f"{{#{name}}}", new), LETTER, line or new)


BLOCKS = ("anlass", "betrag", "zahlung", "rechtsgrundlage")
ENDS = '<bpmn:endEvent id="steuerfrei" name="Keine Steuer">'
THROWN = '<bpmn:errorEventDefinition errorRef="e1" />'

MODELS: Mapping[str, list[Breaking]] = {
    # forms
    "form-duplicate-id": each_field(lambda one: one.update(id="tier_seit"), ()) + [
        Breaking(swap("antrag.form", f'"id": "{name}"', '"id": "tier_draussen"'), "antrag.form", '"id": "tier_draussen"') for name in FIELDS
    ],
    "form-no-id": [Breaking(swap("antrag.form", f'"id": "{name}",', ""), "antrag.form", element=name.replace("_", ".")) for name in FIELDS],
    "form-unknown-type": each_field(lambda one: one.update(type="textfeld")),
    "form-wrong-type": each_field(wrong_type),
    # process
    "bpmn-not-a-condition": gate("tier.rufname") + gate("tier.anzahl"),
    "bpmn-nullable": gate("tier.anzahl &gt; number(tier.rufname)"),
    "bpmn-timer-definition": catch("") + catch("<bpmn:timeDuration>=duration(\"P1D\")</bpmn:timeDuration><bpmn:timeDate>=now()</bpmn:timeDate>"),
    "bpmn-uncaught-error": [
        Breaking(both(swap(MODEL, "<bpmn:process ", f'<bpmn:error id="e1" errorCode="{code}" />\n<bpmn:process '), swap(MODEL, ENDS, ENDS + THROWN)), MODEL, 'id="steuerfrei"')
        for code in ("FREI", "NEIN", "X", "KEINE_STEUER", "404")
    ],
    "bpmn-not-bpmn": [Breaking(add(MODEL, new), MODEL) for new in (b"<a/>", b"<html></html>", b"<definitions/>", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<process id='x'/>")],
    "typed-decision-input": [
        Breaking(both(inserted(name, '<bpmn:businessRuleTask id="neu" name="Neu"><bpmn:extensionElements><zeebe:calledDecision decisionId="katzensteuer" resultVariable="x" /></bpmn:extensionElements></bpmn:businessRuleTask>'),
            swap(DMN, '<inputData id="eingabe_tier" name="tier">\n    <variable id="eingabe_tier_wert" name="tier" />', '<inputData id="eingabe_tier" name="tiere">\n    <variable id="eingabe_tier_wert" name="tiere" />')), MODEL)
        for name in ("f1", "f2", "f3", "f4", "f5")
    ],
    # decisions
    "dmn-duplicate-id": [
        decision('id="eingabe_settings" name', 'id="eingabe_tier" name', "<inputData"), decision('<decision id="satz_je_katze"', '<decision id="eingabe_tier"', "<decision"), decision('<decision id="katzensteuer"', '<decision id="eingabe_tier"', "<decision"),
        decision('<decision id="satz_je_katze"', '<decision id="eingabe_settings"', "<decision"), decision('<decision id="katzensteuer"', '<decision id="satz_je_katze"', "<decision"),
    ],
    "dmn-unknown": [decision(f'<rule id="satz_je_katze_r{n}">', f'<regel/><rule id="satz_je_katze_r{n}">', "<regel") for n in (1, 2, 3)]
    + [decision("<decisionTable ", "<tabelle/><decisionTable ", "<tabelle"), decision('<context id="katzensteuer_kontext">', '<kontext/><context id="katzensteuer_kontext">', "<kontext")],
    "dmn-unknown-type": [decision('typeRef="tKatzensteuer"', f'typeRef="{name}"') for name in ("tKatze", "Zahl", "zahl", "text", "tSteuer")],
    "dmn-type-misfit": [
        decision("<text>satz_je_katze * tier.anzahl</text>", f"<text>{new}</text>", new) for new in ('"viel"', "true", '@"2026-01-01"', '"1"', '@"P1D"')
    ],
    "dmn-not-proven": [cell("&gt; 2", f"&gt; {new}") for new in ("1 + 1", "settings.satz_wohnung", "length([1, 2])", "2 * 1", "floor(2.5)")],
    "dmn-no-logic": [
        Breaking(swap(DMN, '<decision id="katzensteuer"', f'<decision id="{name}" name="{name}"><variable id="{name}_wert" name="{name}" typeRef="number" /></decision>\n  <decision id="katzensteuer"'), DMN, f'id="{name}"')
        for name in ("leer", "spaeter", "x", "ohne", "entwurf")
    ],
    "dmn-missing-requirement": [decision(f'href="#{old}"', f'href="#{new}"') for old, new in (
        ("eingabe_tier", "eingabe_katze"), ("eingabe_settings", "eingabe_x"), ("satz_je_katze", "satz"), ("satz_je_katze", "nichts"), ("eingabe_tier", "x"))],
    # letters
    "letter-class": [block(name, f"{{#{name} .fett}}") for name in BLOCKS] + [sentence("Die Steuer steht in der Satzung. {#a .offen}\n\nMehr.", "{#a .offen}")],
    "letter-block-crossed": [
        Breaking(both(swap(LETTER, begin, f"{{{{#if tier.anzahl > 1}}}}{begin}"), swap(LETTER, end, f"{{{{/if}}}}{end}")), LETTER, "{{#if") for begin, end in (
            ("Bei Ihnen leben", "Wir setzen"), ("Wir setzen", "Die Steuer steht"), ("Die Steuer steht", "Bitte zahlen"), ("Bitte zahlen", "{{by_law.satz_wohnung.title}}"), ("Bei Ihnen leben", "Die Steuer steht"))
    ],
    "letter-markdown": [sentence(f"{new} steht da.", new) for new in ("<b>fett</b>", "![Bild](x.png)", "<br>", "<script>x</script>", "`code`")],
    "letter-heading-level": [Breaking(swap(LETTER, place, f"{level} Zwischentitel\n\n{place}"), LETTER, "Zwischentitel") for level in ("###", "####") for place in ("Wir setzen", "Bitte zahlen", "Bei Ihnen")
    ],
    "letter-head": [
        Breaking(swap(LETTER, "# Bescheid", f"+++\n{new}\n+++\n# Bescheid"), LETTER, new) for new in ('sprache = "de"', "language = 5", 'betreff = "x"', 'language = ["de"]', "absender = ich")
    ],
    "letter-table-cells": [
        sentence(f"| A | B |\n|---|---|\n{row}", row) for row in ("| 1 | 2 | 3 |", "| 1 | 2 | 3 | 4 |", "| eins | zwei | drei |", "| a | b | c |", "| {{tier.anzahl}} | 2 | 3 |")
    ],
    "letter-id-inside": [sentence(f"Die {{#{name}}} Steuer steht in der Satzung.", f"{{#{name}}}") for name in ("a", "mitten", "b2", "steuer", "x")],
    "letter-character": [sentence(f"Die Steuer{char} steht.", "Die Steuer") for char in ("\ue000", "\uf000", "\ue123", "\U000f0000", "\U0010fff0")],
}  # fmt: skip
