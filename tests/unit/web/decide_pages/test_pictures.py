"""Pictures are read by their content, refused when they are not what they seem, and kept bare."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from django.test import override_settings
from PIL import ExifTags, Image

from commonweal.errors import InputError
from commonweal.web.record.pictures import LONGEST_SIDE, MOST_PIXELS, Picture, clean

RED, BLUE = (200, 30, 30), (30, 30, 200)


def sent(kind: str = "JPEG", size: tuple[int, int] = (40, 20), **options: Any) -> bytes:
    """A picture, red on the left and blue on the right."""
    image = Image.new(options.pop("mode", "RGB"), size, options.pop("colour", RED))
    if image.mode == "RGB":
        image.paste(BLUE, (size[0] // 2, 0, *size))
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def opened(picture: Picture) -> Image.Image:
    return Image.open(io.BytesIO(picture.content))


def near(colour: Any, expected: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(colour, expected, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_three_kinds_are_taken_and_kept_as_jpeg(kind: str) -> None:
    picture = clean(sent(kind))
    image = opened(picture)
    assert image.format == "JPEG"
    assert image.size == (picture.width, picture.height) == (40, 20)
    assert near(image.getpixel((5, 10)), RED)
    assert near(image.getpixel((35, 10)), BLUE)


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "CMYK", "1"])
def test_every_way_of_holding_colours_is_read(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert opened(clean(sent(kind, mode=mode, colour=0))).mode == "RGB"


def test_what_shines_through_is_white() -> None:
    picture = clean(sent("PNG", mode="RGBA", colour=(0, 0, 0, 0)))
    assert near(opened(picture).getpixel((5, 5)), (255, 255, 255))


def test_the_cameras_notes_are_not_kept() -> None:
    notes = Image.Exif()
    notes[ExifTags.Base.Artist] = "Beatrice Unusual"
    notes.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (52.0, 28.0, 53.0)
    data = sent(exif=notes, comment=b"a secret remark")
    assert b"Beatrice" in data
    picture = clean(data)
    assert not opened(picture).getexif()
    assert "comment" not in opened(picture).info
    for trace in (b"Beatrice", b"Exif", b"secret"):
        assert trace not in picture.content


def test_what_is_hidden_behind_a_picture_is_not_kept() -> None:
    assert b"<script>" not in clean(sent() + b"<script>alert(1)</script>").content


def test_a_photograph_is_turned_upright() -> None:
    notes = Image.Exif()
    notes[ExifTags.Base.Orientation] = 6  # the camera was held on its side
    picture = clean(sent(exif=notes))
    assert (picture.width, picture.height) == (20, 40)
    assert near(opened(picture).getpixel((10, 5)), RED)
    assert near(opened(picture).getpixel((10, 35)), BLUE)


def test_a_large_picture_becomes_smaller_in_the_same_shape() -> None:
    picture = clean(sent(size=(3_200, 1_000)))
    assert (picture.width, picture.height) == (LONGEST_SIDE, LONGEST_SIDE * 1_000 // 3_200)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7 not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\x01\x00"
        b"\x01\x00\x00\x02\x02D\x01\x00;",
        sent()[:200],
        sent("PNG")[:60],
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 50,
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
    ],
    ids=["empty", "pdf", "svg", "gif", "half a jpeg", "half a png", "false png", "false webp"],
)
def test_what_is_no_picture_of_these_kinds_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="a JPEG, PNG or WebP file"):
        clean(data)


def bomb(width: int, height: int) -> bytes:
    """A tiny PNG that says it is huge."""

    def chunk(name: bytes, data: bytes) -> bytes:
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\x00" * 10_000)
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [int(MOST_PIXELS**0.5) + 1, 10_000, 30_000])
def test_a_small_file_that_unpacks_to_a_huge_picture_is_refused(side: int) -> None:
    with pytest.raises(InputError, match="million pixels at most"):
        clean(bomb(side, side))


def test_a_file_is_refused_by_its_size_before_it_is_read() -> None:
    data = sent()
    with override_settings(LARGEST_UPLOAD=len(data) - 1), pytest.raises(InputError, match="mega"):
        clean(data)
    with override_settings(LARGEST_UPLOAD=len(data)):
        assert clean(data).width == 40
