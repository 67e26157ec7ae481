"""The job types by which data go from one office to another: each names what allows it."""

from laufzettel.kernel.feel import types
from laufzettel.kernel.package.job_types import JobType, context, optional
from laufzettel.kernel.problems import Text

OFFICE_JOBS = (
    JobType(
        "case.forward",
        Text("Vorgang weitergeben", "Pass the case on"),
        input=context({"group": types.STRING, "legal_basis": types.STRING}),
        output=context({"unit": types.STRING}),
        errors=("no-such-unit",),
        doc=Text(
            "Von nun an ist die Einheit zuständig, die in dieser Kommune die Gruppe `group` hat; `unit` ist ihr Name."
            " Eingang und Fristen bleiben, ein vertraulicher Vorgang bleibt vertraulich. Die Weitergabe wird mit ihrer"
            " Rechtsgrundlage vermerkt. Gibt es keine solche Einheit, ist das der Fehler `no-such-unit`.",
            "From now on the unit of this tenant that fills `group` answers for the case; `unit` is its name. Receipt"
            " and dates stay, a confidential case stays confidential. Passing it on is recorded with its legal basis."
            " Without such a unit that is the error `no-such-unit`.",
        ),
    ),
    JobType(
        "case.linked",
        Text("Nach verknüpften Vorgängen sehen", "Look for linked cases"),
        input=context({"service": types.union(types.STRING, types.NULL)}),
        output=context({"is_linked": types.BOOLEAN}),
        doc=Text(
            "Sagt, ob aus diesem Vorgang schon ein anderer geworden ist: von Hand, als Antrag einer anderen Leistung,"
            " oder durch `case.start`. `service` ist der Schlüssel der anderen Leistung, oder null für jede. Ein"
            " angefangener, noch nicht gespeicherter Antrag zählt nicht.",
            "Says whether another case has come of this one already: by hand, as an application of another service, or"
            " by `case.start`. `service` is the key of the other service, or null for any. An application that is begun"
            " and not yet entered does not count.",
        ),
    ),
    JobType(
        "disclosure.make",
        Text("Daten übermitteln", "Disclose data"),
        input=context(
            {
                "recipient": types.STRING,
                "legal_basis": types.STRING,
                "subject": types.STRING,
                "data": optional(types.ANY_CONTEXT),
            }
        ),
        output=context({"disclosure_id": types.STRING}),
        doc=Text(
            "Vermerkt, dass personenbezogene Daten an eine andere Stelle gehen: an wen, was und auf welcher"
            " Rechtsgrundlage. `data` legt sich als Schriftstück in die Akte, so wie es übermittelt wird. Es schickt"
            " nichts: Das tun ein Schreiben, `http.call` oder `case.start`.",
            "Records that personal data go to another body: to whom, what, and on which legal basis. `data` is filed in"
            " the record as it is disclosed. It sends nothing: a letter, `http.call` or `case.start` does.",
        ),
    ),
)
