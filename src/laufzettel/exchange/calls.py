"""`http.call`: asks another program, and waits for its answer without holding anything of ours.

Only hosts that the operator names are called (`LAUFZETTEL_CALL_HOSTS`), redirects are not followed. The call may be
made more than once, when a worker dies between sending and keeping the answer: `Idempotency-Key` is the same then.
"""

import http.client
import json
from decimal import Decimal
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from laufzettel.cases.jobs import Answer, Done, Failed, Threw, Work, register
from laufzettel.kernel import feel
from laufzettel.kernel.problems import Text

TIMEOUT = 20
LARGEST = 1_000_000
REFUSED = "http-refused"


@register("http.call", leaves_the_house=True)
def call(work: Work) -> Answer:
    """Send `body` as JSON, or nothing, and give status and body of the answer; 4xx is the error `http-refused`.

    What may work later (no connection, time out, 5xx) raises, so that the queue tries again.
    """
    url = urlsplit(work.input["url"])
    if url.scheme not in ("http", "https") or url.netloc not in settings.CALL_HOSTS:
        host = url.netloc or work.input["url"]
        return Failed(
            Text(f"{host} steht nicht in LAUFZETTEL_CALL_HOSTS.", f"{host} is not among LAUFZETTEL_CALL_HOSTS.")
        )
    body = work.input.get("body")
    method = work.input.get("method") or ("GET" if body is None else "POST")
    status, content = _send(url, method, body, str(work.job.id))
    if status >= 500:
        raise ConnectionError(f"{url.netloc} answers {status}")
    if status >= 300:
        return Threw(REFUSED, Text(f"{url.netloc} antwortet mit {status}.", f"{url.netloc} answers {status}."))
    try:
        answer: Any = json.loads(content, parse_float=Decimal) if content else None
    except ValueError:
        return Failed(Text(f"Die Antwort von {url.netloc} ist kein JSON.", f"The answer of {url.netloc} is no JSON."))
    return Done({"status": Decimal(status), "body": feel.from_json(answer)})


def _send(url: SplitResult, method: str, body: Any, key: str) -> tuple[int, bytes]:
    kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
    connection = kind(url.hostname or "", url.port, timeout=TIMEOUT)
    headers = {"Accept": "application/json", "Idempotency-Key": key, "User-Agent": "Laufzettel"}
    content = None
    if body is not None:
        content = json.dumps(feel.to_json(body), ensure_ascii=False).encode()
        headers["Content-Type"] = "application/json"
    try:
        connection.request(method, f"{url.path or '/'}{'?' + url.query if url.query else ''}", content, headers)
        answer = connection.getresponse()
        found = answer.read(LARGEST + 1)
        if len(found) > LARGEST:
            raise ConnectionError(f"the answer of {url.netloc} is larger than {LARGEST} bytes")
        return answer.status, found
    finally:
        connection.close()
