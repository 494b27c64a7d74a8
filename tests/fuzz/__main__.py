"""make fuzz: damaged files of every container through the whole import, for as many seconds as asked (60 if none).

python -m tests.fuzz [SECONDS] [SEED]. A file is either taken in or refused; anything else is kept in the folder that
is named at the end, and the exit code is 1.
"""

from __future__ import annotations

import io
import random
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from pathlib import Path

from etl.intake import take_in
from etl.outcome import Source
from tests.etl.test_containers import CONTAINERS
from warehouse import Warehouse

SLOWEST_SECONDS = 90.0
# what tends to break readers: ends of cells, lines, tags, lengths and text
TOKENS = [
    b"\x00", b'"', b"'", b",", b"\n", b"\r", b"\t", b"<", b">", b"</row>", b"<c>", b"<v>1E400</v>", b"&#x0;",
    b"\xff\xfe",
    b"\xef\xbb\xbf", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"=1+1", b"{", b"]", b"9" * 40, b"\xff" * 8, b"-1", b"\x80",
    b'r="XFD1048576"', b't="s"', b"\xe6", "订单编号".encode(), "订单编号".encode("gb18030"),
]  # fmt: skip


def damaged(content: bytes, dice: random.Random) -> bytes:
    """The content with a few bytes changed, cut, doubled or put in."""
    data = bytearray(content)
    for _ in range(dice.choice((1, 1, 2, 4, 16))):
        at = dice.randrange(len(data) + 1)
        match dice.randrange(5):
            case 0:
                data[at : at + 1] = bytes([dice.randrange(256)])
            case 1:
                data[at:at] = dice.choice(TOKENS)
            case 2:
                del data[at : at + dice.choice((1, 2, 8, 200))]
            case 3:
                data[at:at] = data[at : at + dice.choice((1, 30, 300))]
            case _:
                del data[at:]
        if not data:
            break
    return bytes(data)


def damaged_inside(content: bytes, dice: random.Random) -> bytes:
    """The same archive with one of its parts damaged: damage to packed bytes is mostly caught by their checksum."""
    source, buffer = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    names = source.namelist()
    chosen = dice.choice(names)
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in names:
            target.writestr(name, damaged(source.read(name), dice) if name == chosen else source.read(name))
    return buffer.getvalue()


def main(seconds: float = 60.0, seed: int | None = None) -> int:
    """Run; 0 where every file was taken in or refused in time."""
    seed = seed if seed is not None else random.randrange(2**32)
    dice, seeds = random.Random(seed), {name: make() for name, make in CONTAINERS.items()}
    folder, counts, failures = Path(tempfile.mkdtemp(prefix="fuzz-")), Counter[str](), 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        name = dice.choice(list(seeds))
        content = seeds[name]
        is_inside = content.startswith(b"PK") and dice.random() < 0.8
        file = folder / "file"
        file.write_bytes(damaged_inside(content, dice) if is_inside else damaged(content, dice))
        started = time.monotonic()
        try:
            outcomes = take_in(Warehouse(), [Source("file", file)])
            counts.update("refused" if outcome.error else "taken" for outcome in outcomes)
            problem = "slow" if time.monotonic() - started > SLOWEST_SECONDS else ""
        except Exception:  # noqa: BLE001 - whatever comes is what is looked for
            problem = traceback.format_exc()
        if problem:
            failures += 1
            kept = file.rename(folder / f"{failures}")
            sys.stdout.write(f"{name} → {kept}\n{problem}\n")
    sys.stdout.write(f"seed {seed}: {dict(counts)}, {failures} failures in {folder}\n")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if sys.argv[1:] else 60.0, int(sys.argv[2]) if sys.argv[2:] else None))
