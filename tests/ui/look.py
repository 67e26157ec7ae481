"""Takes screenshots of every page at 360 and 1280 pixels, light and dark, and says what axe finds.

python tests/ui/look.py [folder] [name …]
"""

import sys
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).parents[2]))


def main(folder: Path, names: list[str]) -> int:
    """Returns the number of things found."""
    from tests.ui import browser, gallery

    found = 0
    with browser.chromium() as chromium:
        for name in names or gallery.PAGES:
            for width, scheme in ((360, "light"), (1280, "light"), (360, "dark"), (1280, "dark")):
                context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
                page = context.new_page()
                problems = browser.serve(page, gallery.html(name), gallery.accent(name))
                page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)
                problems += browser.violations(page)
                if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    problems.append("wider than the screen")
                for problem in problems:
                    found += 1
                    sys.stdout.write(f"{name} {width} {scheme}: {problem}\n")
                context.close()
    return found


if __name__ == "__main__":
    django.setup()
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "build/look")
    target.mkdir(parents=True, exist_ok=True)
    sys.exit(min(main(target, sys.argv[2:]), 1))
