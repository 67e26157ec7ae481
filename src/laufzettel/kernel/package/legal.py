"""What the law asks of a package: acts, money, privacy, retention, dates."""

from collections.abc import Iterator
from datetime import date

from laufzettel.kernel import law
from laufzettel.kernel.package.model import Package
from laufzettel.kernel.package.schema import unknown
from laufzettel.kernel.package.toml import Document
from laufzettel.kernel.problems import Finding, Text

_SECRECY = {"ao-kag": "tax", "sgbx": "social", "pstg": "registry"}
_NORMS = {"tax": "§ 30 AO", "social": "§ 35 SGB I", "registry": "PStG"}
_TEXTS = ("teaser", "description", "prerequisites", "documents", "fees", "steps", "duration", "legal_basis")
LAND = "HE"


def legal(package: Package, *, on: date) -> Iterator[Finding]:
    """Everything that the law asks for and the package does not give. `on` is the day whose law is asked."""
    document = package.documents["service.toml"]
    yield from _acts(package, document, on)
    yield from _presence(package, document)
    yield from _dates(package, document)
    yield from _privacy(package, document)


def _acts(package: Package, document: Document, on: date) -> Iterator[Finding]:
    for name, act in package.acts.items():
        yield from law.check_act(act, document.place(("act", name)), land=LAND, on=on)
        if name not in package.letters:
            message, hint = unknown(f"{name}.md", [f"{letter}.md" for letter in package.letters])
            yield document.finding(("act", name), "act-no-letter", message, hint)
        yield from _electronic(document, name, act, on)
        if act.form == "written" and package.service.trust in ("none", "basic"):
            message = Text(
                "Schriftform mit einem niedrigen Vertrauensniveau passt nicht zusammen.",
                "Written form does not go with a low trust level.",
            )
            hint = Text("service.trust: mindestens „substantial“.", 'service.trust: at least "substantial".')
            yield document.finding(("act", name, "form"), "act-form-trust", message, hint, severity="warning")
    if package.acts and "remedy" not in package.module_texts:
        message = Text("Der Textbaustein „remedy“ fehlt.", 'The text module "remedy" is missing.')
        yield document.finding(("texts",), "texts-remedy", message)


def _electronic(document: Document, name: str, act: law.Act, on: date) -> Iterator[Finding]:
    """What is notified electronically: in our own mailbox, where the norm of the procedure is content with one."""
    for channel in act.notification:
        if channel not in law.ELECTRONIC or not _is_known(act, channel, on):
            continue
        if not law.has_own_mailbox(act.procedure, channel, land=LAND, on=on):
            yield document.finding(("act", name, "notification"), "act-channel-unbuilt", *_unbuilt(act, channel, on))
        elif act.form == "written":
            message = Text(
                "Im Postfach liegt ein PDF ohne qualifizierte Signatur oder Siegel: Das ersetzt keine Schriftform.",
                "In the mailbox lies a PDF without qualified signature or seal: that does not replace written form.",
            )
            hint = Text("Nehmen Sie nur „post“, oder form = „text“.", 'Use "post" alone, or form = "text".')
            yield document.finding(("act", name, "notification"), "act-channel-form", message, hint)


def _is_known(act: law.Act, channel: str, on: date) -> bool:
    return act.procedure in law.PROCEDURES and law.may_notify(act.procedure, channel, land=LAND, on=on)


def _unbuilt(act: law.Act, channel: str, on: date) -> tuple[Text, Text]:
    if channel == "mailbox":
        message = Text(
            f"Im Verfahren {act.procedure} meint „mailbox“ ein Postfach nach dem Onlinezugangsgesetz (§ 9 OZG)."
            " Daran ist Laufzettel nicht angeschlossen; es hat nur ein eigenes.",
            f'In {act.procedure} "mailbox" is one under the Onlinezugangsgesetz (§ 9 OZG).'
            " Laufzettel is not connected to it; it has only a mailbox of its own.",
        )
    else:
        message = Text(
            f"Auf dem Weg „{channel}“ kann Laufzettel nicht bekannt geben: Es sendet keine Bescheide per E-Mail oder"
            " De-Mail.",
            f'Laufzettel cannot notify by "{channel}": it sends no notices by e-mail or De-Mail.',
        )
    ways = (way for way in ("mailbox", "retrieval") if law.has_own_mailbox(act.procedure, way, land=LAND, on=on))
    other = next(ways, "post")
    return message, Text(f"Nehmen Sie „{other}“.", f'Use "{other}".')


def _presence(package: Package, document: Document) -> Iterator[Finding]:
    if not package.service.leika:
        message = Text("Der LeiKa-Schlüssel fehlt.", "The LeiKa key is missing.")
        yield document.finding(("service", "leika"), "service-leika", message)
    if package.fee is None:
        message = Text("Die Gebühr fehlt, auch wenn es keine gibt.", "The fee is missing, even if there is none.")
        hint = Text('[fee] mit kind = "none".', '[fee] with kind = "none".')
        yield document.finding(("fee",), "service-fee", message, hint)
    elif package.fee.kind == "fixed" and not (package.fee.amount and package.fee.norm):
        message = Text("Eine feste Gebühr nennt Betrag und Norm.", "A fixed fee names its amount and norm.")
        yield document.finding(("fee",), "service-fee", message)
    for name in _TEXTS:
        if name not in package.module_texts:
            message = Text(f"Der Textbaustein „{name}“ fehlt.", f'The text module "{name}" is missing.')
            yield document.finding(("texts", name), "texts-missing", message, severity="warning")
    if not package.scenarios:
        message = Text("Das Paket hat kein Szenario.", "The package has no scenario.")
        yield Finding("package-no-scenario", message, document.place(("service",)), "warning")


def _dates(package: Package, document: Document) -> Iterator[Finding]:
    for key, rule in package.dates.items():
        if rule.fiction and not rule.norm:
            message = Text("Eine Genehmigungsfiktion braucht ihre Norm.", "A fiction of approval needs its norm.")
            hint = Text("Ohne Norm gibt es sie nicht (§ 42a HVwVfG).", "Without a norm there is none (§ 42a HVwVfG).")
            yield document.finding(("date", key), "date-fiction-norm", message, hint)
        if rule.fiction and rule.kind != "statutory":
            message = Text("Eine Fiktion ist eine gesetzliche Frist.", "A fiction is a statutory date.")
            yield document.finding(("date", key, "kind"), "date-fiction-kind", message)
        lengths = [bool(rule.working_days), bool(rule.days), bool(rule.months)]
        if sum(lengths) != 1:
            message = Text(
                "Eine Frist hat genau eine Länge: working_days, days oder months.",
                "A date has one length: working_days, days or months.",
            )
            yield document.finding(("date", key), "date-length", message)
        if rule.kind == "statutory" and rule.working_days:
            message = Text(
                "Gesetzliche Fristen rechnen in Tagen oder Monaten (§§ 187 bis 193 BGB).",
                "Statutory dates count days or months (§§ 187 to 193 BGB).",
            )
            yield document.finding(("date", key, "working_days"), "date-statutory", message)


def _privacy(package: Package, document: Document) -> Iterator[Finding]:
    for name, act in package.acts.items():
        wanted = _SECRECY.get(act.procedure)
        if wanted and wanted not in package.privacy.secrecy:
            norm = _NORMS[wanted]
            message = Text(
                f"[act.{name}] im Verfahren {act.procedure}: das Geheimnis „{wanted}“ fehlt ({norm}).",
                f'[act.{name}] in {act.procedure}: the secrecy "{wanted}" is missing ({norm}).',
            )
            hint = Text(f'privacy.secrecy = ["{wanted}"]', f'privacy.secrecy = ["{wanted}"]')
            yield document.finding(("privacy", "secrecy"), "privacy-secrecy", message, hint)
