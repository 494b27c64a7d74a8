"""A look at a piece of evidence on the page: pictures, films, sound, text, the first pages of a PDF."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium
import streamlit as st
from PIL import Image

from complaints.evidence import MEGABYTE
from complaints.media import Media

SHOWN_MB = 50  # larger files are not sent to the page to be looked at
PDF_PAGES = 5
PDF_SCALE = 1.5  # 108 dots an inch: readable, and quick to draw
TEXT_BYTES = 1 << 16


def render_file(place: Path, media_type: str, size: int) -> bool:
    """Draw the file; False where it is too large, of another kind, or cannot be read as what it says it is."""
    if size > SHOWN_MB * MEGABYTE:
        return False
    try:
        match Media(media_type, True).group:
            case "picture":
                st.image(place.read_bytes())
            case "video":
                st.video(place.read_bytes(), format=media_type)
            case "audio":
                st.audio(place.read_bytes(), format=media_type)
            case "text":
                st.text(place.read_bytes()[:TEXT_BYTES].decode("utf-8", "replace"))
            case _ if media_type == "application/pdf":
                render_pdf(place)
            case _:
                return False
    except (OSError, ValueError, pdfium.PdfiumError, Image.DecompressionBombError):
        # evidence is kept as it came, so a picture may be cut short or of a kind that cannot be drawn here
        return False
    return True


def render_pdf(place: Path) -> None:
    """The first pages as pictures."""
    with pdfium.PdfDocument(place) as document:
        for number in range(min(len(document), PDF_PAGES)):
            st.image(document[number].render(scale=PDF_SCALE).to_pil())
