"""Evidence is kept byte for byte, known by its content, and a changed or missing file is seen."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.checklist import checklist, doubts, not_accepted
from complaints.desk import Desk
from complaints.dossier import read_dossier
from complaints.evidence import Description, EvidenceRefused, add_evidence, add_text, check, drop_evidence, safe_name
from complaints.media import media_of
from tests.complaints.ready import PNG, attach, picture


def about(name: str, kind: str = "courier_site", *, is_partial: bool = False) -> Description:
    return Description(name, kind, "货已签收", is_partial=is_partial)


def test_bytes_come_back_as_they_went_in(desk: Desk, refund_case: str) -> None:
    content = PNG + bytes(range(256)) * 9000  # several chunks
    add_evidence(desk, refund_case, io.BytesIO(content), about("全程.png"))
    piece = read_dossier(desk, refund_case).evidence[0]
    assert desk.vault.read(piece["sha256"]) == content
    assert (piece["size"], piece["media_type"], piece["number"]) == (len(content), "image/png", 1)


def test_a_changed_and_a_missing_file_are_seen_and_stay_in_the_case(desk: Desk, refund_case: str) -> None:
    attach(desk, refund_case, "courier_site", 1)
    attach(desk, refund_case, "chat_full", 2)
    first, second = read_dossier(desk, refund_case).evidence
    place = desk.vault.path(first["sha256"])
    place.write_bytes(place.read_bytes()[:-1] + b"x")
    desk.vault.path(second["sha256"]).unlink()
    assert check(desk, refund_case) == {first["evidence_id"]: "changed", second["evidence_id"]: "missing"}
    dossier = read_dossier(desk, refund_case)
    assert len(dossier.evidence) == 2
    assert dossier.events[-1]["detail"] == {"files": 2, "broken": 2}
    assert {line.status for line in checklist(dossier) if line.pieces} == {"broken"}
    attach(desk, refund_case, "chat_partial", 3)  # another file mends nothing


def test_the_same_file_given_again_mends_a_changed_copy(desk: Desk, refund_case: str) -> None:
    attach(desk, refund_case, "courier_site", 1)
    piece = read_dossier(desk, refund_case).evidence[0]
    desk.vault.path(piece["sha256"]).write_bytes(b"broken")
    with pytest.raises(EvidenceRefused) as refused:
        add_evidence(desk, refund_case, picture(1), about("again.png"))
    assert refused.value.key == "twice"
    assert read_dossier(desk, refund_case).states == {piece["evidence_id"]: "ok"}


@pytest.mark.parametrize(
    ("content", "name", "key"),
    [(b"", "空.png", "empty"), (b"MZ\x90\0" * 20, "截图.png", "program"), (b"x" * 2001, "大.txt", "too_large")],
)
def test_what_cannot_be_evidence_is_refused_and_leaves_nothing(
    desk: Desk, refund_case: str, content: bytes, name: str, key: str
) -> None:
    with pytest.raises(EvidenceRefused) as refused:
        add_evidence(desk, refund_case, io.BytesIO(content), about(name), largest=2000)
    assert refused.value.key == key
    assert read_dossier(desk, refund_case).evidence == []
    assert not desk.vault.folder.exists() or not [p for p in desk.vault.folder.rglob("*") if p.is_file()]


def test_numbers_are_never_used_again(desk: Desk, refund_case: str) -> None:
    attach(desk, refund_case, "courier_site", 1)
    drop_evidence(desk, refund_case, read_dossier(desk, refund_case).evidence[0]["evidence_id"], "传错了")
    attach(desk, refund_case, "chat_full", 2)
    assert [piece["number"] for piece in read_dossier(desk, refund_case).evidence] == [2]


def test_a_cut_out_of_a_chat_is_not_accepted(desk: Desk, refund_case: str) -> None:
    add_evidence(desk, refund_case, picture(1), about("几句话.png", "chat_full", is_partial=True))
    dossier = read_dossier(desk, refund_case)
    assert not_accepted(dossier) == {dossier.evidence[0]["evidence_id"]}
    states = {line.requirement.id: line.status for line in checklist(dossier)}
    assert states["chat"] == "missing"
    assert "not_accepted" in states.values()


def test_a_medium_that_the_kind_does_not_take_is_doubted(desk: Desk, refund_case: str) -> None:
    add_text(desk, refund_case, "只是一段话", about("快递截图"))
    assert [(doubt.key, doubt.values) for doubt in doubts(read_dossier(desk, refund_case))] == [
        ("medium", {"found": "text"})
    ]


@pytest.mark.parametrize(
    ("head", "name", "media_type", "fits"),
    [
        (PNG, "a.png", "image/png", True),
        (PNG, "a.jpg", "image/png", True),
        (PNG, "a.pdf", "image/png", False),
        (b"%PDF-1.7\n", "证明.pdf", "application/pdf", True),
        ("买家：不退就差评".encode("gb18030"), "聊天.txt", "text/plain", True),
        ("买家：不退就差评".encode(), "聊天.png", "text/plain", False),
        (b"\0\1\2\3" * 9, "x.dat", "application/octet-stream", True),
        (b"#!/bin/sh\n", "x.txt", "text/x-script", True),
    ],
)
def test_the_content_decides_what_a_file_is(head: bytes, name: str, media_type: str, fits: bool) -> None:
    media = media_of(head, name)
    assert (media.type, media.fits_name) == (media_type, fits)


@given(st.text(max_size=300))
def test_a_name_is_never_a_path(name: str) -> None:
    safe = safe_name(name)
    assert safe and len(safe) <= 130
    assert not set(safe) & set('/\\:*?"<>|\0\n')
    assert safe not in (".", "..")
