"""What makes a refund case ready, step by step."""

from __future__ import annotations

import io
from datetime import timedelta

from complaints.cases import change_case
from complaints.contacts import Contact, log_contact
from complaints.desk import Desk
from complaints.dossier import read_dossier
from complaints.draft import draft
from complaints.evidence import Description, add_evidence
from complaints.guide import answer_guide
from complaints.readiness import move_case
from complaints.texts import save_text

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


def picture(number: int) -> io.BytesIO:
    """A file that is a picture by its content, each number another."""
    return io.BytesIO(PNG + bytes([number]))


def answer_all(desk: Desk, case_id: str) -> None:
    answers = {"ordinary": "no", "ours": "no", "harm": "yes", "goal": "protect", "counts": ["no_return"]}
    answer_guide(desk, case_id, answers)


def talk(desk: Desk, case_id: str) -> None:
    at = desk.clock() - timedelta(days=1)
    log_contact(desk, case_id, Contact(at, "wangwang", "shop", "请核对驿站取件记录", "no_answer"))


def attach(desk: Desk, case_id: str, kind: str, number: int = 1) -> None:
    add_evidence(desk, case_id, picture(number), Description(f"{kind}.png", kind, "货已取走"))


def make_ready(desk: Desk, case_id: str) -> None:
    """Everything that `ready` needs, then the move."""
    answer_all(desk, case_id)
    talk(desk, case_id)
    attach(desk, case_id, "courier_stamp", 1)
    attach(desk, case_id, "chat_full", 2)
    save_text(desk, case_id, draft(read_dossier(desk, case_id)), "draft")
    change_case(desk, case_id, harm="客服处理三天")
    move_case(desk, case_id, "ready")
