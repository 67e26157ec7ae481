"""Trust levels in words."""

from django.utils.translation import gettext

from laufzettel.identity.trust import Trust


def level_words(trust: Trust) -> str:
    """A trust level, as eIDAS and the German user accounts call it."""
    return {
        Trust.NONE: gettext("ohne Anmeldung"),
        Trust.BASIC: gettext("niedrig"),
        Trust.SUBSTANTIAL: gettext("substanziell"),
        Trust.HIGH: gettext("hoch"),
    }[trust]
