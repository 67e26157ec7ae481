"""What stops a token: raised inside a step, caught there, and turned into an incident."""

from laufzettel.kernel.problems import Text


class Trouble(Exception):
    """An element cannot go on. `kind` becomes the incident's kind, `message` its cause."""

    def __init__(self, kind: str, message: Text, detail: str = "") -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.detail = detail
