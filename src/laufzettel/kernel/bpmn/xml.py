"""Broken, oversized and hostile XML is refused before anything looks at it."""

from lxml import etree

from laufzettel.kernel.problems import Finding, Place, ProgramError, Text

MAX_BYTES = 4 * 1024 * 1024


def parse(data: bytes | str, file: str) -> "etree._Element":
    """The root element: no entities, no DTD, no network, at most 4 MB. Raises `ProgramError`."""
    raw = data.encode() if isinstance(data, str) else data
    if len(raw) > MAX_BYTES:
        raise _refused(file, "too-large", "Das Modell ist größer als 4 MB.", "The model is larger than 4 MB.")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(_without_declared_encoding(data, raw), parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
        raise _refused(
            file, "xml", f"Das ist kein lesbares XML: {error.msg}", f"This is not readable XML: {error.msg}", line
        ) from error
    if str(getattr(root.getroottree().docinfo, "doctype", "")):
        raise _refused(
            file, "doctype", "Eine DOCTYPE-Angabe ist nicht erlaubt.", "A DOCTYPE declaration is not allowed."
        )
    return root


def _without_declared_encoding(data: bytes | str, raw: bytes) -> bytes:
    """Text has no encoding any more; what its declaration says about one would mislead the parser."""
    if isinstance(data, str) and raw.lstrip().startswith(b"<?xml"):
        return raw.partition(b"?>")[2]
    return raw


def _refused(file: str, code: str, de: str, en: str, line: int = 0) -> ProgramError:
    return ProgramError([Finding(f"bpmn-{code}", Text(de, en), Place(file, "", line))])
