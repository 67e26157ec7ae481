"""The settings of the identity provider: what is wrong is said, production refuses what is unsafe."""

import pytest

from laufzettel.identity.provider import read_levels
from laufzettel.site.configuration import Configuration, ConfigurationError

ISSUER = {"LAUFZETTEL_SIGN_IN_ISSUER": "https://konto.example/realms/buerger", "LAUFZETTEL_SIGN_IN_CLIENT": "rathaus"}


def read(**env: str) -> Configuration:
    return Configuration.from_environment(env)


def test_without_an_issuer_there_is_no_provider_but_in_a_demo() -> None:
    assert read().sign_in is None
    assert read(LAUFZETTEL_MODE="production").sign_in is None
    demo = read(LAUFZETTEL_MODE="demo", LAUFZETTEL_BASE_URL="http://127.0.0.1:9000").sign_in
    assert demo is not None
    assert demo.issuer == "http://127.0.0.1:9000/demo/konto"


def test_the_words_of_the_provider_are_mapped_to_levels() -> None:
    found = read(**ISSUER, LAUFZETTEL_SIGN_IN_LEVELS="basic=loa1; high=loa3 loa4").sign_in

    assert found is not None
    assert dict(found.level_of) == {"loa1": "basic", "loa3": "high", "loa4": "high"}
    assert found.values_from("substantial") == ["loa3", "loa4"]
    assert found.values_from("basic") == ["loa1", "loa3", "loa4"]


@pytest.mark.parametrize("text", ["", "gold=x", "basic=", "basic=x; high=x"])
def test_levels_that_make_no_sense_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"Stufe|nennt keinen|zweimal"):
        read_levels(text)
    with pytest.raises(ConfigurationError, match="LAUFZETTEL_SIGN_IN_LEVELS"):
        read(**ISSUER, LAUFZETTEL_SIGN_IN_LEVELS=text)


def test_what_is_missing_is_named() -> None:
    with pytest.raises(ConfigurationError, match="LAUFZETTEL_SIGN_IN_CLIENT"):
        read(LAUFZETTEL_SIGN_IN_ISSUER="https://konto.example")
    with pytest.raises(ConfigurationError, match="LAUFZETTEL_SIGN_IN_ISSUER"):
        read(LAUFZETTEL_SIGN_IN_ISSUER="konto.example", LAUFZETTEL_SIGN_IN_CLIENT="rathaus")


def test_production_wants_an_encrypted_way_and_a_secret() -> None:
    unsafe = read(LAUFZETTEL_MODE="production", **(ISSUER | {"LAUFZETTEL_SIGN_IN_ISSUER": "http://konto.example"}))

    assert [line for line in unsafe.unsafe() if "SIGN_IN" in line] == [
        "LAUFZETTEL_SIGN_IN_ISSUER muss mit https:// beginnen.",
        "LAUFZETTEL_SIGN_IN_SECRET fehlt.",
    ]
