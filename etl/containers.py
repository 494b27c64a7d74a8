"""What a file is by its content: workbook, archive, web page, JSON or delimited text. Names are never asked."""

from __future__ import annotations

import codecs
import io
import zipfile
from pathlib import Path
from typing import BinaryIO, TextIO

import olefile
import pyarrow as pa

from etl.problem import Refused

ZIP_MAGIC = b"PK\x03\x04"
EMPTY_ZIP_MAGIC = b"PK\x05\x06"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHER_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
# what a picture, a PDF or a program begins with
NO_TABLES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"MZ", b"\x7fELF")
WORKBOOK_PARTS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")
XLS_STREAMS = ("Workbook", "Book", "WORKBOOK", "BOOK")
CHUNK_BYTES = 4 * 1024**2
LONGEST_LINE_BYTES = 8 * 1024**2
MOST_COLUMNS = 400
SNIFFED_BYTES = 64 * 1024
MOST_BAD_CHARACTERS = 3
BAD_CHARACTERS_SHARE = 1 / 2000


def container_of(path: Path) -> str:
    """archive | workbook | encrypted | html | xml | json | text. Raises Refused for what cannot hold a table."""
    with path.open("rb") as file:
        start = file.read(SNIFFED_BYTES)
    if not start.strip(b"\x00\r\n\t "):
        raise Refused("etl.empty_file")
    if start.startswith((ZIP_MAGIC, EMPTY_ZIP_MAGIC)):
        return zip_container(path)
    if start.startswith(OLE_MAGIC):
        return ole_container(path)
    if start.startswith(OTHER_ARCHIVES):
        raise Refused("etl.other_archive")
    if start.startswith(NO_TABLES):
        raise Refused("etl.not_a_table")
    return text_container(start)


def zip_container(path: Path) -> str:
    """A workbook is a zip with a workbook's parts; any other zip holds files."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Refused("etl.broken_file") from error
    # some programs write the separator of Windows
    parts = {name.replace("\\", "/").lower() for name in names}
    if parts.intersection(WORKBOOK_PARTS):
        return "workbook"
    if "[content_types].xml" in parts:
        # a text or slides of Office
        raise Refused("etl.not_a_table")
    return "archive"


def ole_container(path: Path) -> str:
    """An old .xls, or the envelope of a workbook with a password. Raises Refused for Word files and the like."""
    try:
        with olefile.OleFileIO(str(path)) as ole:
            if ole.exists("EncryptedPackage"):
                return "encrypted"
            if any(ole.exists(stream) for stream in XLS_STREAMS):
                return "workbook"
    except (OSError, ValueError, TypeError, IndexError) as error:
        raise Refused("etl.broken_file") from error
    raise Refused("etl.not_a_table")


def text_container(start: bytes) -> str:
    """Web page, XML workbook, JSON or delimited text, by the first letters."""
    # what tells them apart is ASCII, which all but UTF-16 share; reading the whole file for its encoding comes later
    marked = "utf-16" if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else None
    encoding = marked or unmarked_utf16(start) or "utf-8"
    text = start.decode(encoding, errors="ignore").lstrip("\ufeff \t\r\n").lower()
    if text.startswith("<") and "urn:schemas-microsoft-com:office:spreadsheet" in text and "workbook" in text:
        return "xml"
    if text.startswith("<") and ("<table" in text or "<html" in text or "<!doctype html" in text):
        return "html"
    if text.startswith(("{", "[")):
        return "json"
    return "text"


def encoding_of(path: Path) -> str:
    """utf-8 (exactly), utf-8-sig, utf-16(-le, -be) or gb18030: by byte-order mark, else by what fits the whole file.

    A few bytes that fit nothing (a name cut in the middle of a character) are forgiven. Raises Refused.
    """
    with path.open("rb") as file:
        start = file.read(SNIFFED_BYTES)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if without_mark := unmarked_utf16(start):
        return without_mark
    errors = {"utf-8": 0 if is_utf8(path) else bad_characters(path, "utf-8")}
    if errors["utf-8"]:
        errors["gb18030"] = bad_characters(path, "gb18030")
    encoding = min(errors, key=errors.__getitem__)
    if errors[encoding] > MOST_BAD_CHARACTERS + path.stat().st_size * BAD_CHARACTERS_SHARE:
        raise Refused("etl.unknown_encoding")
    is_exact = encoding == "utf-8" and not errors[encoding] and not start.startswith(codecs.BOM_UTF8)
    return "utf-8-sig" if encoding == "utf-8" and not is_exact else encoding


def text_of(path: Path, encoding: str) -> TextIO:
    """The file opened as text behind its byte-order mark, which some programs put before GBK as well; what fits no
    character comes as U+FFFD."""
    file = path.open("rb")
    if file.read(3) != codecs.BOM_UTF8 or encoding.startswith("utf-16"):
        file.seek(0)
    return io.TextIOWrapper(file, encoding, errors="replace", newline="")


def unmarked_utf16(start: bytes) -> str | None:
    """UTF-16 without its mark: every second byte of digits and commas is NUL."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if max(even, odd) * 8 < len(start) or min(even, odd) * 8 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def is_utf8(path: Path) -> bool:
    """Whether the whole file surely is, by a check four times as quick as decoding. Raises Refused for NUL bytes."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            # up to a line end, which no character of several bytes holds
            chunk += file.readline(LONGEST_LINE_BYTES)
            refuse_nul(chunk)
            text = pa.StringArray.from_buffers(
                1, pa.array([0, len(chunk)], pa.int32()).buffers()[1], pa.py_buffer(chunk)
            )
            try:
                text.validate(full=True)
            except pa.ArrowInvalid:
                return False
    return True


def refuse_nul(chunk: bytes) -> None:
    """Raises Refused for NUL bytes, which no text has."""
    if b"\x00" in chunk:
        raise Refused("etl.nul_bytes")


def bad_characters(path: Path, encoding: str) -> int:
    """How many characters of the file do not fit the encoding. Raises Refused for NUL bytes, which no text has."""
    strict = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        skipped = len(codecs.BOM_UTF8) if file.read(3) == codecs.BOM_UTF8 else 0
        file.seek(skipped)
        try:
            while chunk := file.read(CHUNK_BYTES):
                refuse_nul(chunk)
                strict.decode(chunk)
            strict.decode(b"", final=True)
        except UnicodeDecodeError:
            file.seek(skipped)
            return file_errors(file, encoding)
    return 0


def file_errors(file: BinaryIO, encoding: str) -> int:
    """Replacement characters that decoding leaves."""
    lenient = codecs.getincrementaldecoder(encoding)("replace")
    bad = 0
    while chunk := file.read(CHUNK_BYTES):
        refuse_nul(chunk)
        bad += lenient.decode(chunk).count("\ufffd")
    return bad + lenient.decode(b"", final=True).count("\ufffd")
