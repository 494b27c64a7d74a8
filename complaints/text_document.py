"""The complaint's text as a Word document: what the form asks, the text, the table of evidence."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.document import Document as Docx
from docx.oxml.ns import qn
from docx.shared import Pt

from complaints.dossier import Dossier
from complaints.draft import LANGUAGE
from locales import say

FONT = "Microsoft YaHei"


def text_document(dossier: Dossier, head: Sequence[tuple[str, str]], pieces: Sequence[dict[str, Any]]) -> bytes:
    """A docx. `head`: label and value of each line above the text; `pieces`: number, name, proves, file, sha256."""
    document: Docx = Document()
    document.core_properties.title = f"{say(LANGUAGE, 'desk.packet.title')} {dossier.case_id}"
    document.core_properties.author = dossier.case["shop"]
    document.core_properties.created = document.core_properties.modified = dossier.now
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(10.5)
    # Word takes Chinese letters from another font than Latin ones
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    document.add_heading(document.core_properties.title, level=1)
    for label, value in head:
        line = document.add_paragraph()
        line.add_run(f"{label}：").bold = True
        line.add_run(value)
    document.add_heading(say(LANGUAGE, "desk.packet.text"), level=2)
    for paragraph in dossier.text.splitlines():
        document.add_paragraph(paragraph)
    if pieces:
        document.add_heading(say(LANGUAGE, "desk.packet.evidence"), level=2)
        columns = ("number", "name", "proves", "path")
        table = document.add_table(rows=1, cols=len(columns), style="Table Grid")
        for cell, column in zip(table.rows[0].cells, columns, strict=True):
            cell.text = say(LANGUAGE, f"desk.packet_column.{column}")
        for piece in pieces:
            for cell, column in zip(table.add_row().cells, columns, strict=True):
                cell.text = str(piece[column] or "")
    for heading in document.element.body.iter(qn("w:rFonts")):
        heading.set(qn("w:eastAsia"), FONT)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
