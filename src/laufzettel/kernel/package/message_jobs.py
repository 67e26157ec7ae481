"""`message.send`: a hint by e-mail that there is news. What is in it is fixed in the package: no value gets there."""

from collections.abc import Iterator, Mapping

from laufzettel.kernel.feel import types
from laufzettel.kernel.package.hearing_jobs import constant
from laufzettel.kernel.package.job_types import JobType, context, optional
from laufzettel.kernel.problems import Finding, Place, Text

LONGEST = 200
"""Characters of the sentence."""

MESSAGE_JOBS = (
    JobType(
        "message.send",
        Text("Hinweis per E-Mail senden", "Send a hint by e-mail"),
        input=context({"about": optional(types.STRING)}),
        output=context({"is_sent": types.BOOLEAN}),
        doc=Text(
            "Sagt der antragstellenden Person per E-Mail, dass es Neues gibt, mit dem Link zum Stand. `about` ist ein"
            " Satz dazu, als fester Text: eine E-Mail ist offen wie eine Postkarte, deshalb kommt kein Wert des"
            " Vorgangs hinein. Wer auf Englisch beantragt hat, bekommt den Hinweis ohne den Satz. Ohne E-Mail-Adresse"
            " ist `is_sent` false. Ein Bescheid wird so nicht bekannt gegeben.",
            "Tells the applicant by e-mail that there is news, with the link to where the application stands. `about`"
            " is a sentence about it, a constant text: an e-mail is as open as a postcard, so no value of the case gets"
            " into it. Who has applied in English gets the hint without the sentence. Without an e-mail address"
            " `is_sent` is false. It notifies nobody of an act.",
        ),
    ),
)


def message_findings(sources: Mapping[str, str], place: Place) -> Iterator[Finding]:
    """What is wrong with a hint: its sentence is computed, too long, or more than a line."""
    if "about" not in sources:
        return
    text = constant(sources["about"])
    if text is None:
        message = Text("„about“ steht als fester Text da.", '"about" is a constant text.')
        hint = Text(
            "In eine E-Mail kommt kein Wert des Vorgangs; was zu sagen ist, steht beim Stand.",
            "No value of the case gets into an e-mail; what there is to say stands where the application stands.",
        )
        yield Finding("message-constant", message, place, hint=hint)
    elif not text.strip() or len(text) > LONGEST or "\n" in text:
        message = Text(
            f"„about“ ist eine Zeile mit höchstens {LONGEST} Zeichen.", f'"about" is a line of at most {LONGEST}.'
        )
        hint = Text(
            "Sagen Sie in einem kurzen Satz, worum es geht, zum Beispiel „Wir brauchen noch etwas von Ihnen“.",
            'Say in a short sentence what it is about, for example "We need something else from you".',
        )
        yield Finding("message-length", message, place, hint=hint)
