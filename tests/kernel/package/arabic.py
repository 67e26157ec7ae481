"""The cat's notice in Arabic, as a package brings it: `texts/ar.toml`, and the job that names the person's language."""

import json
from collections.abc import Mapping

from tests.kernel.package.test_finding_kinds import FILES

GERMAN = {
    "subject": "Bescheid über die Katzensteuer",
    "anlass.text": 'Bei Ihnen leben {{anzahl(tier.anzahl, "Katze", "Katzen")}}. Die älteste heißt {{tier.rufname}}.',
    "betrag.text": (
        "Wir setzen die Katzensteuer fest auf **{{euro(abgabe.gesamt)}}** im Jahr."
        " Das sind {{euro(abgabe.je_katze)}} je Katze."
    ),
    "grund.text": "Die Steuer steht in der Satzung.",
    "zahlung.text": "Bitte zahlen Sie bis zum {{abgabe.faellig}}. Das Kassenzeichen ist {{kassenzeichen}}.",
    "rechtsgrundlage.text": (
        "{{by_law.satz_wohnung.title}}, {{by_law.satz_wohnung.paragraph}},"
        " in Kraft seit dem {{by_law.satz_wohnung.in_force_from}}."
    ),
}
ARABIC = {
    "subject": "إشعار بضريبة القطط",
    "anlass.text": "يعيش لديكم {{tier.anzahl}} من القطط. أكبرها اسمها {{tier.rufname}}.",
    "betrag.text": "نحدد ضريبة القطط بمبلغ **{{euro(abgabe.gesamt)}}** في السنة.",
    "grund.text": "الضريبة منصوص عليها في النظام البلدي.",
    "zahlung.text": "يرجى الدفع حتى {{abgabe.faellig}}. رقم الدفع هو {{kassenzeichen}}.",
    "rechtsgrundlage.text": "{{by_law.satz_wohnung.title}}, {{by_law.satz_wohnung.paragraph}}.",
}
LETTER = "katzenbescheid.md"
SPEAKS = b'<zeebe:input source=\'="ar"\' target="language" />\n'


def toml(texts: Mapping[str, str], german: Mapping[str, str] = GERMAN) -> bytes:
    """A file of translations."""
    tables = (
        f"[{json.dumps(f'{LETTER}#{key}')}]\nde = {json.dumps(german[key], ensure_ascii=False)}\n"
        f"text = {json.dumps(text, ensure_ascii=False)}\n"
        for key, text in texts.items()
    )
    return "\n".join(tables).encode()


def files(texts: Mapping[str, str] = ARABIC, language: str = "ar", **more: bytes) -> dict[str, bytes]:
    """The cat's package with a translation of its letter, issued to somebody who reads Arabic."""
    mark = b'<zeebe:input source="={grund: entscheidung.bemerkung}" target="texts" />'
    model = FILES["katzen.bpmn"].replace(mark, mark + b"\n          " + SPEAKS.strip())
    assert model != FILES["katzen.bpmn"]
    return {**FILES, "katzen.bpmn": model, f"texts/{language}.toml": toml(texts), **more}
