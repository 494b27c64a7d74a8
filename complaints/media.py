"""What kind of file this is, by its content; the name is only a claim."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from pathlib import PurePath

import filetype

HEAD = 8192  # bytes that signatures lie within
GROUPS = {"image": "picture", "video": "video", "audio": "audio"}
# programs are no evidence, and a packet must not carry one to the platform
PROGRAMS = {
    "application/x-msdownload",
    "application/x-executable",
    "application/x-dosexec",
    "application/x-mach-binary",
}
# signatures that filetype does not name
EXTRA = ((b"\x7fELF", "application/x-executable"), (b"MZ", "application/x-msdownload"), (b"#!", "text/x-script"))
UNKNOWN = "application/octet-stream"


@dataclass(frozen=True)
class Media:
    """A media type by content, and whether the file's name says the same."""

    type: str
    fits_name: bool

    @property
    def group(self) -> str:
        """picture | video | audio | text | document."""
        head = self.type.split("/")[0]
        return GROUPS.get(head, "text" if self.type == "text/plain" else "document")

    @property
    def is_program(self) -> bool:
        """Whether it would run."""
        return self.type in PROGRAMS or self.type == "text/x-script"


def media_of(head: bytes, name: str) -> Media:
    """The type of a file whose first bytes these are."""
    found = by_signature(head)
    told = mimetypes.guess_type(name)[0]
    if found is None:
        found = "text/plain" if is_text(head) else UNKNOWN
        # text has many names (csv, html, log); bytes without a signature must not pass for a picture
        return Media(found, told is None or not told.startswith(("image/", "video/", "audio/", "application/pdf")))
    return Media(found, told is None or same_family(told, found) or is_container(name, found))


def by_signature(head: bytes) -> str | None:
    """The type that the first bytes name."""
    for signature, media_type in EXTRA:
        if head.startswith(signature):
            return media_type
    guess = filetype.guess(head)
    return None if guess is None else str(guess.mime)


def same_family(told: str, found: str) -> bool:
    """image/jpeg and image/png are one family, image/png and application/pdf are not."""
    return told.split("/")[0] == found.split("/")[0] != "application" or told == found


def is_container(name: str, found: str) -> bool:
    """Office files are zips or old OLE containers, so their signature says less than their name."""
    office = {".docx", ".xlsx", ".pptx", ".wps", ".et", ".doc", ".xls", ".ppt"}
    vague = ("zip", "officedocument", "msword", "ms-excel", "ms-powerpoint", "ole")
    return PurePath(name).suffix.lower() in office and any(part in found for part in vague)


def is_text(head: bytes) -> bool:
    """Whether the bytes read as text in the encodings that Chinese computers write."""
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    for encoding in ("utf-8", "gb18030", "utf-16"):
        for cut in range(4):  # the head may end inside a character
            try:
                head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return True
    return False
