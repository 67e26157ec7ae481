"""Draws every letter of the services, to be looked at: `python bench/service_letters.py FOLDER [SERVICE …]`.

Each letter as the scenarios bring it forth, once for each set of blocks that it came with, with its translations:
`FOLDER/<service>-<letter>-<n>.png`, all its pages side by side. `FOLDER/letters.txt` says from which scenario each is.
"""

import io
import os
import sys
from pathlib import Path
from typing import Any

from PIL import Image

SERVICES = Path(__file__).parents[1] / "services"
os.environ.setdefault("LAUFZETTEL_PREVIEW", str(SERVICES / "hund-anmelden"))
os.environ["DJANGO_SETTINGS_MODULE"] = "laufzettel.site.preview_settings"

import django  # noqa: E402 - its settings stand in the environment

django.setup()

from laufzettel.kernel.package import load, run_all  # noqa: E402 - it needs Django
from laufzettel.studio.sheets import Specimen, pdf, pictures  # noqa: E402 - it needs Django


def main(folder: Path, wanted: list[str]) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for place in sorted(SERVICES.iterdir()):
        if not wanted or place.name in wanted:
            lines += draw(folder, place)
    (folder / "letters.txt").write_text("\n".join(lines) + "\n")
    return 0


def draw(folder: Path, place: Path) -> list[str]:
    """All letters of one service, each set of blocks once; a line for each."""
    package = load(place)
    seen: dict[tuple[Any, ...], str] = {}
    lines = []
    for result in run_all(package).results:
        for issued in result.letters:
            kind = (issued.name, issued.blocks)
            if kind in seen:
                continue
            number = sum(name == issued.name for name, _ in seen) + 1
            seen[kind] = name = f"{place.name}-{issued.name}-{number}"
            specimen = Specimen(issued, issued.given, issued.day, result.scenario)
            side_by_side(pictures(package, specimen)).save(folder / f"{name}.png")
            size = len(pdf(package, specimen))
            lines.append(f"{name}\t{result.scenario}\t{size} bytes\t{' '.join(issued.translations)}")
            print(lines[-1])
    return lines


def side_by_side(pages: list[bytes]) -> Image.Image:
    """The pages of a letter as one picture."""
    sheets = [Image.open(io.BytesIO(page)).convert("RGB") for page in pages]
    whole = Image.new("RGB", (sum(one.width for one in sheets), max(one.height for one in sheets)), "white")
    left = 0
    for one in sheets:
        whole.paste(one, (left, 0))
        left += one.width
    return whole


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
