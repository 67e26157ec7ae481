"""Prints the processes of `administration.py` as JSON {name: XML}, for `tests/data/bpmn-modeler/write.mjs`."""

import json
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from tests.kernel.bpmn.administration import ADMINISTRATION, called
from tests.kernel.bpmn.notation import bpmn


def prefixed(xml: str) -> str:
    """The same with the prefix `bpmn:` that modellers write."""
    xml = re.sub(r"<(/?)([A-Za-z]+)(?=[\s>/])", r"<\1bpmn:\2", xml)
    return xml.replace('xmlns="', 'xmlns:bpmn="', 1).replace('"tFormalExpression"', '"bpmn:tFormalExpression"')


if __name__ == "__main__":
    found = {name: prefixed(bpmn(text, **called(text))) for name, text in ADMINISTRATION.items()}
    sys.stdout.write(json.dumps(found))
