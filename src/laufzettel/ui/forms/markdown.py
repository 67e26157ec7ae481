"""Markdown of a package as HTML: no raw HTML, no pictures, headings under the page's own."""

from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_READER = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table").disable(["image", "html_inline"])
_READER.disable("html_block")


@lru_cache(maxsize=2048)
def as_html(text: str, level: int = 2) -> SafeString:
    """The text as HTML; its highest heading becomes `h<level>`, and no level is skipped.

    Values in it were escaped by the kernel.
    """
    if not text.strip():
        return SafeString("")
    tokens = _READER.parse(text)
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    top, before = min((int(token.tag[1]) for token in headings), default=1), level - 1
    for token in headings:
        # Never skip a level, whatever the author wrote.
        before = min(int(token.tag[1]) - top + level, before + (token.type == "heading_open"), 6)
        token.tag = f"h{before}"
    html: str = _READER.renderer.render(tokens, _READER.options, {})
    return mark_safe(html)  # noqa: S308 - markdown-it escapes
