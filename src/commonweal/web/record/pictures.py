"""Pictures that people send: what comes is read with suspicion, what is kept is only the picture.

Pillow reads a JPEG, PNG or WebP by its content, whatever its name says. It is turned upright,
made smaller and written anew as a JPEG, so that the camera's notes (place and time of the
photograph, its owner) and anything hidden behind the picture stay behind.
"""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass

from django.conf import settings
from PIL import Image, ImageOps

from commonweal.errors import InputError, InputProblem

READ = ("JPEG", "PNG", "WEBP")
LONGEST_SIDE = 1600  # pixels: sharp across a page
MOST_PIXELS = 50_000_000  # the largest of today's telephones; more would fill the memory
QUALITY = 82
WHITE = (255, 255, 255)
# What Pillow raises for content that is not what it seems.
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    struct.error,
    zlib.error,
)
BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is safe to keep and show: a JPEG, with its size in pixels."""

    content: bytes
    width: int
    height: int


def clean(data: bytes, column: str = "picture") -> Picture:
    """Read a picture and write it anew.

    Args:
        data: what was sent.
        column: the field of the form, for the message.

    Raises:
        InputError: it is too large, of another kind, or broken.
    """
    refuse_large(len(data), column)
    try:
        with Image.open(io.BytesIO(data), formats=READ) as opened:
            _refuse_pixels(opened.size, column)
            # Large photographs are read at half or a quarter of their size where that is enough.
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(opened)
            return _written(_on_white(upright))
    except BOMB:
        raise _too_many_pixels("far more", column) from None
    except BROKEN:
        expected, came = "a picture: a JPEG, PNG or WebP file", "something else, or a broken file"
        raise InputError(InputProblem(expected, came, column=column)) from None


def refuse_large(size: int, column: str = "picture") -> None:
    """Refuse a file by its size in bytes, before it is read.

    Raises:
        InputError: it is larger than may be sent.
    """
    if size > settings.LARGEST_UPLOAD:
        most = settings.LARGEST_UPLOAD / 1_000_000
        expected = f"a picture of {most:g} megabytes at most"
        raise InputError(InputProblem(expected, f"{size / 1_000_000:.1f}", column=column))


def _refuse_pixels(size: tuple[int, int], column: str) -> None:
    width, height = size
    if width * height > MOST_PIXELS:
        raise _too_many_pixels(f"{width * height / 1_000_000:.0f} million", column)


def _too_many_pixels(came: str, column: str) -> InputError:
    expected = f"a picture of {MOST_PIXELS // 1_000_000} million pixels at most"
    hint = "Make it smaller and send it again."
    return InputError(InputProblem(expected, came, column=column, hint=hint))


def _on_white(image: Image.Image) -> Image.Image:
    """Without transparency, which a JPEG cannot hold."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    paper = Image.new("RGB", layer.size, WHITE)
    paper.paste(layer, mask=layer.getchannel("A"))
    return paper


def _written(image: Image.Image) -> Picture:
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # A fresh image holds no notes of the old one.
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return Picture(out.getvalue(), bare.width, bare.height)
