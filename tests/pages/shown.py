"""A page of the dashboard as a test opens and reads it."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from warehouse import ROOT


def app(language: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    at.session_state["language"] = language
    return at


def opened(page: str, language: str = "zh", **query: str) -> AppTest:
    """A page with what its address carries, drawn without an error."""
    at = app(language)
    for name, value in query.items():
        at.query_params[name] = value
    at.run()
    at.switch_page(page).run()
    assert not at.exception
    return at


def texts(at: AppTest) -> str:
    parts = [*at.title, *at.header, *at.subheader, *at.caption, *at.markdown, *at.info, *at.warning, *at.success]
    return "\n".join([*(str(part.value) for part in parts), *(str(part.proto.body) for part in at.get("html"))])
