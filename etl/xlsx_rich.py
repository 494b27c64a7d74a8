"""Shared texts of several runs, with fonts of their own or with reading aids: by a parser, as they are few."""

from __future__ import annotations

from lxml import etree

from etl.xlsx_tags import NotPlain
from etl.xlsx_texts import ENCODED, decoded

TEXT_NODES = etree.XPath("t | r/t")
SPACES = "{http://www.w3.org/XML/1998/namespace}space"


def rich_texts(xml: bytes) -> list[str]:
    """The same by a parser: the text of each is that of its runs. Raises NotPlain."""
    try:
        root = etree.fromstring(b"<sst>" + xml + b"</sst>", etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise NotPlain from error
    # not the reading aids of rPh
    return ["".join(run_text(node) for node in TEXT_NODES(shared)) for shared in root.iterchildren("si")]


def run_text(node: etree._Element) -> str:
    """The text of one <t>. Raises NotPlain."""
    text = node.text or ""
    return ENCODED.sub(decoded, text if node.get(SPACES) == "preserve" else text.strip())
