"""Uploaded files in a form: which types a field takes, how large, how many, and what of them is a value.

The value of a file field is a list of contexts with `id`, `name`, `type` and `size` (bytes). The bytes are kept by the
platform. A browser posts the ids alone; what stands for them comes from the files that were uploaded to this draft.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from laufzettel.kernel.feel.types import NUMBER, STRING, ContextType
from laufzettel.kernel.feel.types import Field as FieldType
from laufzettel.kernel.forms.formatting import number_text
from laufzettel.kernel.forms.paths import Value, is_number
from laufzettel.kernel.problems import Text, joined

if TYPE_CHECKING:
    from laufzettel.kernel.forms.building import Builder

type Json = dict[str, Any]
type Files = Mapping[str, Mapping[str, Value]]

MEGABYTE: Final = 1_000_000
LARGEST: Final = 25  # megabytes that one file may have on this platform
MOST: Final = 20  # files that one field may take
USUAL_SIZE, USUAL_COUNT = 10, 10

FILE_TYPE: Final = ContextType(
    {"id": FieldType(STRING), "name": FieldType(STRING), "type": FieldType(STRING), "size": FieldType(NUMBER)},
    closed=True,
)


@dataclass(frozen=True, slots=True)
class FileKind:
    """A type of file that the platform can look into."""

    media_type: str
    endings: tuple[str, ...]
    word: str


FILE_KINDS: Final = {
    kind.media_type: kind
    for kind in (
        FileKind("application/pdf", (".pdf",), "PDF"),
        FileKind("image/jpeg", (".jpg", ".jpeg"), "JPEG"),
        FileKind("image/png", (".png",), "PNG"),
        FileKind("image/webp", (".webp",), "WebP"),
        FileKind("image/tiff", (".tif", ".tiff"), "TIFF"),
    )
}
USUAL_TYPES: Final = ("application/pdf", "image/jpeg", "image/png")


def of_component(builder: "Builder", data: Json) -> dict[str, Any]:
    """What a `filepicker` adds to a field: types, size in bytes, number."""
    properties = data.get("properties", {})
    usual = USUAL_COUNT if data.get("multiple") else 1
    count = _whole(builder, data, "maxCount", properties.get("maxCount", usual), MOST)
    if count > 1 and not data.get("multiple"):
        message = Text("„maxCount“ über 1 braucht „multiple“.", "“maxCount” above 1 needs “multiple”.")
        builder.findings.add("bounds", data["id"], message)
    return {
        "kind": "file",
        "accept": _accepted(builder, data),
        "max_size": _whole(builder, data, "maxSize", properties.get("maxSize", USUAL_SIZE), LARGEST) * MEGABYTE,
        "max_count": count,
        "default": [],
    }


def _whole(builder: "Builder", data: Json, name: str, given: Any, most: int) -> int:
    text = str(given).strip()
    if text.isdecimal() and 1 <= int(text) <= most:
        return int(text)
    message = Text(f"„{name}“ ist eine ganze Zahl von 1 bis {most}.", f"“{name}” is a whole number from 1 to {most}.")
    builder.findings.add("bounds", data["id"], message)
    return 1


def _accepted(builder: "Builder", data: Json) -> tuple[str, ...]:
    """The media types that `accept` names by ending, type, or `image/*`."""
    names = [part.strip().lower() for part in str(data.get("accept", "")).split(",") if part.strip()]
    found: list[str] = [] if names else list(USUAL_TYPES)
    for name in names:
        fitting = [
            kind.media_type
            for kind in FILE_KINDS.values()
            if name in (kind.media_type, *kind.endings) or (name == "image/*" and kind.media_type.startswith("image/"))
        ]
        if not fitting:
            known = ", ".join(ending for kind in FILE_KINDS.values() for ending in kind.endings)
            message = Text(
                f"Dateien der Art „{name}“ kann die Plattform nicht prüfen.",
                f"The platform cannot check files of type “{name}”.",
            )
            builder.findings.add(
                "file-type", data["id"], message, Text(f"Bekannt sind: {known}", f"Known are: {known}")
            )
        found += [media_type for media_type in fitting if media_type not in found]
    return tuple(found)


def chosen(posted: Sequence[str], files: Files) -> Value:
    """The values of the posted ids, each once; what was not uploaded here is nothing."""
    return [dict(files[name]) for name in dict.fromkeys(posted) if name in files]


def is_file(value: Value) -> bool:
    """Whether a value is one of an uploaded file."""
    if not isinstance(value, Mapping) or set(value) != set(FILE_TYPE.fields):
        return False
    return all(isinstance(value[name], str) for name in ("id", "name", "type")) and is_number(value["size"])


def files_in(value: Value) -> list[Mapping[str, Value]]:
    """All files in an answer, wherever they stand."""
    if is_file(value):
        return [value]
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return [file for part in inner for file in files_in(part)]


def problem(value: list[Any], accept: tuple[str, ...], max_size: int, max_count: int) -> tuple[str, Json] | None:
    """What is wrong with a list of files: too many, a type that is not taken, one too large."""
    if len(value) > max_count:
        return ("file-count", {"limit": Decimal(max_count), "count": Decimal(len(value))})
    for file in value:
        if file["type"] not in accept:
            return ("file-type", {"name": file["name"], "types": type_words(accept)})
        if file["size"] > max_size:
            return ("file-size", {"name": file["name"], "limit": size_text(max_size)})
    return None


def type_words(accept: Sequence[str]) -> Text:
    """`PDF, JPEG oder PNG`."""
    words = [FILE_KINDS[name].word for name in accept]
    if len(words) == 1:
        return Text(words[0], words[0])
    start = ", ".join(words[:-1])
    return Text(f"{start} oder {words[-1]}", f"{start} or {words[-1]}")


def endings_of(accept: Sequence[str]) -> str:
    """What a browser's file dialogue offers: `.pdf,.jpg,.jpeg`."""
    return ",".join(ending for name in accept for ending in FILE_KINDS[name].endings)


def size_text(size: Decimal | int) -> Text:
    """`1,2 MB`, `340 kB`, `12 Bytes`."""
    number = Decimal(size)
    if number >= MEGABYTE:
        return joined([number_text(round(number / MEGABYTE, 1)), Text("MB", "MB")], "\N{NO-BREAK SPACE}")
    if number >= 1000:
        return joined([number_text(round(number / 1000)), Text("kB", "kB")], "\N{NO-BREAK SPACE}")
    return joined([number_text(number), Text("Bytes", "bytes")], "\N{NO-BREAK SPACE}")


def files_text(value: Value) -> Text:
    """The files of a field in words: `Bescheid.pdf (1,2 MB), Foto.jpg (340 kB)`."""
    parts: list[Text] = []
    for file in value if isinstance(value, list) else []:
        if is_file(file):
            size = size_text(file["size"])
            parts.append(Text(f"{file['name']} ({size})", f"{file['name']} ({size.en})"))
    return joined(parts)
