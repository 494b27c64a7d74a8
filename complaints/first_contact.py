"""A suggested first message to the buyer for each kind of violation: calm, factual, offering a way."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from complaints.rules import Text

BLANK = "……"


def first_message(kind: str, *, order: str = "", product: str = "") -> Text:
    """`zh` is the message, `en` what it says. What is not given is left as …… to be filled in."""
    message = messages()[kind]
    return Text(message.zh.format(order=order or BLANK, product=product or BLANK), message.en)


@cache
def messages() -> Mapping[str, Text]:
    """Kind → message with {order} and {product}."""
    entries = tomllib.loads(Path(__file__).with_name("first_contact.toml").read_text("utf-8"))
    return {kind: Text(entry["zh"], entry["en"]) for kind, entry in entries.items()}
