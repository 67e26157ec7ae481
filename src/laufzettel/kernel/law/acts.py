"""What an act says about itself, and whether the law knows the combination."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

from ..problems import NO_TEXT, Finding, Place, Text
from .tables import ActRule, act_rules, applying, bodies

Procedure = Literal["ao-kag", "hvwvfg", "sgbx", "pstg", "owig"]
Form = Literal["none", "text", "written"]
RemedyKind = Literal["widerspruch", "klage", "einspruch", "antrag-amtsgericht"]
PROCEDURES: tuple[Procedure, ...] = get_args(Procedure)
Channel = Literal[
    "post", "post-abroad", "registered", "certificate", "handed-over", "electronic", "mailbox", "retrieval"
]
CHANNELS: tuple[Channel, ...] = get_args(Channel)
ELECTRONIC: Final = frozenset({"electronic", "mailbox", "retrieval"})
"""Ways that the person entitled must have consented to, and signs in for."""


@dataclass(frozen=True, slots=True)
class Act:
    """`[act.x]` of a package: procedure, kind of issuing body, form, remedy, ways of notification, four eyes.

    `demands_payment` is false for one that asks for no money: its remedy says nothing of an amount that falls due.
    """

    procedure: str
    issuing_body: str
    form: str
    remedy: str
    notification: tuple[str, ...] = ("post",)
    second_person: bool = False
    demands_payment: bool = True


def act_rule(procedure: str, *, land: str, on: date) -> ActRule:
    """What a procedure allows in a Land on a day. An unknown procedure is a `ValueError`."""
    rule = applying((row for row in act_rules() if row.procedure == procedure), land=land, on=on)
    if rule is None:
        raise ValueError(f"unknown procedure: {procedure}")
    return rule


def check_act(act: Act, place: Place, *, land: str, on: date) -> tuple[Finding, ...]:
    """What the law does not know about this act: an error for each, with what it does know."""
    if act.procedure not in PROCEDURES:
        return (_finding("act-unknown-procedure", "Verfahrensart", "procedure", act.procedure, PROCEDURES, place),)
    rule = act_rule(act.procedure, land=land, on=on)
    findings = []
    if act.issuing_body not in bodies():
        findings.append(
            _finding("act-unknown-body", "erlassende Stelle", "issuing body", act.issuing_body, bodies(), place)
        )
    elif act.issuing_body not in rule.bodies:
        findings.append(
            _misfit("act-body", "Erlassende Stelle", "issuing body", act.issuing_body, rule.bodies, rule, place)
        )
    if act.form not in rule.forms:
        findings.append(_misfit("act-form", "Form", "form", act.form, rule.forms, rule, place))
    if act.remedy not in rule.remedies:
        findings.append(_misfit("act-remedy", "Rechtsbehelf", "remedy", act.remedy, rule.remedies, rule, place))
    return (*findings, *_check_channels(act, rule, place))


def _check_channels(act: Act, rule: ActRule, place: Place) -> Iterable[Finding]:
    for channel in act.notification:
        if channel not in CHANNELS:
            yield _finding(
                "act-unknown-channel", "Weg der Bekanntgabe", "way of notification", channel, CHANNELS, place
            )
        elif channel not in rule.channels:
            yield _misfit(
                "act-channel", "Weg der Bekanntgabe", "way of notification", channel, rule.channels, rule, place
            )
    if not set(act.notification) - ELECTRONIC:
        yield Finding(
            "act-channel-consent",
            Text(
                "Elektronisch wird nur bekannt gegeben, wer einwilligt; für alle anderen fehlt ein Weg.",
                "Electronic notification needs consent; for everybody else there is no way.",
            ),
            place,
            hint=Text('Zum Beispiel notification = ["post", …].', 'For example notification = ["post", …].'),
        )


def may_notify(procedure: str, channel: str, *, land: str, on: date) -> bool:
    """Whether an act of this procedure can be notified by this channel at all."""
    return channel in act_rule(procedure, land=land, on=on).channels


def automatic_note(procedure: str, *, land: str, on: date) -> Text:
    """The line under a notice without signature, empty where the procedure wants one."""
    norm = act_rule(procedure, land=land, on=on).automatic_note
    if not norm:
        return NO_TEXT
    return Text(
        f"Dieser Bescheid wurde automatisch erstellt und ist ohne Unterschrift gültig ({norm}).",
        f"This notice was made automatically and is valid without a signature ({norm}).",
    )


def _finding(code: str, de: str, en: str, value: str, known: Iterable[str], place: Place) -> Finding:
    names = ", ".join(known)
    return Finding(
        code,
        Text(f"Unbekannt: {de} „{value}“", f"Unknown {en} “{value}”"),
        place,
        hint=Text(f"Bekannt sind: {names}", f"Known are: {names}"),
    )


def _misfit(code: str, de: str, en: str, value: str, allowed: Iterable[str], rule: ActRule, place: Place) -> Finding:
    names = ", ".join(allowed)
    return Finding(
        code,
        Text(
            f"{de} „{value}“ gibt es in diesem Verfahren nicht ({rule.basis})",
            f"The procedure {rule.procedure} knows no {en} “{value}” ({rule.basis})",
        ),
        place,
        hint=Text(f"Möglich sind: {names}", f"Possible are: {names}"),
    )
