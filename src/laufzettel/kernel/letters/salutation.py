"""How a person is addressed."""

from typing import Literal

Form = Literal["", "frau", "herr"]

NOBODY = {"de": "Sehr geehrte Damen und Herren,", "en": "Dear Sir or Madam,"}


def salutation(form: Form, *, given: str = "", family: str = "", title: str = "", language: str = "de") -> str:
    """The line above the text.

    `form` is how the person wants to be addressed; without one the full name stands, which fits everybody
    ("Guten Tag Zoë Großmann-d'Àvila,"). Without a name: ladies and gentlemen.
    """
    tongue = "en" if language.startswith("en") else "de"
    name = " ".join(part.strip() for part in ((title, family) if form else (title, given, family)) if part.strip())
    if not (family.strip() or given.strip()):
        return NOBODY[tongue]
    if tongue == "en":
        return f"Dear {({'frau': 'Ms ', 'herr': 'Mr '}.get(form, '') if not title.strip() else '') + name},"
    return f"Sehr geehrte{'r Herr' if form == 'herr' else ' Frau'} {name}," if form else f"Guten Tag {name},"
