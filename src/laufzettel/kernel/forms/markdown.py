"""Values inside Markdown: what somebody entered is text there, never markup."""

import re

_MARKUP = re.compile(r"([!-/:-@\[-`{-~])")


def escaped(text: str) -> str:
    """The text with every ASCII punctuation mark escaped (CommonMark 2.4), on one line."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
