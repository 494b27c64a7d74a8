"""A font that shows Chinese in a PDF, offline: one of the computer's own, put into the file as far as it is used."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont

NAME = "Huoyan"
# TrueType outlines only, which reportlab can put into a file: Windows, macOS, Linux
PLACES = (
    Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts",
    Path("/System/Library/Fonts"),
    Path("/System/Library/Fonts/Supplemental"),
    Path("/Library/Fonts"),
    Path("/usr/share/fonts/truetype/wqy"),
    Path("/usr/share/fonts/truetype/droid"),
    Path("/usr/share/fonts/wqy-microhei"),
)
FILES = (
    "msyh.ttc", "simhei.ttf", "simsun.ttc", "STHeiti Light.ttc", "Arial Unicode.ttf", "wqy-microhei.ttc",
    "DroidSansFallbackFull.ttf",
)  # fmt: skip
# named, not held, by the file: every reader of PDFs has something for it
FALLBACK = "STSong-Light"


@cache
def chinese_font() -> str:
    """The name under which reportlab knows the font."""
    for path in (place / file for file in FILES for place in PLACES):
        if path.is_file():
            try:
                pdfmetrics.registerFont(TTFont(NAME, str(path)))
            except (TTFError, OSError):
                continue
            return NAME
    pdfmetrics.registerFont(UnicodeCIDFont(FALLBACK))
    return FALLBACK
