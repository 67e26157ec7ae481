"""DMN's XML, opened without trusting it: no document type, no entities, no network, bounded."""

import re

from lxml import etree

from laufzettel.kernel.problems import Finding, Place, ProgramError, Text

MAX_BYTES = 4 * 1024 * 1024
"""Largest model file (`semantics.md`, limits)."""

VERSIONS = {
    "http://www.omg.org/spec/DMN/20180521/MODEL/": "1.2",
    "https://www.omg.org/spec/DMN/20191111/MODEL/": "1.3",
    "https://www.omg.org/spec/DMN/20211108/MODEL/": "1.4",
    "https://www.omg.org/spec/DMN/20230324/MODEL/": "1.5",
}
"""The namespaces of the models that are read, and the version of the standard that each means."""

LAUFZETTEL = "urn:laufzettel:dmn"
"""Namespace of our own attributes (`valid_from`)."""

_ENCODINGS = frozenset({"utf-8", "utf8", "utf-16", "us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "windows-1252"})
_DECLARED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")


def parse(data: bytes | str, file: str) -> etree._Element:
    """The root element of `data`. Raises `ProgramError` for anything that is not a bounded, plain XML document."""
    try:
        raw = data.encode() if isinstance(data, str) else data
    except UnicodeEncodeError as error:
        what = Text("Die Datei enthält unzulässige Zeichen.", "The file contains characters that are not allowed.")
        raise refuse("dmn-xml", what, file) from error
    if len(raw) > MAX_BYTES:
        raise refuse("dmn-too-large", Text("Die Datei ist größer als 4 MB.", "The file is larger than 4 MB."), file)
    plain = raw.replace(b"\0", b"")
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        what = Text("Eine Dokumenttyp-Angabe ist nicht erlaubt.", "A document type declaration is not allowed.")
        raise refuse("dmn-doctype", what, file)
    declared = _DECLARED.search(plain[:200])
    if declared and not isinstance(data, str) and declared.group(1).decode().lower() not in _ENCODINGS:
        what = Text("Diese Zeichenkodierung wird nicht gelesen.", "This character encoding is not read.")
        raise refuse("dmn-encoding", what, file)
    try:
        return etree.fromstring(_without_declaration(raw) if isinstance(data, str) else raw, _parser())
    except etree.XMLSyntaxError as error:
        line, column = error.position
        said = str(error.msg).partition(", line ")[0]
        place = Place(file, line=line or 0, column=max(column or 0, 0))
        what = Text(f"Die Datei ist kein gültiges XML: {said}", f"The file is not well-formed XML: {said}")
        raise ProgramError([Finding("dmn-xml", what, place)]) from error
    except (ValueError, LookupError) as error:
        what = Text("Die Datei ist kein gültiges XML.", "The file is not well-formed XML.")
        raise refuse("dmn-xml", what, file) from error


def refuse(code: str, message: Text, file: str, line: int = 0) -> ProgramError:
    return ProgramError([Finding(code, message, Place(file, line=line))])


def local(element: etree._Element) -> str:
    """The tag without its namespace."""
    return etree.QName(element).localname


def namespace(element: etree._Element) -> str:
    return etree.QName(element).namespace or ""


def line_of(element: etree._Element) -> int:
    """The line where `element` begins; 0 when it is not known."""
    line = element.sourceline
    return line if isinstance(line, int) else 0


def text_of(element: etree._Element | None) -> str:
    return "" if element is None else "".join(str(part) for part in element.itertext())


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _without_declaration(raw: bytes) -> bytes:
    # A text has no encoding any more, whatever its first line still claims.
    return re.sub(rb"^\s*<\?xml[^>]*\?>", b"", raw, count=1)
