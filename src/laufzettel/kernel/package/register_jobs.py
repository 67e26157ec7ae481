"""The job types by which a process reads and writes the registers of its package."""

from laufzettel.kernel.feel import types
from laufzettel.kernel.package.job_types import JobType, context, optional
from laufzettel.kernel.problems import Text

FOUND = context({"entry": types.STRING, "label": types.STRING, "has_ended": types.BOOLEAN, "values": types.ANY_CONTEXT})
"""An entry that was found; `entry` is its id."""

REGISTER_JOBS = (
    JobType(
        "register.write",
        Text("Ins Register schreiben", "Write to a register"),
        input=context(
            {
                "register": types.STRING,
                "values": types.ANY_CONTEXT,
                "entry": optional(types.STRING),
                "reason": optional(types.STRING),
            }
        ),
        output=context({"entry": types.STRING, "number": types.union(types.STRING, types.NULL)}),
        doc=Text(
            "`register` ist der Name aus [register.…]. `values` ist ein Eintrag, so wie sein Formular ihn annimmt; mit"
            " `entry` wird der Eintrag mit dieser Kennung geändert, und was nicht genannt ist, bleibt. `number` ist"
            " die Nummer, die das Register vergeben hat. Ein Wert, der nur einmal vorkommen darf und schon vorkommt,"
            " ist eine Störung; wer das erwartet, sucht vorher mit `register.find`.",
            "`register` is the name of [register.…]. `values` is an entry as its form accepts it; with `entry` the"
            " entry of this id is changed, and what is not named stays. `number` is the number that the register has"
            " given. A value that may occur once and is there already is an incident; `register.find` tells before.",
        ),
    ),
    JobType(
        "register.find",
        Text("Im Register suchen", "Search a register"),
        input=context(
            {"register": types.STRING, "where": types.ANY_CONTEXT, "with_ended": optional(types.BOOLEAN)},
        ),
        output=context({"count": types.NUMBER, "entries": types.ListType(FOUND)}),
        doc=Text(
            "Findet die Einträge, deren Felder die Werte von `where` haben, höchstens 100, die ältesten zuerst;"
            " beendete nur mit `with_ended`. Groß und klein ist bei Texten gleich.",
            "Finds the entries whose fields have the values of `where`, at most 100, the oldest first; ended ones only"
            " with `with_ended`. Case does not matter in texts.",
        ),
    ),
    JobType(
        "register.end",
        Text("Eintrag im Register beenden", "End an entry of a register"),
        input=context(
            {
                "register": types.STRING,
                "entry": types.STRING,
                "event": types.STRING,
                "on": types.DATE,
                "reason": optional(types.STRING),
            }
        ),
        output=context({"ended_on": types.DATE}),
        doc=Text(
            "`event` ist eines der Ereignisse [register.….end.…]; mit ihm beginnt die Aufbewahrung. Ein Eintrag, der"
            " schon beendet ist, bleibt es mit seinem Tag.",
            "`event` is one of the events [register.….end.…]; retention begins with it. An entry that has ended keeps"
            " its day.",
        ),
    ),
)
