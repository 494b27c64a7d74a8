"""The texts of a workbook's XML: between which bytes each stands, and what its entities and blanks mean."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from etl.xlsx_tags import PADDING, SLASH, NotPlain, Places, Tags, begins, tags_of

SPACE, GREATER_THAN = b" >"
TEXT, SHARED_TEXT, PHONETIC = b"tsp"
PRESERVED = b'<t xml:space="preserve">'
SHARED_END = b"</si>"
SHARED_BYTES = 2 * 1024**2
ENTITY = re.compile(r"&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(lt|gt|amp|quot|apos));")
ENCODED = re.compile("_x([0-9a-fA-F]{4})_")
ENCODED_BYTES = re.compile(ENCODED.pattern.encode())
LINE_END = re.compile("\r\n?")
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


@dataclass
class Texts:
    """Texts by number: those between the bounds in some XML, where every second one is markup, and added ones."""

    behind: pa.StringArray
    added: list[str] = field(default_factory=list)

    def take(self, numbers: Places) -> pa.StringArray:
        """The texts of these numbers."""
        every = pa.concat_arrays([self.behind, pa.array(self.added, pa.string())]) if self.added else self.behind
        return every.take(pa.array(numbers))

    def add(self, text: str) -> int:
        """The number of a text that stands nowhere as it is."""
        self.added.append(text)
        return len(self.behind) + len(self.added) - 1


def shared_texts(xml: bytes) -> pa.StringArray:
    """The texts of a workbook's xl/sharedStrings.xml. Raises NotPlain."""
    found, at = [], max(xml.find(b"<si"), 0)
    while (end := xml.find(SHARED_END, at + SHARED_BYTES)) >= 0 or (end := xml.rfind(SHARED_END, at)) >= 0:
        end += len(SHARED_END)
        found.append(shared_piece(xml[at:end]))
        at = end
    if b"<si" in xml[at:]:
        raise NotPlain
    return pa.concat_arrays(found) if found else pa.array([], pa.string())


def shared_piece(xml: bytes) -> pa.StringArray:
    """Some of them: one text in each <si>, or runs of rich text. Raises NotPlain."""
    try:
        tags = tags_of(xml + PADDING, b"stp")
        values, is_shared = tags.called(TEXT), tags.letter == SHARED_TEXT
        has_one_each = np.array_equal(np.cumsum(is_shared)[values] - 1, np.arange(np.count_nonzero(is_shared)))
        if not has_one_each or not begins(tags.text, tags.place[tags.called(PHONETIC)], b"<phoneticPr ").all():
            raise NotPlain
        texts, number = texts_behind(tags, values)
        return texts.take(number)
    except NotPlain:
        from etl.xlsx_rich import rich_texts  # its parser takes long to load, and hardly any file needs it

        return pa.array(rich_texts(xml), pa.string())


def texts_behind(tags: Tags, values: Places) -> tuple[Texts, Places]:
    """What stands behind these tags, up to their end, and the number of each. Raises NotPlain."""
    start, end = tags.place[values] + len("<t>"), tags.place[values + 1]
    is_kept = tags.text[start - 1] != GREATER_THAN
    kept = np.flatnonzero(is_kept)
    if np.any(tags.letter[values + 1] != SLASH) or not begins(tags.text, start[kept] - len("<t>"), PRESERVED).all():
        raise NotPlain
    start[kept] += len(PRESERVED) - len("<t>")
    bounds = np.empty(2 * len(values), np.int32)
    bounds[0::2], bounds[1::2] = start, end
    # every second text is what stands between two of them
    count = max(len(bounds) - 1, 0)
    behind = pa.Array.from_buffers(pa.string(), count, [None, pa.py_buffer(bounds), pa.py_buffer(tags.xml)])
    try:
        behind.validate(full=True)
    except pa.ArrowInvalid as error:
        raise NotPlain from error
    texts, number = Texts(behind), np.arange(0, 2 * len(values), 2)
    is_text = tags.letter[values] == TEXT
    has_blank_ends = (end > start) & ((tags.text[start] <= SPACE) | (tags.text[end - 1] <= SPACE))
    for at in np.union1d(np.flatnonzero(has_blank_ends & is_text & ~is_kept), with_signs(tags, start, end)):
        text = unescaped(LINE_END.sub("\n", tags.xml[start[at] : end[at]].decode()))
        if is_text[at]:
            text = ENCODED.sub(decoded, text if is_kept[at] else text.strip())
        number[at] = texts.add(text)
    return texts, number


def with_signs(tags: Tags, start: Places, end: Places) -> Places:
    """Which of the texts hold a sign that stands for something else: &lt; or _x000D_ or a line end of Windows."""
    signs = [np.flatnonzero(tags.text == sign) for sign in b"&\r" if bytes([sign]) in tags.xml]
    if b"_x" in tags.xml:
        signs.append(np.array([found.start() for found in ENCODED_BYTES.finditer(tags.xml)], np.int64))
    if not signs:
        return np.empty(0, np.int64)
    places = np.concatenate(signs)
    found = np.searchsorted(start, places, "right") - 1
    return np.unique(found[(found >= 0) & (places < end[found])])


def unescaped(text: str) -> str:
    """A text with the characters that its entities stand for. Raises NotPlain."""
    if text.count("&") != len(ENTITY.findall(text)):
        raise NotPlain
    return ENTITY.sub(character, text)


def decoded(code: re.Match[str]) -> str:
    """The character that a spreadsheet wrote as _x000D_. Raises NotPlain."""
    if int(code[1], 16) >= 0x80:
        raise NotPlain
    return chr(int(code[1], 16))


def character(entity: re.Match[str]) -> str:
    """The character that one entity stands for. Raises NotPlain."""
    decimal, hexadecimal, name = entity.groups()
    code = int(decimal or hexadecimal, 10 if decimal else 16) if not name else ord(NAMED[name])
    if code > sys.maxunicode or 0xD800 <= code < 0xE000:
        raise NotPlain
    return chr(code)
