"""Draws the specimens of the tests as PDF and PNG, to be looked at: `python bench/letters_gallery.py FOLDER`."""

import importlib.util
import sys
from pathlib import Path

import pypdfium2

SPECIMENS = Path(__file__).parents[1] / "tests" / "letters" / "pdf" / "conftest.py"


def main(folder: Path) -> None:
    spec = importlib.util.spec_from_file_location("specimens", SPECIMENS)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in module.SPECIMENS.items():
        data = make()
        (folder / f"{name}.pdf").write_bytes(data)
        document = pypdfium2.PdfDocument(data)
        for number in range(len(document)):
            document[number].render(scale=1.0).to_pil().save(folder / f"{name}-{number + 1}.png")
        print(name, len(document), "pages", len(data), "bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
