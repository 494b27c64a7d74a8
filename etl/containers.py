"""What a file is by its content: workbook, archive, web page, JSON or delimited text. Names are never asked."""

from __future__ import annotations

import codecs
import zipfile
from pathlib import Path

import olefile

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
MOST_COLUMNS = 400
SNIFFED_BYTES = 64 * 1024


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
    return "workbook" if any(part in names for part in WORKBOOK_PARTS) else "archive"


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
    encoding = "utf-16" if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8"
    text = start.decode(encoding, errors="ignore").lstrip("\ufeff \t\r\n").lower()
    if text.startswith("<?xml") and "urn:schemas-microsoft-com:office:spreadsheet" in text:
        return "xml"
    if text.startswith("<") and ("<table" in text or "<html" in text or "<!doctype html" in text):
        return "html"
    if text.startswith(("{", "[")):
        return "json"
    return "text"


def encoding_of(path: Path) -> str:
    """utf-8-sig, utf-16, utf-8 or gb18030, by byte-order mark and by whether the whole file decodes."""
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for encoding in ("utf-8", "gb18030"):
        if decodes(path, encoding):
            return encoding
    raise Refused("etl.unknown_encoding")


def decodes(path: Path, encoding: str) -> bool:
    """Whether every byte of the file fits the encoding. Raises Refused for NUL bytes, which no text has."""
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while chunk := file.read(CHUNK_BYTES):
                if b"\x00" in chunk:
                    raise Refused("etl.not_a_table")
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True
