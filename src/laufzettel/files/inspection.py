"""What an uploaded file really is, in a process of its own: whatever it does to the reader, the platform goes on.

Run as `python -m laufzettel.files.inspection`: the file comes in, a line of JSON goes out, and after it the file as it
may be kept. A picture is read and written anew, so that nothing but the picture is left; a PDF is kept as it is, byte
for byte, when nothing in it can act by itself.
"""

import io
import json
import resource
import signal
import subprocess
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from PIL.Image import Image

MEMORY = 1024 * 1024 * 1024
SECONDS = 20
PIXELS = 80_000_000
PAGES = 2_000
MOST_FRAMES = 100
AFTER_THE_END = 32  # bytes of line ends that some programs write behind a PDF's end
PICTURES: Final = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "TIFF": "image/tiff"}
ACTIVE: Final = frozenset({"/JavaScript", "/JS", "/Launch", "/RichMedia", "/XFA", "/ImportData"})


class Refused(Exception):
    """The file will not be taken; `code` is that of the form's error (`file-type`, `file-broken`, …)."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Inspected:
    """What the content is, and the bytes that may be kept."""

    media_type: str
    content: bytes


def inspect(content: bytes) -> Inspected:
    """Look at a stranger's file, in another process with bounds; raises `Refused`.

    A process that somebody else has ended, such as a machine short of memory, says nothing of the file: once more, and
    then the person is asked to try again later.
    """
    if not content:
        raise Refused("file-empty")
    done = _in_another_process(content) or _in_another_process(content)
    if done is None:
        raise Refused("file-unread")
    head, _, kept = done.stdout.partition(b"\n")
    if done.returncode != 0 or not head:
        raise Refused("file-broken")
    answer = json.loads(head)
    if "refused" in answer:
        raise Refused(answer["refused"])
    return Inspected(answer["type"], kept)


def _in_another_process(content: bytes) -> "subprocess.CompletedProcess[bytes] | None":
    """The process that has looked; None where it was killed, or the machine had no time for it."""
    try:
        done = subprocess.run(  # noqa: S603 - our own module, nothing of the file in the arguments
            [sys.executable, "-I", "-m", __name__],
            input=content,
            capture_output=True,
            timeout=SECONDS * 2,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return None if done.returncode == -signal.SIGKILL else done


def look(content: bytes) -> Inspected:
    """The same in this process, without bounds."""
    if content.startswith(b"%PDF-"):
        return Inspected("application/pdf", _pdf(content))
    for starts, name in _PICTURE_STARTS:
        if content.startswith(starts):
            return _picture(content, name)
    raise Refused("file-type")


_PICTURE_STARTS: Final = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"RIFF", "WEBP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
)


def _picture(content: bytes, name: str) -> Inspected:
    """The picture alone, upright: no position, no camera, no comment, nothing behind its end."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = PIXELS
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(content), formats=[name]) as picture:
                frames = [_bare(ImageOps.exif_transpose(frame)) for frame in _frames(picture, name)]
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise Refused("file-pixels") from None
        except (OSError, ValueError, SyntaxError, EOFError):
            raise Refused("file-broken") from None
    out = io.BytesIO()
    if name == "TIFF":
        frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:], compression="tiff_lzw")
    elif name == "JPEG":
        (frames[0] if frames[0].mode in ("L", "RGB", "CMYK") else frames[0].convert("RGB")).save(
            out, "JPEG", quality=92
        )
    else:
        frames[0].save(out, name)
    return Inspected(PICTURES[name], out.getvalue())


def _frames(picture: "Image", name: str) -> "Iterator[Image]":
    """The pages of a scan; of anything else the first picture."""
    from PIL import ImageSequence

    return islice(ImageSequence.Iterator(picture), MOST_FRAMES if name == "TIFF" else 1)


def _bare(picture: "Image") -> "Image":
    """The same pixels in a picture that knows nothing else."""
    from PIL.Image import new

    if picture.mode not in ("1", "L", "RGB", "RGBA", "CMYK"):
        picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    bare = new(picture.mode, picture.size)
    bare.paste(picture)
    return bare


def _pdf(content: bytes) -> bytes:
    """The same bytes, when they are a PDF from begin to end that opens without a password and does nothing itself."""
    import pikepdf

    end = content.rfind(b"%%EOF")
    if end < 0 or content[end + 5 :].strip() or len(content) - end - 5 > AFTER_THE_END:
        raise Refused("file-ending")
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            if not 1 <= len(document.pages) <= PAGES:
                raise Refused("file-broken")
            if any(_acts(thing) for thing in (*document.objects, document.trailer)):
                raise Refused("file-active")
    except pikepdf.PasswordError:
        raise Refused("file-locked") from None
    except (pikepdf.PdfError, ValueError, RuntimeError):
        raise Refused("file-broken") from None
    return content


def _acts(thing: Any, depth: int = 0) -> bool:
    """Whether something of the file acts when it is opened or clicked; what it only points to comes by itself."""
    import pikepdf

    if depth > 20:
        raise Refused("file-broken")
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        names = set(thing.keys())
        if names & ACTIVE or str(thing.get("/S", "")) in ACTIVE:
            return True
        inner = [thing[name] for name in names]
    elif isinstance(thing, pikepdf.Array):
        inner = list(thing)
    else:
        return False
    return any(_acts(value, depth + 1) for value in inner if not getattr(value, "is_indirect", False))


def main() -> int:
    """Read a file from the standard input; answer on the standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))  # SIGXCPU: a file that takes too long
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    out = sys.stdout.buffer
    try:
        found = look(sys.stdin.buffer.read())
    except Refused as refusal:
        out.write(json.dumps({"refused": refusal.code}).encode() + b"\n")
        return 0
    except MemoryError:
        out.write(json.dumps({"refused": "file-pixels"}).encode() + b"\n")
        return 0
    out.write(json.dumps({"type": found.media_type}).encode() + b"\n" + found.content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
