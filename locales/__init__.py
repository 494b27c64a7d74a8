"""The one catalogue of sentences, Chinese and English. Without Streamlit, so that commands speak it too."""

from __future__ import annotations

import io
import locale
import os
import sys
import tomllib
from collections.abc import Mapping
from functools import cache
from numbers import Integral
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
    return key if sentence is None else filled(sentence, values)


def filled(sentence: str, values: Mapping[str, object]) -> str:
    """A sentence with its values, whole numbers as 1,234. `{count:# row was|# rows were}` says the first for 1, the
    second for the rest."""
    if not values:
        return sentence
    is_plural = "|" in sentence
    return sentence.format(
        **{name: Told(value) if is_plural or isinstance(value, Integral) else value for name, value in values.items()}
    )


class Told:
    """A value as sentences tell it: it puts whole numbers in thousands, and chooses between the forms of a word, in
    which # stands for itself."""

    def __init__(self, value: object) -> None:
        self.value = value

    def __format__(self, form: str) -> str:
        if form and "|" not in form:
            return format(self.value, form)
        shown = f"{self.value:,}" if isinstance(self.value, Integral) else str(self.value)
        if not form:
            return shown
        one, many = form.split("|")
        return (one if shown == "1" else many).replace("#", shown)


def language_of(tag: str | None) -> str:
    """zh for any Chinese language tag (zh-CN, zh_TW.UTF-8, Chinese (Simplified)_China on Windows), else English."""
    return "zh" if (tag or "").lower().startswith(("zh", "chinese")) else "en"


def command_language() -> str:
    """The language of commands: HUOYAN_LANGUAGE, else the system's."""
    system = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    return language_of(os.environ.get("HUOYAN_LANGUAGE") or system or locale.getlocale()[0])


def write_utf8() -> None:
    """Let commands write UTF-8 wherever their words go: the code page of a Windows pipe or file lacks many a name."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
