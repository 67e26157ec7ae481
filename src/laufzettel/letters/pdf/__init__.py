"""Letters and reports as PDF/A-3a and PDF/UA-1: pure functions from data to bytes."""

from .fitting import DoesNotFit
from .letter import Letterhead, LetterSheet, Translation, render_letter, render_letters, render_pages
from .report import Section, render_report
from .sheet import Attachment, Mark

__all__ = [
    "Attachment",
    "DoesNotFit",
    "LetterSheet",
    "Letterhead",
    "Mark",
    "Section",
    "Translation",
    "render_letter",
    "render_letters",
    "render_pages",
    "render_report",
]
