"""Packages: check, scenarios, simulated applicants, in CPU seconds, against what was promised.

The package that is checked is made up: 20 pages with seven questions each, 60 elements in its process, and a decision.
The scenarios are those of hund-anmelden, played until there are a hundred.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from laufzettel.kernel import package
from laufzettel.kernel.package.beginning import blank

DOG = Path(__file__).parents[1] / "services" / "hund-anmelden"
PAGES, QUESTIONS, ELEMENTS, ROUNDS = 20, 7, 60, 3
PROMISED = {"check": 1.0, "scenarios": 1.0, "applicants": 10.0}


def large() -> dict[str, bytes]:
    """A package of 20 pages and 60 elements, made from the one that `laufzettel new` begins with."""
    files = blank("gross", "Große Leistung")
    form = json.loads(files["antrag.form"])
    first = form["components"][0]
    for number in range(PAGES - len(form["components"])):
        form["components"].append(_page(first, number))
    files["antrag.form"] = json.dumps(form, indent=2).encode()
    model = next(path for path in files if path.endswith(".bpmn"))
    files[model] = _process(files[model].decode()).encode()
    return files


def _page(first: dict[str, object], number: int) -> dict[str, object]:
    questions = [
        {
            "type": "textfield",
            "id": f"frage_{number}_{n}",
            "key": f"seite{number}.frage{n}",
            "label": f"Frage {n}",
            "validate": {"required": True, "maxLength": 80},
            "conditional": {"hide": f"=seite{number}.frage{n - 1} = null"} if n else {"hide": "=false"},
            "properties": {"error": "Geben Sie etwas ein.", "help": "So steht es in Ihrem Ausweis."},
        }
        for n in range(QUESTIONS)
    ]
    return {**first, "id": f"seite_{number}", "label": f"Seite {number}", "components": questions}


def _process(text: str) -> str:
    """Steps that reckon, and gateways around every third of them, in the first flow of the process."""
    start = text.index("<bpmn:sequenceFlow ")
    end = text.index("/>", start) + 2
    flow = text[start:end]
    parts = dict(part.split("=") for part in flow.removeprefix("<bpmn:sequenceFlow ").removesuffix("/>").split())
    name, source, target = (parts[key].strip('"') for key in ("id", "sourceRef", "targetRef"))
    made: list[str] = []
    at, count, number = source, text.count("<bpmn:incoming>") + 1, 0
    while count < ELEMENTS:
        number += 1
        step, split, join = f"schritt_{number}", f"weiche_{number}", f"treffen_{number}"
        made += [_step(step, number), _step(f"{step}_b", number)]
        made += [
            f'<bpmn:exclusiveGateway id="{split}" default="d_{number}" />',
            f'<bpmn:exclusiveGateway id="{join}" />',
        ]
        condition = f"<bpmn:conditionExpression>=seite{number}.frage1 = &#34;x&#34;</bpmn:conditionExpression>"
        made += [
            _flow(name if at == source else f"e_{number}", at, split),
            _flow(f"c_{number}", split, step, condition),
            _flow(f"d_{number}", split, f"{step}_b"),
            _flow(f"f_{number}", step, join),
            _flow(f"g_{number}", f"{step}_b", join),
        ]
        at, count = join, count + 4
    made.append(_flow("letzter", at, target))
    text = text[:start] + "\n".join(made) + text[end:]
    return text.replace(f"<bpmn:incoming>{name}</bpmn:incoming>", "<bpmn:incoming>letzter</bpmn:incoming>", 1)


def _flow(name: str, source: str, target: str, inner: str = "") -> str:
    return f'<bpmn:sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">{inner}</bpmn:sequenceFlow>'


def _step(name: str, number: int) -> str:
    inner = f'<zeebe:script expression="=seite{number}.frage0" resultVariable="{name}" />'
    extensions = f"<bpmn:extensionElements>{inner}</bpmn:extensionElements>"
    return f'<bpmn:scriptTask id="{name}" name="{name}">{extensions}</bpmn:scriptTask>'


def cost(work: Callable[[], object]) -> float:
    """The least CPU time of some rounds, in seconds."""
    times = []
    for _ in range(ROUNDS):
        before = time.process_time()
        work()
        times.append(time.process_time() - before)
    return min(times)


def main() -> int:
    """Print a line for each figure; 1 when one is above what was promised."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, content in large().items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        loaded, findings = package.check_source(folder, on=date(2026, 3, 1))
        errors = [str(finding) for finding in findings if finding.severity == "error"]
        if loaded is None or errors:
            print("\n".join(errors))
            return 2
        pages, elements = len(loaded.application.sources), len(loaded.model.processes.popitem()[1].elements)
        found = {"check": cost(lambda: package.check_source(folder, on=date(2026, 3, 1)))}
    dog = package.load(DOG)
    names = (list(dog.scenarios) * 100)[:100]
    found["scenarios"] = cost(lambda: [package.run(dog, name) for name in names])
    found["applicants"] = cost(lambda: package.simulate(dog, 1_000, seed=1))
    what = {
        "check": f"check of {pages} pages and {elements} elements",
        "scenarios": "100 scenarios of hund-anmelden",
        "applicants": "1,000 applicants of hund-anmelden",
    }
    for key, seconds in found.items():
        print(f"{what[key]:45} {seconds:6.2f} s CPU, promised {PROMISED[key]:4.1f} s")
    return int(any(seconds > PROMISED[key] for key, seconds in found.items()))


if __name__ == "__main__":
    sys.exit(main())
