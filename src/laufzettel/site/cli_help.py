"""The parser of the command line itself: a mistake ends it."""

import sys
from typing import NoReturn

from laufzettel.kernel.arguments import Parser, Refused
from laufzettel.site.serve.problems import ExitCode


class GermanParser(Parser):
    """German help and complaints, as all commands have them."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and end with exit code 2."""
        try:
            super().error(message)
        except Refused as refused:
            sys.stderr.write(f"{refused}\n")
            sys.exit(ExitCode.USAGE)
