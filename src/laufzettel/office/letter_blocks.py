"""A letter's tree as HTML for the screen: every word is escaped, only our own tags are not."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from laufzettel.kernel import law

EMPTY = SafeString("")


def blocks_of(tree: Mapping[str, Any], closing: law.Remedy | law.Hearing | None) -> list[dict[str, Any]]:
    """The letter for the clerk's eye: one part per heading, what the law adds last, with why it cannot be changed."""
    parts: list[dict[str, Any]] = [{"title": tree["subject"], "text": EMPTY, "is_free": False, "why": ""}]
    for block in tree["blocks"]:
        if block["type"] == "heading":
            parts.append({"title": _plain(block["content"]), "text": EMPTY, "is_free": False, "why": ""})
        else:
            parts[-1]["text"] += _block(block)
    if closing is not None:
        text = format_html_join("", "<p>{}</p>", ((paragraph,) for paragraph in closing.paragraphs))
        why = gettext("Die Rechtsbehelfsbelehrung folgt aus dem Verfahren und lässt sich nicht ändern.")
        if isinstance(closing, law.Hearing):
            why = gettext("Die Worte zur Anhörung folgen aus dem Verfahren (%(norm)s) und lassen sich nicht ändern.")
            why %= {"norm": closing.norm if closing.verified else f"{closing.norm} ▲"}
        parts.append({"title": closing.title, "text": text, "is_free": False, "why": why})
    return [part for part in parts if part["text"] or part["title"]]


def free_blocks(tree: Mapping[str, Any], texts: Mapping[str, str]) -> list[dict[str, str]]:
    """The blocks that the clerk may write anew: what stands there, or what the package proposes."""
    several = len(tree["free"]) > 1
    return [
        {
            "id": f"frei-{block}",
            "label": gettext("Ihr Absatz %(number)d") % {"number": number} if several else gettext("Ihr Absatz"),
            "text": texts.get(block, proposed),
            "proposed": proposed,
        }
        for number, (block, proposed) in enumerate(tree["free"].items(), 1)
    ]


def _block(block: Mapping[str, Any]) -> SafeString:
    kind = block["type"]
    if kind == "paragraph":
        return format_html("<p>{}</p>", _inline(block["content"]))
    if kind == "list":
        items = format_html_join("", "<li>{}</li>", ((_blocks(item),) for item in block["items"]))
        return format_html("<ol>{}</ol>" if block.get("ordered") else "<ul>{}</ul>", items)
    if kind == "table":
        return _table(block)
    return EMPTY


def _blocks(blocks: Iterable[Mapping[str, Any]]) -> SafeString:
    return format_html_join("", "{}", ((_block(block),) for block in blocks))


def _table(block: Mapping[str, Any]) -> SafeString:
    head = format_html_join("", '<th scope="col">{}</th>', ((_inline(cell),) for cell in block["head"]))
    rows = format_html_join("", "<tr>{}</tr>", ((_cells(row),) for row in block["rows"]))
    # Where the column is narrow, the table scrolls by itself; with the keyboard, too.
    return format_html(
        '<div class="lz-table-scroll" role="group" aria-label="{}" tabindex="0">'
        "<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>",
        gettext("Tabelle"),
        head,
        rows,
    )


def _cells(row: Sequence[Any]) -> SafeString:
    return format_html_join("", "<td>{}</td>", ((_inline(cell),) for cell in row))


def _inline(content: Iterable[Mapping[str, Any]]) -> SafeString:
    return format_html_join("", "{}", ((_word(part),) for part in content))


def _word(part: Mapping[str, Any]) -> SafeString:
    if part["type"] == "break":
        return SafeString("<br>")
    if part["type"] == "strong":
        return format_html("<strong>{}</strong>", _inline(part["content"]))
    if part["type"] == "emphasis":
        return format_html("<em>{}</em>", _inline(part["content"]))
    return format_html("{}", part["text"])


def _plain(content: Iterable[Mapping[str, Any]]) -> str:
    return "".join(part.get("text", "") + _plain(part.get("content", ())) for part in content)
