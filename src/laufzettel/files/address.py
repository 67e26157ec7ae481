"""The address of an S3-compatible store."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass(frozen=True, slots=True)
class BucketAddress:
    """An S3-compatible store: `s3://key:secret@host:port/bucket/prefix?region=eu-central-1&ca=/etc/ssl/own.pem`."""

    endpoint: str
    bucket: str
    prefix: str
    key: str
    secret: str = field(repr=False)
    region: str
    authority: Path | None

    @classmethod
    def parse(cls, url: str) -> Self:
        """Read an address; `s3+http://` where the way to the store is safe without TLS. Raises `ValueError`."""
        parts = urlsplit(url)
        bucket, _, prefix = parts.path.strip("/").partition("/")
        key, secret = unquote(parts.username or ""), unquote(parts.password or "")
        if parts.scheme not in ("s3", "s3+http") or not (parts.hostname and key and secret and _has_fit_port(url)):
            raise ValueError(
                "ist keine Adresse eines S3-Speichers. Beispiel: "
                "s3://schluessel:geheim@s3.example:9000/laufzettel?region=eu-central-1 "
                "(Sonderzeichen im Schlüssel wie in Webadressen: %2F für /)"
            )
        if not re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", bucket):
            raise ValueError("nennt keinen Behälter (Bucket): 3 bis 63 Zeichen, Kleinbuchstaben, Ziffern, - und Punkt.")
        query = dict(parse_qsl(parts.query))
        if unknown := query.keys() - {"region", "ca"}:
            raise ValueError(f"kennt {', '.join(sorted(unknown))} nicht, nur region und ca.")
        authority = Path(query["ca"]) if "ca" in query else None
        if authority and not authority.is_file():
            raise ValueError(f"nennt als „ca“ {authority}. Diese Datei gibt es nicht.")
        return cls(
            endpoint=f"{'http' if parts.scheme == 's3+http' else 'https'}://{parts.netloc.rpartition('@')[2]}",
            bucket=bucket,
            prefix=prefix,
            key=key,
            secret=secret,
            region=query.get("region", "us-east-1"),
            authority=authority,
        )

    @property
    def is_encrypted(self) -> bool:
        """Whether the way there is (what lies there always is)."""
        return self.endpoint.startswith("https:")

    @property
    def is_near(self) -> bool:
        """Whether it is on this machine."""
        return urlsplit(self.endpoint).hostname in ("127.0.0.1", "::1", "localhost")


def _has_fit_port(url: str) -> bool:
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False
