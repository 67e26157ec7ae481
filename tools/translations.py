"""Translations without GNU gettext: German stands in the code, English in `locale/en/LC_MESSAGES/django.po`.

`compile` writes the catalogue that Django reads; `check` fails when a text is not translated, a translation is no
longer used, or its placeholders differ; `collect` adds what is missing, to be translated, and drops what is unused.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "laufzettel"
CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
# How many leading arguments are texts, by function; a context comes first.
SIMPLE = {"gettext", "gettext_lazy", "gettext_noop", "_"}
PLURAL = {"ngettext", "ngettext_lazy"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy"}
PLURAL_WITH_CONTEXT = {"npgettext", "npgettext_lazy"}
FUNCTIONS = SIMPLE | PLURAL | WITH_CONTEXT | PLURAL_WITH_CONTEXT
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}|%[sd]")
# What Django's `templatize` makes of a template: ordinary gettext calls between blanks.
CALL = re.compile(r"\b(n?p?gettext|_)\(")

type Key = tuple[str, str]  # context, German text


@dataclass
class Message:
    """One German text, with its plural if it has one, and where it stands."""

    context: str
    text: str
    plural: str = ""
    places: list[tuple[str, str]] = field(default_factory=list)

    @property
    def key(self) -> Key:
        return self.context, self.text


def messages() -> dict[Key, Message]:
    """Every text that is marked for translation, in Python and in templates."""
    found: dict[Key, Message] = {}
    for path in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("templates/**/*.*")]):
        for line, message in _in_python(path) if path.suffix == ".py" else _in_template(path):
            known = found.setdefault(message.key, message)
            known.plural = known.plural or message.plural
            known.places.append((str(path.relative_to(PACKAGE.parent.parent)), str(line)))
    return found


def _in_python(path: Path) -> Iterator[tuple[int, Message]]:
    for node in ast.walk(ast.parse(path.read_text(), str(path))):
        if isinstance(node, ast.Call) and (message := _of_call(node)):
            yield node.lineno, message


def _of_call(node: ast.Call) -> Message | None:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    texts = [part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    if name not in FUNCTIONS or not texts:
        return None
    context = texts.pop(0) if name in WITH_CONTEXT | PLURAL_WITH_CONTEXT else ""
    plural = texts[1] if name in PLURAL | PLURAL_WITH_CONTEXT and len(texts) > 1 else ""
    return Message(context, texts[0], plural) if texts else None


def _in_template(path: Path) -> Iterator[tuple[int, Message]]:
    from django.utils.translation.template import templatize

    source = templatize(path.read_text(), origin=str(path))
    for start in (match.start() for match in CALL.finditer(source)):
        if (call := _first_call(source[start:])) and (message := _of_call(call)):
            yield source.count("\n", 0, start) + 1, message


def _first_call(source: str) -> ast.Call | None:
    """The call at the beginning of `source`, which goes on with something else."""
    for end in (match.end() for match in re.finditer(r"\)", source[:10_000])):
        try:
            tree = ast.parse(source[:end].replace("\n", " "), mode="eval")
        except SyntaxError:
            continue
        return tree.body if isinstance(tree.body, ast.Call) else None
    return None


def _catalogue() -> polib.POFile:
    if CATALOGUE.exists():
        return polib.pofile(str(CATALOGUE), wrapwidth=120)
    empty = polib.POFile(wrapwidth=120)
    empty.fpath = str(CATALOGUE)
    empty.metadata = {
        "Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    return empty


def compile_catalogue() -> int:
    """Write the catalogue in the form that Django reads."""
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    _catalogue().save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
    return 0


def check() -> int:
    """Print what is missing, unused or inconsistent; 0 when all is in order."""
    found = messages()
    translated = {(entry.msgctxt or "", entry.msgid): entry for entry in _catalogue() if not entry.obsolete}
    faults = [f"{_place(found[key])}: not translated: {key[1]!r}" for key in found if not _is_done(translated.get(key))]
    faults += [f"{CATALOGUE.name}: no longer used: {key[1]!r}" for key in translated if key not in found]
    faults += [f"{CATALOGUE.name}: placeholders differ: {key[1]!r}" for key in found if _differs(translated.get(key))]
    sys.stdout.write("".join(f"{fault}\n" for fault in faults))
    return 1 if faults else 0


def collect() -> int:
    """Add missing texts to the catalogue, and drop those that nobody uses any more."""
    found, catalogue = messages(), _catalogue()
    for entry in [entry for entry in catalogue if entry.obsolete or (entry.msgctxt or "", entry.msgid) not in found]:
        catalogue.remove(entry)
    known = {(entry.msgctxt or "", entry.msgid) for entry in catalogue}
    for key in [key for key in found if key not in known]:
        message = found[key]
        entry = polib.POEntry(msgid=message.text, msgctxt=message.context or None, msgid_plural=message.plural)
        if message.plural:
            entry.msgstr_plural = {0: "", 1: ""}
        catalogue.append(entry)
    for entry in catalogue:
        message = found[(entry.msgctxt or "", entry.msgid)]
        files = sorted({file for file, _ in message.places})
        entry.occurrences = [(file, "") for file in files]
        entry.flags = sorted({*entry.flags, *(["python-format"] if "%(" in entry.msgid else [])})
    catalogue.sort(key=lambda entry: (entry.occurrences, entry.msgid))
    catalogue.save()
    missing = sum(not _is_done(entry) for entry in catalogue)
    sys.stdout.write(f"{len(catalogue)} texts, {missing} to be translated\n")
    return 0


def _is_done(entry: polib.POEntry | None) -> bool:
    if entry is None or entry.fuzzy:
        return False
    return all(entry.msgstr_plural.values()) if entry.msgid_plural else bool(entry.msgstr)


def _differs(entry: polib.POEntry | None) -> bool:
    if entry is None or not _is_done(entry):
        return False
    given = _placeholders(entry.msgid) | _placeholders(entry.msgid_plural)
    return any(_placeholders(text) - given for text in [entry.msgstr, *entry.msgstr_plural.values()]) or (
        not entry.msgid_plural and _placeholders(entry.msgstr) != given
    )


def _placeholders(text: str) -> set[str]:
    return {match.group(0) for match in PLACEHOLDER.finditer(text or "")}


def _place(message: Message) -> str:
    return ":".join(message.places[0])


if __name__ == "__main__":
    import django
    from django.conf import settings

    settings.configure()
    django.setup()
    sys.exit({"compile": compile_catalogue, "check": check, "collect": collect}[sys.argv[1]]())
