"""Letters: Markdown with FEEL placeholders, rendered into a plain tree. See `docs/letters.md`."""

from .formats import FUNCTION_NAMES, day, euro, function_types, functions, number
from .letter import Block, Letter, read
from .rendering import paragraphs
from .salutation import salutation
from .translating import Language, LetterTranslation, in_german, is_wholly_named, languages, translated, units
from .tree import BlockPart, TextPart, Tree, plain, plain_blocks, plain_text

__all__ = [
    "FUNCTION_NAMES",
    "Block",
    "BlockPart",
    "Language",
    "Letter",
    "LetterTranslation",
    "TextPart",
    "Tree",
    "day",
    "euro",
    "function_types",
    "functions",
    "in_german",
    "is_wholly_named",
    "languages",
    "number",
    "paragraphs",
    "plain",
    "plain_blocks",
    "plain_text",
    "read",
    "salutation",
    "translated",
    "units",
]
