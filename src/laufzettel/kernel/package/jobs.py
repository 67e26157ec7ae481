"""The job types that a service task may name, with typed input and output. The platform has one handler for each.

A handler receives `StartJob.input`, which fits `JobType.input`, and answers `JobDone` with values that fit
`JobType.output`, or `ErrorThrown` with one of `JobType.errors`. Money is a number with at most two decimal places.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

from laufzettel.kernel.feel import types
from laufzettel.kernel.package.hearing_jobs import HEARING_JOBS, hearing_misfits
from laufzettel.kernel.package.job_types import PARTY, JobType, context, optional
from laufzettel.kernel.package.message_jobs import MESSAGE_JOBS
from laufzettel.kernel.package.office_jobs import OFFICE_JOBS
from laufzettel.kernel.package.register_jobs import REGISTER_JOBS
from laufzettel.kernel.problems import Text

INSTALMENT = context({"date": types.DATE, "amount": types.NUMBER})
MANDATE = context({"iban": types.STRING, "account_holder": types.STRING})

JOB_TYPES: Mapping[str, JobType] = {
    job.name: job
    for job in (
        JobType(
            "letter.issue",
            Text("Schreiben erlassen", "Issue a letter"),
            input=context(
                {
                    "letter": types.STRING,
                    "recipient": PARTY,
                    "texts": optional(types.ANY_CONTEXT),
                    "language": optional(types.STRING),
                }
            ),
            output=context({"letter_id": types.STRING, "issued_on": types.DATE}),
            doc=Text(
                "`letter` ist der Name der Datei ohne .md. Das Schreiben sieht alle Variablen des Vorgangs,"
                " `settings` und `by_law`. `texts` sind die Worte der Sachbearbeitung für freie Absätze, nach deren"
                " id; null lässt den Vorschlag stehen. `language` ist die Sprache der Person, zum Beispiel „ar“: Hat"
                " das Paket das Schreiben in ihr, liegt es als Übersetzung bei. Ein Verwaltungsakt ([act.…]) bekommt"
                " Rechtsbehelf und erlassende Stelle. `issued_on` ist der Tag des Schreibens, nicht der Aufgabe zur"
                " Post.",
                "`letter` is the file's name without .md. The letter sees all variables of the case, `settings` and"
                " `by_law`. `texts` are the clerk's words for free blocks, by their id; null keeps what is proposed."
                " `language` is the person's, “ar” for example: where the package has the letter in it, that is"
                " enclosed as a translation."
                " An act ([act.…]) gets remedy and issuing body. `issued_on` is the letter's date, not the day of"
                " posting.",
            ),
        ),
        JobType(
            "claim.raise",
            Text("Forderung zum Soll stellen", "Raise a claim"),
            input=context(
                {
                    "amount": types.NUMBER,
                    "subject": types.STRING,
                    "due_dates": types.ListType(INSTALMENT),
                    "debtor": PARTY,
                    "mandate": optional(MANDATE),
                }
            ),
            output=context({"reference": types.STRING, "claim_id": types.STRING}),
            doc=Text(
                "Die Raten ergeben zusammen genau `amount`. `reference` ist das Kassenzeichen.",
                "The instalments add up to `amount` exactly. `reference` is the Kassenzeichen.",
            ),
        ),
        JobType(
            "claim.credit",
            Text("Guthaben zur Kasse geben", "Give a credit to the cash desk"),
            input=context(
                {
                    "amount": types.NUMBER,
                    "subject": types.STRING,
                    "due_on": types.DATE,
                    "creditor": PARTY,
                    "account": optional(MANDATE),
                }
            ),
            output=context({"reference": types.STRING, "claim_id": types.STRING}),
            doc=Text(
                "Was zu viel festgesetzt ist, über null. Die Kasse bekommt es als Forderung mit Minus, ist der Bescheid"
                " erlassen; ob sie es auszahlt oder verrechnet, entscheidet sie. `account` nennt das Konto dafür.",
                "What was assessed too much, above zero. The cash desk gets it as a claim below zero once the notice"
                " has been issued; whether it pays it out or sets it off is its decision. `account` names an account.",
            ),
        ),
        JobType(
            "question.ask",
            Text("Rückfrage stellen", "Ask the applicant"),
            input=context({"text": types.STRING, "days": optional(types.NUMBER)}),
            output=context({"answer": types.union(types.STRING, types.NULL), "is_answered": types.BOOLEAN}),
            doc=Text(
                "Die Frage steht beim Stand des Antrags und wird dort beantwortet; `days` (ohne Angabe 14) ist die Zeit"
                " dafür. Solange sie offen ist, ruht das Bearbeitungsziel. Nimmt das Amt sie zurück, ist `answer` null"
                " und `is_answered` false. Was geschieht, wenn niemand antwortet, sagt ein Zeitereignis am Rand.",
                "The question stands where the application stands, and is answered there; `days` (14 if not given) is"
                " the time for it. While it is open, service dates are paused. When the office withdraws it, `answer`"
                " is null and `is_answered` false. A timer at the boundary says what happens when nobody answers.",
            ),
        ),
        *HEARING_JOBS,
        JobType(
            "case.start",
            Text("Verknüpften Vorgang beginnen", "Start a linked case"),
            input=context(
                {"service": types.STRING, "application": types.ANY_CONTEXT, "legal_basis": types.STRING},
            ),
            output=context({"number": types.STRING, "case_id": types.STRING}),
            errors=("service-not-offered",),
            doc=Text(
                "Beginnt in derselben Kommune einen Vorgang der Leistung `service` (ihr Schlüssel), mit `application`"
                " als Antrag, so wie deren Formular ihn annimmt, und mit dem Eingang dieses Antrags. Die Weitergabe"
                " wird mit ihrer Rechtsgrundlage vermerkt. Keiner der beiden Vorgänge wartet auf den anderen. Bietet"
                " die Kommune die Leistung nicht an, ist das der Fehler `service-not-offered`.",
                "Starts a case of the service `service` (its key) of the same tenant, with `application` as its"
                " application, as that form accepts it, and with this application's time of receipt. The disclosure"
                " is recorded with its legal basis. Neither case waits for the other. If the tenant does not offer the"
                " service, that is the error `service-not-offered`.",
            ),
        ),
        *OFFICE_JOBS,
        JobType(
            "message.publish",
            Text("Nachricht an andere Vorgänge", "Message to other cases"),
            input=context(
                {
                    "message": types.STRING,
                    "key": types.STRING,
                    "payload": optional(types.ANY_CONTEXT),
                    "id": optional(types.STRING),
                    "time_to_live": optional(types.DAYS),
                }
            ),
            output=context({}),
            doc=Text(
                "Wer in dieser Kommune unter `message` und `key` wartet, bekommt `payload`, je Leistung einer. Mit"
                " `time_to_live` wird sie so lange aufgehoben; dieselbe `id` zählt in dieser Zeit nur einmal.",
                "Cases of this tenant that wait for `message` and `key` get `payload`, one of each service. With"
                " `time_to_live` it is kept so long; within that time the same `id` counts once.",
            ),
        ),
        JobType(
            "http.call",
            Text("Ein anderes Programm fragen", "Ask another program"),
            input=context(
                {"url": types.STRING, "method": optional(types.STRING), "body": optional(types.ANY)},
            ),
            output=context({"status": types.NUMBER, "body": types.ANY}),
            errors=("http-refused",),
            doc=Text(
                "Fragt eine Adresse, die der Betrieb erlaubt hat, mit JSON und gibt die Antwort. 4xx ist der Fehler"
                " `http-refused`; was vorübergeht, wird wiederholt. Der Aufruf kann mehr als einmal ankommen, mit"
                " demselben `Idempotency-Key`.",
                "Asks an address that the operator has allowed, with JSON, and gives the answer. 4xx is the error"
                " `http-refused`; what passes is tried again. The call may arrive more than once, with the same"
                " `Idempotency-Key`.",
            ),
        ),
        *MESSAGE_JOBS,
        *REGISTER_JOBS,
        JobType(
            "record.file",
            Text("Schriftstück zur Akte nehmen", "File a document in the record"),
            input=context({"title": types.STRING, "text": optional(types.STRING)}),
            output=context({"document_id": types.STRING}),
            doc=Text(
                "Antrag, Schreiben, Nachrichten und Verlauf legen sich selbst ab; dies ist für alles andere.",
                "Application, letters, messages and history file themselves; this is for anything else.",
            ),
        ),
    )
}


LETTER_JOBS = ("letter.issue", "hearing.open")
"""The jobs that a letter goes out with."""


def misfits(job: JobType, values: Mapping[str, object]) -> list[Text]:
    """Why `values` are no input for the job; empty when they are. A handler may rely on it having been asked."""
    found = []
    for name, wanted in job.input.fields.items():
        if name not in values:
            if wanted.required:
                found.append(Text(f"„{name}“ fehlt.", f'"{name}" is missing.'))
        elif not types.has_type(values[name], wanted.type):  # type: ignore[arg-type]
            found.append(Text(f"„{name}“ hat nicht den Typ {wanted.type}.", f'"{name}" is not of type {wanted.type}.'))
    found += [
        Text(f"„{name}“ kennt {job.name} nicht.", f'{job.name} knows no "{name}".')
        for name in values
        if name not in job.input.fields
    ]
    if not found and job.name in _FURTHER:
        found += _FURTHER[job.name](values)
    return found


def _claim_misfits(values: Mapping[str, object]) -> list[Text]:
    amount, parts = values["amount"], values["due_dates"]
    total = sum(part["amount"] for part in parts)  # type: ignore[attr-defined]
    if wrong := _amount_misfits(amount):
        return wrong
    if total != amount:
        return [
            Text(
                f"Die Raten ergeben {total} statt {amount}.", f"The instalments add up to {total} instead of {amount}."
            )
        ]
    return []


def _amount_misfits(amount: object) -> list[Text]:
    if not isinstance(amount, Decimal) or amount <= 0:
        return [Text("Der Betrag muss größer als null sein.", "The amount must be above zero.")]
    if amount != round(amount, 2):
        return [Text("Der Betrag hat mehr als zwei Nachkommastellen.", "The amount has more than two decimals.")]
    return []


def _credit_misfits(values: Mapping[str, object]) -> list[Text]:
    return _amount_misfits(values["amount"])


_FURTHER: Mapping[str, Callable[[Mapping[str, object]], list[Text]]] = {
    "claim.raise": _claim_misfits,
    "claim.credit": _credit_misfits,
    "hearing.open": hearing_misfits,
}
