"""What the environment says is read typed; what makes no sense, or is unsafe in production, is told by its name."""

from pathlib import Path

import pytest

from laufzettel.site import cli
from laufzettel.site.configuration import Configuration, ConfigurationError

KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
SAFE = {
    "LAUFZETTEL_MODE": "production",
    "LAUFZETTEL_SECRET_KEY": "s" * 50,
    "LAUFZETTEL_MASTER_KEY": KEY,
    "LAUFZETTEL_BASE_URL": "https://antrag.example",
    "LAUFZETTEL_EMAIL_URL": "smtp+tls://laufzettel:s3cr3t@mail.example:587",
    "LAUFZETTEL_TRUSTED_PROXIES": "1",
}


def read(**env: str) -> Configuration:
    return Configuration.from_environment(env)


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("LAUFZETTEL_PORT", "abc", "eine ganze Zahl von 1 bis 65535"),
        ("LAUFZETTEL_PORT", "0", "eine ganze Zahl von 1 bis 65535"),
        ("LAUFZETTEL_PORT", "65536", "eine ganze Zahl von 1 bis 65535"),
        ("LAUFZETTEL_GRACE", "x", "eine ganze Zahl ab 0"),
        ("LAUFZETTEL_GRACE", "-1", "eine ganze Zahl ab 0"),
        ("LAUFZETTEL_WEB_PROCESSES", "0", "eine ganze Zahl ab 1"),
        ("LAUFZETTEL_WEB_THREADS", "1.5", "eine ganze Zahl ab 1"),
        ("LAUFZETTEL_WORKER_THREADS", "viele", "eine ganze Zahl ab 1"),
        ("LAUFZETTEL_POOL_SIZE", "0", "eine ganze Zahl ab 1"),
        ("LAUFZETTEL_TRUSTED_PROXIES", "ja", "eine ganze Zahl ab 0"),
        ("DATABASE_URL", "mysql://localhost/x", "ist keine PostgreSQL-Adresse"),
        ("DATABASE_URL", "postgresql://a:s3cr3t@host:xx/laufzettel", "ist keine PostgreSQL-Adresse"),
        ("DATABASE_URL", "postgresql://a:s3cr3t@[::1/laufzettel", "ist keine PostgreSQL-Adresse"),
        ("DATABASE_OWNER_URL", "postgresql://a:s3cr3t@/laufzettel?port=99999", "ist keine PostgreSQL-Adresse"),
        ("LAUFZETTEL_BASE_URL", "foo", "Erwartet wird Schema und Rechner"),
        ("LAUFZETTEL_BASE_URL", "ftp://antrag.example", "Erwartet wird Schema und Rechner"),
        ("LAUFZETTEL_BASE_URL", "https://antrag.example/amt", "Erwartet wird Schema und Rechner"),
        ("LAUFZETTEL_BASE_URL", "https://antrag example", "Erwartet wird Schema und Rechner"),
        ("LAUFZETTEL_BASE_URL", "https://antrag.example:x", "Erwartet wird Schema und Rechner"),
        ("LAUFZETTEL_HOSTS", "a.example, https://b.example", "nennt 'https://b.example'"),
        ("LAUFZETTEL_HOSTS", "b.example:8000", "nennt 'b.example:8000'"),
        ("LAUFZETTEL_MASTER_KEY", "s3cr3t", "ist kein Schlüssel"),
        ("LAUFZETTEL_MASTER_KEY", KEY[:-4], "ist kein Schlüssel"),
        ("LAUFZETTEL_MASTER_KEY", "ß" * 44, "ist kein Schlüssel"),
        ("LAUFZETTEL_EMAIL_URL", "mail.example", "ist keine Adresse eines Mailservers"),
        ("LAUFZETTEL_EMAIL_URL", "smtp://a:s3cr3t@mail.example:xx", "ist keine Adresse eines Mailservers"),
        ("LAUFZETTEL_SCANNER", "clamd://scanner:xx", "Beispiel: clamd:///run/clamav/clamd.ctl"),
        ("LAUFZETTEL_MODE", "produktion", "Erlaubt sind: development, demo, production"),
    ],
)
def test_what_makes_no_sense_is_told_by_its_name_and_without_secrets(variable: str, value: str, says: str) -> None:
    with pytest.raises(ConfigurationError) as told:
        read(**{variable: value})

    assert variable in str(told.value)
    assert says in str(told.value)
    assert "s3cr3t" not in str(told.value)


def test_a_certificate_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "key.pem").touch()

    with pytest.raises(ConfigurationError, match=r"LAUFZETTEL_TLS_CERTIFICATE nennt /nirgends\.pem"):
        read(LAUFZETTEL_TLS_CERTIFICATE="/nirgends.pem", LAUFZETTEL_TLS_KEY=str(tmp_path / "key.pem"))
    with pytest.raises(ConfigurationError, match="LAUFZETTEL_TLS_CERTIFICATE fehlt"):
        read(LAUFZETTEL_TLS_KEY=str(tmp_path / "key.pem"))


def test_what_is_empty_counts_as_not_set() -> None:
    names = ("MODE", "DATA", "BASE_URL", "HOST", "PORT", "MASTER_KEY", "EMAIL_URL", "SERVICES", "TLS_KEY", "FILES")

    assert read(**{f"LAUFZETTEL_{name}": "" for name in names}) == read()


def test_the_address_follows_from_where_we_listen(tmp_path: Path) -> None:
    files = {"LAUFZETTEL_TLS_CERTIFICATE": str(tmp_path / "a.pem"), "LAUFZETTEL_TLS_KEY": str(tmp_path / "b.pem")}
    for path in files.values():
        Path(path).touch()

    assert read().base_url == "http://127.0.0.1:8000"
    assert read(LAUFZETTEL_HOST="::1", LAUFZETTEL_PORT="8012").base_url == "http://[::1]:8012"
    assert read(LAUFZETTEL_HOST="::").base_url == "http://[::1]:8000"
    assert (
        read(**files, LAUFZETTEL_HOST="antrag.example", LAUFZETTEL_PORT="443").base_url == "https://antrag.example:443"
    )
    assert read(LAUFZETTEL_BASE_URL="https://antrag.example/").hosts[0] == "antrag.example"


def test_keys_and_passwords_are_not_shown() -> None:
    shown = repr(read(**SAFE, DATABASE_URL="postgresql://lz_app:s3cr3t@db.example/laufzettel"))

    assert "s3cr3t" not in shown
    assert "s" * 50 not in shown
    assert "\\x1f" not in shown


def test_a_safe_production_may_run_behind_a_proxy_or_with_a_certificate_of_its_own(tmp_path: Path) -> None:
    files = {"LAUFZETTEL_TLS_CERTIFICATE": str(tmp_path / "a.pem"), "LAUFZETTEL_TLS_KEY": str(tmp_path / "b.pem")}
    for path in files.values():
        Path(path).touch()

    assert read(**SAFE).unsafe() == ()
    assert read(**SAFE | {"LAUFZETTEL_TRUSTED_PROXIES": "0"} | files).unsafe() == ()
    assert read(**SAFE | {"LAUFZETTEL_EMAIL_URL": "smtp://127.0.0.1:25"}).unsafe() == ()


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("LAUFZETTEL_SECRET_KEY", "s" * 49),
        ("LAUFZETTEL_MASTER_KEY", ""),
        ("LAUFZETTEL_BASE_URL", "http://antrag.example"),
        ("LAUFZETTEL_TRUSTED_PROXIES", "0"),
        ("LAUFZETTEL_EMAIL_URL", ""),
        ("LAUFZETTEL_EMAIL_URL", "smtp://laufzettel:s3cr3t@mail.example:25"),
        ("LAUFZETTEL_FILES", "s3+http://k:s@s3.example/akten"),
    ],
)
def test_production_does_not_start_unsafe(variable: str, value: str) -> None:
    sentences = read(**SAFE | {variable: value}).unsafe()

    assert [sentence.split()[0] for sentence in sentences] == [variable]


@pytest.mark.parametrize("command", [["serve"], ["web"], ["worker"], ["migrate"], ["manage", "check"]])
def test_every_command_says_what_is_wrong(
    command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LAUFZETTEL_PORT", "abc")
    monkeypatch.setenv("LAUFZETTEL_AS_OWNER", "")

    code = cli.run(command)

    told = capsys.readouterr().err
    assert code == 3
    assert told.startswith("Die Einstellungen stimmen nicht. LAUFZETTEL_PORT ist 'abc'")
    assert "The settings are not right" in told
