"""A release is checked, carried by the platform, and its version is made once."""

import dataclasses
from pathlib import Path

import pytest

from laufzettel.catalogue import actions as catalogue
from laufzettel.catalogue.models import Release
from laufzettel.catalogue.support import unsupported
from laufzettel.kernel import bpmn
from laufzettel.kernel import package as packages
from laufzettel.kernel.problems import ProgramError

pytestmark = pytest.mark.django_db
SERVICE = Path(__file__).parents[2] / "services" / "hund-anmelden"


def files(**changes: tuple[str, str]) -> dict[str, bytes]:
    found = dict(packages.load(SERVICE).files)
    for name, (old, new) in changes.items():
        path = name.replace("_", ".", 1)
        text = found[path].decode()
        assert old in text
        found[path] = text.replace(old, new, 1).encode()
    return found


def test_the_same_content_is_the_release_that_is_there() -> None:
    before = Release.objects.count()

    release = catalogue.release(files())

    assert release.key == "hund-anmelden"
    assert Release.objects.count() == before


def test_other_content_under_a_released_version_is_refused() -> None:
    changed = files(service_toml=('teaser = "', 'teaser = "Neu: '))

    with pytest.raises(catalogue.ReleaseRefused, match="Erhöhen Sie die Version"):
        catalogue.release(changed)


def test_what_the_platform_does_not_carry_is_named_with_its_place() -> None:
    model = (
        (SERVICE / "vorgang.bpmn")
        .read_text()
        .replace('<zeebe:taskDefinition type="claim.raise" />', '<zeebe:taskDefinition type="rocket.launch" />')
    )
    package = dataclasses.replace(packages.load(SERVICE), model=bpmn.read(model, file="vorgang.bpmn"))

    (finding,) = unsupported(package)

    assert str(finding).startswith("vorgang.bpmn:")
    assert finding.place.element == "forderung"
    assert "rocket.launch" in finding.message


def test_every_shipped_service_is_carried() -> None:
    assert unsupported(packages.load(SERVICE)) == []


def test_an_act_that_never_goes_by_post_is_refused_as_long_as_there_is_no_other_way() -> None:
    handed = ('notification = ["post", "mailbox"]', 'notification = ["handed-over"]')

    (finding,) = unsupported(packages.load(files(service_toml=handed)))

    assert (finding.place.element, "ohne die Post" in finding.message) == ("act.bescheid.notification", True)


def test_a_package_with_an_error_is_not_released() -> None:
    changed = files(
        service_toml=('version = "', 'version = "9.'),
        vorgang_bpmn=('<zeebe:taskDefinition type="claim.raise" />', '<zeebe:taskDefinition type="rocket.launch" />'),
    )

    with pytest.raises(ProgramError):
        catalogue.release(changed)

    assert Release.objects.filter(version__startswith="9.").count() == 0
