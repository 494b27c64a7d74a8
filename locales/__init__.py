"""The one catalogue of sentences, Chinese and English. Without Streamlit, so that commands speak it too."""

from __future__ import annotations

import locale
import os
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LANGUAGES = ("zh", "en")
FOLDER = Path(__file__).parent


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Key → sentence. A file <area>.toml gives keys `<area>.<name>`; nested tables flatten with dots."""
    sentences: dict[str, str] = {}
    for path in sorted((FOLDER / language).glob("*.toml")):
        flatten(path.stem, tomllib.loads(path.read_text("utf-8")), sentences)
    return sentences


def flatten(prefix: str, entries: Mapping[str, object], into: dict[str, str]) -> None:
    """Add nested entries under dotted keys."""
    for name, value in entries.items():
        key = f"{prefix}.{name}"
        if isinstance(value, Mapping):
            flatten(key, value, into)
        else:
            into[key] = str(value)


def say(language: str, key: str, /, **values: object) -> str:
    """The sentence in that language with its values put in. An unknown key is shown as it is, never an error."""
    sentence = catalogue(language).get(key)
    if sentence is None:
        return key
    return sentence.format(**values) if values else sentence


def language_of(tag: str | None) -> str:
    """zh for any Chinese language tag (zh-CN, zh_TW.UTF-8), English for every other."""
    return "zh" if (tag or "").lower().startswith("zh") else "en"


def command_language() -> str:
    """The language of commands: HUOYAN_LANGUAGE, else the system's."""
    system = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    return language_of(os.environ.get("HUOYAN_LANGUAGE") or system or locale.getlocale()[0])
