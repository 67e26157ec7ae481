"""The life and business situations of the OZG in English; packages name them in German."""

from django.utils.translation import get_language

ENGLISH = {
    "Anmeldung und Zulassung": "Registration and licensing",
    "Arbeitslosigkeit": "Unemployment",
    "Arbeitsschutz": "Safety at work",
    "Ausbildung und Studium": "Training and studies",
    "Ausweise und Reisedokumente": "Identity cards and travel documents",
    "Behinderung": "Disability",
    "Bauen": "Building",
    "Eheschließung": "Marriage",
    "Engagement und Beteiligung": "Volunteering and participation",
    "Geburt": "Birth",
    "Gesundheit": "Health",
    "Gesundheitsvorsorge": "Preventive health care",
    "Kinderbetreuung": "Child care",
    "Kontakt mit der Verwaltung": "Contact with the administration",
    "Pflege": "Care",
    "Schule": "School",
    "Steuern und Abgaben": "Taxes and charges",
    "Tierhaltung": "Keeping animals",
    "Trennung und Scheidung": "Separation and divorce",
    "Umzug": "Moving house",
    "Unternehmensstart und -entwicklung": "Starting and running a business",
    "Wohnen": "Housing",
}


def named(situation: str) -> tuple[str, str]:
    """What a page calls a situation, and in which language that is: German where there is no English word for it."""
    if (get_language() or "de").startswith("en") and situation in ENGLISH:
        return ENGLISH[situation], "en"
    return situation, "de"
