"""Takes the pictures of README and handbook anew: `make pictures`.

`tests/e2e/test_pictures.py` walks to what they show. What the pages name is made small and put beside them, what no
page names any more is taken away, and what a page names without being taken is said. Look at each before you commit it.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "handbuch" / "bilder"
TAKEN = ROOT / "tests" / "e2e" / "screenshots"
WALKS = "tests/e2e/test_pictures.py"
COLOURS = 64
"""So many that are frequent, and as many between them: pages have few colours, and letters keep their soft edges."""


def named() -> set[str]:
    """The pictures that README and handbook show."""
    pages = [ROOT / "README.md", *(ROOT / "docs" / "handbuch").glob("*.md")]
    return {name for page in pages for name in re.findall(r"\]\([^)]*bilder/([\w-]+\.png)\)", page.read_text())}


def small(source: Path, target: Path) -> None:
    """Store a picture with few colours: the most frequent as they are, the others as the nearest that is kept."""
    with Image.open(source) as opened:
        picture = opened.convert("RGB")
    counted = sorted(picture.getcolors(picture.width * picture.height) or [], reverse=True)
    between = picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE).convert("RGB").getcolors(COLOURS) or []
    kept = list(dict.fromkeys(colour for _, colour in [*counted[:COLOURS], *between]))
    nearest = {
        colour: min(
            range(len(kept)), key=lambda index: sum((a - b) ** 2 for a, b in zip(colour, kept[index], strict=True))
        )
        for _, colour in counted
    }
    few = Image.frombytes("P", picture.size, bytes(nearest[colour] for colour in picture.get_flattened_data()))
    few.putpalette([part for colour in kept for part in colour])
    few.save(target, optimize=True)


def main() -> int:
    """0 when every picture that a page names was taken."""
    for old in TAKEN.glob("*.png"):
        old.unlink()
    walk = [sys.executable, "-m", "pytest", "-q", "-m", "nightly", WALKS]
    with_pictures = os.environ | {"LAUFZETTEL_TEST_PICTURES": "1"}
    done = subprocess.run(walk, cwd=ROOT, env=with_pictures, check=False)  # noqa: S603 - our own command
    if done.returncode:
        return done.returncode
    wanted, taken = named(), {path.name for path in TAKEN.glob("*.png")}
    for name in sorted(wanted & taken):
        small(TAKEN / name, FOLDER / name)
    for path in FOLDER.glob("*.png"):
        if path.name not in wanted:
            path.unlink()
    size = sum(path.stat().st_size for path in FOLDER.glob("*.png"))
    sys.stdout.write(f"{len(wanted & taken)} pictures, {size // 1000} kB, in {FOLDER.relative_to(ROOT)}\n")
    for name in sorted(wanted - taken):
        sys.stderr.write(f"{name}: a page shows it, and {WALKS} does not take it\n")
    for name in sorted(taken - wanted):
        sys.stdout.write(f"{name}: taken, and no page shows it\n")
    return int(bool(wanted - taken))


if __name__ == "__main__":
    sys.exit(main())
