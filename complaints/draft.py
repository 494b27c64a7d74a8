"""The complaint's text, drafted from the facts in the order that the platform asks; nothing is added to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from complaints.checklist import limit, not_accepted
from complaints.dossier import Dossier, Row
from complaints.tone import counts
from locales import say

# the platform reads Chinese whatever language the owner's pages speak
LANGUAGE = "zh"
# told for the record, not needed to understand the complaint
LEFT_OUT = ("finished",)
# what the order table beside the text tells as well
IN_THE_TABLE = ("paid", "shipped")
# events that change what a draft tells; of `changed` only these fields
TELLING_EVENTS = (
    "subject_added", "subject_dropped", "facts_gathered", "fact_added", "fact_dropped", "contact", "contact_dropped",
    "evidence_added", "evidence_dropped",
)  # fmt: skip
TELLING_FIELDS = ("violation", "scene", "other_loss", "harm", "no_contact_reason")
LONGEST_QUOTE = 60
TAIL = 4  # digits
FEW = 6  # facts of one kind told one by one


@dataclass(frozen=True)
class Telling:
    """How much is told: `alone`, facts of one kind that are told one by one; more of them stand together."""

    is_short: bool
    alone: int
    left_out: tuple[str, ...]


TELLINGS = (Telling(False, FEW, LEFT_OUT), Telling(True, 2, LEFT_OUT), Telling(True, 1, LEFT_OUT + IN_THE_TABLE))


def draft(dossier: Dossier) -> str:
    """The text; where it would not fit the form, like facts together, then what the order table tells left to it."""
    most = limit(dossier, "text_chars")
    text = ""
    for telling in TELLINGS:
        text = "\n".join(parts(dossier, telling))
        if most is None or counts(text).characters <= most:
            break
    return text


def is_behind(dossier: Dossier) -> bool:
    """Whether facts, talk or evidence came or went since the text was saved; an untouched draft that still says the
    same is not behind."""
    if not dossier.texts:
        return False
    saved = max(place for place, event in enumerate(dossier.events) if event["kind"] == "text_saved")
    told = any(
        event["kind"] in TELLING_EVENTS or (event["kind"] == "changed" and event["detail"]["field"] in TELLING_FIELDS)
        for event in dossier.events[saved + 1 :]
    )
    return told and not (dossier.texts[0]["author"] == "draft" and dossier.text == draft(dossier))


def parts(dossier: Dossier, telling: Telling) -> list[str]:
    """One paragraph for each thing the platform asks: what, which orders, when, talk, loss, evidence, claim."""
    is_short = telling.is_short
    told = [
        ("what", what(dossier)),
        ("orders", orders(dossier, is_short=is_short)),
        ("course", course(dossier, telling)),
        ("talk", talk(dossier, is_short=is_short)),
        ("loss", loss(dossier)),
        ("evidence", evidence(dossier, is_short=is_short)),
        ("claim", claim(dossier)),
    ]
    filled = [(name, text) for name, text in told if text]
    numerals = "一二三四五六七"
    return [
        f"{numerals[place]}、{say(LANGUAGE, f'desk.draft.{name}')}：{text}"
        for place, (name, text) in enumerate(filled)
    ]


def what(dossier: Dossier) -> str:
    """The kind, its scene, and the account."""
    kind, scene = dossier.kind, dossier.scene
    named = kind.name.say(LANGUAGE) if kind else ""
    scene_name = f"（{scene.name.say(LANGUAGE)}）" if scene else ""
    buyers = "、".join(dossier.buyers)
    account = say(LANGUAGE, "desk.draft.account", buyers=buyers) if buyers else ""
    return f"{named}{scene_name}。{account}" if named else account


def orders(dossier: Dossier, *, is_short: bool) -> str:
    """Order numbers; the titles as long as there is room."""
    ids = dossier.order_ids
    if not ids:
        return ""
    if is_short and len(ids) > FEW:
        return say(LANGUAGE, "desk.draft.many_orders", first=ids[0], count=len(ids))
    titles = {fact["order_id"]: fact["text"] for fact in dossier.facts if fact["kind"] == "placed" and fact["text"]}
    if is_short:
        return "、".join(ids) + "。"
    return "；".join(f"{number}（{titles[number]}）" if number in titles else number for number in ids) + "。"


def course(dossier: Dossier, telling: Telling) -> str:
    """What happened when; like facts together where room is short."""
    facts = [fact for fact in dossier.facts if fact["kind"] not in telling.left_out]
    by_kind: dict[str, list[Row]] = {}
    for fact in facts:
        by_kind.setdefault(fact["kind"], []).append(fact)
    many = {kind for kind, rows in by_kind.items() if len(rows) > telling.alone}
    if telling.is_short:
        facts = [fact for fact in facts if fact["kind"] not in ("placed", "shipped") or fact["kind"] in many]
        if "unpaid_closed" in many:
            many.discard("placed")
            facts = [fact for fact in facts if fact["kind"] != "placed"]
    sentences, done = [], set()
    for fact in facts:
        if fact["kind"] not in many:
            sentences.append(sentence(fact, LANGUAGE, order=named_order(fact, dossier, is_short=telling.is_short)))
        elif fact["kind"] not in done:
            done.add(fact["kind"])
            sentences.append(together(by_kind[fact["kind"]]))
    return "；".join(sentences) + "。" if sentences else ""


def named_order(fact: Row, dossier: Dossier, *, is_short: bool) -> str:
    """Which of several orders a fact is about: by its last digits where room is short and they are enough."""
    if len(dossier.order_ids) < 2 or not fact["order_id"]:
        return ""
    number = str(fact["order_id"])
    tails = [order[-TAIL:] for order in dossier.order_ids]
    if is_short and len(set(tails)) == len(tails):
        return say(LANGUAGE, "desk.draft.of_tail", tail=number[-TAIL:])
    return say(LANGUAGE, "desk.draft.of_order", order=number)


def sentence(fact: Row, language: str, *, order: str = "") -> str:
    """One fact: 2026-09-26 10:15 申请仅退款 268.00 元，「未收到货」."""
    words = [f"{fact['at']:%Y-%m-%d %H:%M}"] if fact["at"] else []
    words.append(fact_words(fact, language))
    return " ".join(words) + order


def fact_words(fact: Row, language: str) -> str:
    """The fact without its time. What the owner wrote is told as it is, what somebody else wrote is quoted."""
    text = (fact["text"] or "").strip()
    if fact["kind"] == "other":
        return text
    words = say(language, f"desk.fact.{fact['kind']}")
    if fact["amount"]:
        words += " " + say(language, "desk.draft.yuan", amount=f"{fact['amount']:.2f}")
    if not text:
        return words
    if fact["source"] == "hand" or fact["kind"] in ("shipped", "sent_back"):
        return f"{words}：{text}"
    return f"{words}，「{cut(text)}」"


def together(facts: Sequence[Row]) -> str:
    """Like facts in one sentence: from when to when, how many, how much."""
    times = sorted(fact["at"] for fact in facts if fact["at"])
    total = sum((fact["amount"] for fact in facts if fact["amount"]), Decimal(0))
    words = say(
        LANGUAGE, "desk.draft.together", what=say(LANGUAGE, f"desk.fact.{facts[0]['kind']}"), count=len(facts)
    )
    if times:
        words = span(times[0], times[-1]) + " " + words
    return words + ("，" + say(LANGUAGE, "desk.draft.sum", amount=f"{total:.2f}") if total else "")


def span(first: datetime, last: datetime) -> str:
    """2026-10-01 至 2026-11-03."""
    return f"{first:%Y-%m-%d}" if first.date() == last.date() else f"{first:%Y-%m-%d} 至 {last:%Y-%m-%d}"


def talk(dossier: Dossier, *, is_short: bool) -> str:
    """Every contact with its answer, or why there was none."""
    if not dossier.contacts:
        return (dossier.case["no_contact_reason"] or "").strip()
    told = []
    for row in dossier.contacts:
        channel = say(LANGUAGE, f"desk.channel.{row['channel']}")
        answer = row["answer"] or say(LANGUAGE, f"desk.contact_outcome.{row['outcome']}")
        said = cut(row["said"]) if is_short else row["said"]
        offer = f"（{say(LANGUAGE, 'desk.draft.offer', offer=row['offer'])}）" if row["offer"] else ""
        told.append(f"{row['at']:%Y-%m-%d %H:%M} {channel}：{said}{offer}；{answer}")
    return "；".join(told) + "。"


def loss(dossier: Dossier) -> str:
    """Money, then harm in the owner's words."""
    amounts = dossier.loss
    told = [
        say(LANGUAGE, f"desk.draft.{name}", amount=f"{amount:.2f}")
        for name, amount in (("refunded", amounts.refunded), ("unpaid", amounts.unpaid), ("other", amounts.other))
        if amount
    ]
    if harm := (dossier.case["harm"] or "").strip():
        told.append(harm.rstrip("。"))
    return "；".join(told) + "。" if told else ""


def evidence(dossier: Dossier, *, is_short: bool) -> str:
    """Number by number as the packet names the files; what the platform does not take is not cited."""
    left_out, told = not_accepted(dossier), []
    for piece in dossier.evidence:
        if piece["evidence_id"] in left_out:
            continue
        kind = dossier.book.evidence.get(piece["kind"])
        name = kind.name.say(LANGUAGE) if kind else piece["name"]
        proves = f"：{piece['proves']}" if piece["proves"] and not is_short else ""
        told.append(say(LANGUAGE, "desk.draft.piece", number=piece["number"], name=name) + proves)
    return "；".join(told) + "。" if told else ""


def claim(dossier: Dossier) -> str:
    """What the rulebook says can be asked for."""
    if dossier.kind is None:
        return ""
    claims = [
        rule.value.say(LANGUAGE).rstrip("。；") for rule in dossier.kind.claims.values() if rule.value is not None
    ]
    return "；".join(claims) + "。" if claims else ""


def cut(text: str) -> str:
    """A quotation of at most LONGEST_QUOTE characters, on one line."""
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST_QUOTE else plain[: LONGEST_QUOTE - 1] + "…"
