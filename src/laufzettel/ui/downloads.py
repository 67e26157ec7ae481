"""Answers that are files."""

from urllib.parse import quote

from django.http import HttpResponse


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """A PDF to look at in the browser."""
    return file_response(content, name, "application/pdf", inline=True)


def file_response(content: bytes, name: str, media_type: str, *, inline: bool = False) -> HttpResponse:
    """A file; anything but a PDF is only ever saved, never shown as a page of ours."""
    kind = "inline" if inline and media_type == "application/pdf" else "attachment"
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(name, safe='')}"
    response["Content-Length"] = str(len(content))
    return response
