"""What an uploaded file really is: pictures stripped, PDF checked, everything else refused with a reason."""

import io
import threading
import time
import zipfile
import zlib
from contextlib import suppress
from typing import Any

import pikepdf
import psutil
import pytest
from PIL import Image

from laufzettel.files.inspection import Refused, inspect

pytestmark = pytest.mark.slow


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), **more: Any) -> bytes:
    out = io.BytesIO()
    image = Image.new("RGB", size, "white")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    image.save(out, kind, **more)
    return out.getvalue()


def pdf(**root: Any) -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    for name, value in root.items():
        document.Root[f"/{name}"] = value
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("boese.html", "<script>alert(1)</script>")
    return out.getvalue()


def huge_png() -> bytes:
    """A picture of 60,000 by 60,000 points in a few kilobytes."""
    import struct

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        inspect(content)
    return refused.value.code


def test_a_picture_keeps_its_direction_and_loses_place_camera_and_comment() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Kamera von Zoë"
    exif.get_ifd(0x8825)[1] = "N"
    content = picture(exif=exif, comment=b"geheim")

    found = inspect(content)

    with Image.open(io.BytesIO(found.content)) as kept:
        assert (found.media_type, kept.size, dict(kept.getexif())) == ("image/jpeg", (20, 40), {})
        assert kept.getpixel((10, 2))[0] > 200 > kept.getpixel((10, 2))[2]  # type: ignore[index]
    assert b"Kamera" not in found.content
    assert b"geheim" not in found.content


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
def test_other_pictures_are_written_anew_too(kind: str) -> None:
    found = inspect(picture(kind) + b"<script>alert(1)</script>")

    assert b"script" not in found.content
    with Image.open(io.BytesIO(found.content)) as kept:
        assert (kept.format, kept.size) == (kind, (40, 20))


def test_a_scan_keeps_its_pages() -> None:
    found = inspect(picture("TIFF", save_all=True, append_images=[Image.new("RGB", (40, 20), "blue")]))

    with Image.open(io.BytesIO(found.content)) as kept:
        assert getattr(kept, "n_frames", 0) == 2


def test_what_hangs_behind_a_picture_is_gone() -> None:
    found = inspect(picture() + zipped())

    assert not zipfile.is_zipfile(io.BytesIO(found.content))


def test_a_pdf_is_kept_byte_for_byte() -> None:
    content = pdf()

    assert inspect(content).content == content
    assert inspect(content).media_type == "application/pdf"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b"MZ\x90\x00" + b"\0" * 200, "file-type"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "file-type"),
        (b"<!doctype html><script>alert(1)</script>", "file-type"),
        (zipped(), "file-type"),
        (b"%PDF-1.7\n<script>alert(1)</script>", "file-ending"),
        (b"%PDF-1.7\nnothing\n%%EOF\n", "file-broken"),
        (pdf() + zipped(), "file-ending"),
        (picture()[:200], "file-broken"),
        (b"RIFF\x10\0\0\0WAVEfmt ", "file-broken"),
        (huge_png(), "file-pixels"),
    ],
)
def test_everything_else_is_refused_with_its_reason(content: bytes, code: str) -> None:
    assert refusal(content) == code


@pytest.mark.parametrize(
    "action",
    [
        {"S": "/JavaScript", "JS": "app.alert(1)"},
        {"S": "/Launch", "F": "calc.exe"},
        {"S": "/URI", "Next": [{"S": "/JavaScript", "JS": "1"}]},
    ],
)
def test_a_pdf_that_acts_is_refused(action: dict[str, Any]) -> None:
    def named(value: Any) -> Any:
        if isinstance(value, dict):
            return pikepdf.Dictionary({f"/{key}": named(one) for key, one in value.items()})
        if isinstance(value, list):
            return pikepdf.Array([named(one) for one in value])
        return pikepdf.Name(value) if value.startswith("/") else pikepdf.String(value)

    assert refusal(pdf(OpenAction=named(action))) == "file-active"


def test_a_pdf_with_a_password_is_refused() -> None:
    out = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(out, encryption=pikepdf.Encryption(user="geheim", owner="geheim"))

    assert refusal(out.getvalue()) == "file-locked"


def is_the_inspection(child: psutil.Process) -> bool:
    with suppress(psutil.Error):  # other tests' children may be ending
        return "laufzettel.files.inspection" in " ".join(child.cmdline())
    return False


def killing(times: int) -> threading.Thread:
    """Kill the process that looks, so many times, each as soon as it is there."""

    def work() -> None:
        for _ in range(times):
            found: list[psutil.Process] = []
            while not found:
                found = [child for child in psutil.Process().children() if is_the_inspection(child)]
                time.sleep(0.01)
            found[0].kill()
            while psutil.pid_exists(found[0].pid):  # not `wait`: the one who has started it wants to know how it ended
                time.sleep(0.01)

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def test_a_process_that_is_killed_while_it_looks_is_started_again() -> None:
    killer = killing(1)

    found = inspect(picture("PNG", (2000, 2000)))

    killer.join()
    assert found.media_type == "image/png"


def test_a_process_that_is_killed_twice_says_nothing_of_the_file() -> None:
    killer = killing(2)

    assert refusal(picture("PNG", (2000, 2000))) == "file-unread"
    killer.join()


def test_a_pdf_that_unpacks_to_very_much_cannot_take_the_platform_along() -> None:
    bomb = zlib.compress(zlib.compress(b" " * 400_000_000, 9), 9)
    body = (
        b"%%PDF-1.5\n1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter[/FlateDecode/FlateDecode]/Length %d>>\nstream\n"
        % len(bomb)
        + bomb
        + b"\nendstream\nendobj\ntrailer<</Root 2 0 R>>\n%%EOF\n"
    )

    assert refusal(body) == "file-broken"
