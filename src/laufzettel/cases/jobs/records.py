"""`record.file`: a text of the process becomes a document of the record."""

from laufzettel.cases.jobs import Answer, Done, Failed, Work, register
from laufzettel.files.actions import store_file
from laufzettel.kernel.problems import Text
from laufzettel.records import actions as records


@register("record.file")
def file_text(work: Work) -> Answer:
    """File `text` under `title`."""
    if work.case.record is None:
        return Failed(Text("Der Vorgang hat keine Akte.", "The case has no record."))
    title = work.input["title"]
    file = store_file(f"{title}.txt", "text/plain", (work.input.get("text") or "").encode())
    document = records.file_document(
        work.actor, work.case.record, file, title=title, kind="note", source=f"job {work.job.id}"
    )
    return Done({"document_id": str(document.id)})
