"""make bench-pages: how quick the pages are in a real browser, each against an empty Streamlit page in the same run.

python -m benchmarks.pages [ORDERS] [--database FILE] [--views N]

1. reruns: the 95th percentile of each page less that of the empty page (goal ≤ 150 ms)
2. first paint: from the address to a page that has stopped drawing, the median, in a browser that knows the address
3. one person on the list while nine others, at computers of their own, click there every three seconds or so ÷ the
   same alone (goal ≤ 2); then with the browsers of all ten on this computer, too; and ten clicks in the same instant
   ÷ one: with two processors nothing can make that less than five
4. the list filtered and sorted as nobody has asked before, until the server has sent it, and the same again
5. memory of the server after a hundred page views and after N (1,000 unless told), whoever draws them
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from benchmarks import scale
from benchmarks.measured import memory_of
from benchmarks.served import Server, served
from risk import verdicts
from tests.browser.chromium import FLAGS, found
from warehouse import ROOT, Warehouse, one

ORDERS = 1_000_000
PAGES = (
    "", "buyers", "buyers?list_view=funnel", "reviews", "prevention", "records", "accuracy", "cases", "lists",
    "outcomes", "rules", "imports", "settings", "backup",
)  # fmt: skip
LISTS = (
    "list_tiers=high", "list_tiers=watch&list_sort=latest", "list_tiers=none&list_sort=amount",
    "list_tiers=few&list_sort=orders",
)  # fmt: skip
# of the listed buyers the one of most orders, and what is bought most
SOMEONE = "select ref from buyer_list order by tier = 'high' desc, orders desc limit 1"
BESTSELLER = "select product_ref(shop, product) from product_risk order by trials desc, product limit 1"
RERUNS, PAINTS, PEOPLE, VIEWS = 20, 3, 10, 1_000
CLICKS, PAUSE_MS = 10, 3_000
# what the list alone takes to draw, several times over
LEAST_MESSAGES = 200
GOAL_MS, GOAL_TIMES = 150, 2
# A switch runs the page anew: ours for masked names, one of the empty page's own; the attribute tells when that ends.
# A run so short that the browser draws only its end changes no attribute: 0, to be asked again.
RERUN = """
() => new Promise(done => {
    const app = document.querySelector('[data-testid=stApp]');
    const started = performance.now();
    const gone = setTimeout(() => { watch.disconnect(); done(0); }, 1000);
    const watch = new MutationObserver(() => {
        if (app.getAttribute('data-test-script-state') !== 'notRunning') return;
        clearTimeout(gone);
        watch.disconnect();
        done(performance.now() - started);
    });
    watch.observe(app, {attributes: true, attributeFilter: ['data-test-script-state']});
    document.querySelector('[data-testid=stCheckbox] input').click();
})
"""
# so many reruns with pauses of half to one and a half times the mean
PACED = f"""
([clicks, pause]) => {{
    const took = window.took = [];
    const wait = () => new Promise(done => setTimeout(done, pause * (0.5 + Math.random())));
    (async () => {{
        while (took.length < clicks) {{
            await wait();
            took.push(await ({RERUN})());
        }}
        took.done = true;
    }})();
}}
"""
# sessions whose browsers are elsewhere: they ask for the list again and again, and nobody here draws what comes
ELSEWHERE = """
([address, message, people, pause]) => {
    window.received = 0;
    const wait = () => new Promise(done => setTimeout(done, pause * (0.5 + Math.random())));
    window.sockets = Array.from({length: people}, () => {
        const socket = new WebSocket(address, ['streamlit']);
        socket.onmessage = () => window.received++;
        socket.onopen = async () => {
            while (socket.readyState === WebSocket.OPEN) {
                socket.send(Uint8Array.from(message));
                await wait();
            }
        };
        return socket;
    });
}
"""
LEAVE = "() => { window.sockets.forEach(socket => socket.close()); return window.received; }"
SWITCH = "[data-testid=stCheckbox] input"
STOPPED = (
    "() => document.querySelector('[data-testid=stApp]')?.getAttribute('data-test-script-state') === 'notRunning'"
)
DRAWN = "() => document.querySelectorAll('[data-testid=stSkeleton]').length === 0"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages")
    parser.add_argument("orders", nargs="?", type=int, default=ORDERS)
    parser.add_argument("--database", type=Path, help="one that is there already")
    parser.add_argument("--views", type=int, default=VIEWS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        database = options.database or made(Path(folder) / "many.duckdb", options.orders)
        ours = stack.enter_context(served(ROOT / "dashboard.py", database))
        empty = stack.enter_context(served(ROOT / "benchmarks" / "empty_page.py", database))
        browser = stack.enter_context(sync_playwright()).chromium.launch(executable_path=found(), args=FLAGS)
        pages = [
            *PAGES,
            f"buyer?buyer={ref_of(SOMEONE, database)}",
            f"product?product={ref_of(BESTSELLER, database)}",
        ]
        of_pages(browser, ours, empty, pages)
        of_people(browser, ours)
        browser.close()
        of_lists(ours)
        of_memory(ours, pages, options.views)


def made(database: Path, orders: int) -> Path:
    """A judged shop of so many orders."""
    warehouse = Warehouse(database)
    scale.add(warehouse, 0, orders)
    verdicts.refresh(warehouse)
    return database


def ref_of(question: str, database: Path) -> str:
    """The one that a question finds, as addresses name it."""
    with Warehouse(database).cursor() as cursor:
        found = one(cursor, question)
    return str(found[0]) if found else ""


def of_pages(browser: Browser, ours: Server, empty: Server, pages: Iterable[str]) -> None:
    """Reruns and first paint of each page; page and empty page take turns."""
    bare = opened(browser, empty.address)
    bare_paint = statistics.median(painted(browser, empty.address) for _ in range(PAINTS))
    for path in pages:
        page = opened(browser, f"{ours.address}/{path}")
        took: list[float] = []
        yardstick: list[float] = []
        for _ in range(RERUNS):
            yardstick.append(rerun(bare))
            took.append(rerun(page))
        page.context.close()
        beyond = p95(took) - p95(yardstick)
        paint = statistics.median(painted(browser, f"{ours.address}/{path}") for _ in range(PAINTS))
        sys.stdout.write(
            f"{path.split('=')[0] or 'overview':26} rerun {p95(took):5.0f} ms, empty {p95(yardstick):4.0f} ms: "
            f"+{beyond:4.0f} ms (goal ≤ {GOAL_MS})   first paint {paint:5.0f} ms, empty {bare_paint:5.0f} ms\n"
        )
        sys.stdout.flush()
    bare.context.close()


def of_people(browser: Browser, ours: Server) -> None:
    """The list, rerun by one person, then by ten: their browsers elsewhere, here, and all in the same instant."""
    pages = [opened(browser, f"{ours.address}/buyers")]
    alone = paced(pages, CLICKS, PAUSE_MS)
    leave = others_elsewhere(browser, ours, PEOPLE - 1)
    elsewhere = paced(pages, CLICKS, PAUSE_MS)
    leave()
    told_times(f"one of {PEOPLE} people, a click every {PAUSE_MS // 1000} s each", elsewhere, alone)
    pages += [opened(browser, f"{ours.address}/buyers") for _ in range(PEOPLE - 1)]
    told_times("the same, all their browsers on this computer", paced(pages, CLICKS, PAUSE_MS), alone)
    same_instant = [took for _ in range(RERUNS // 4) for took in paced(pages, 1, 0)]
    told_times(f"{PEOPLE} clicks in the same instant", same_instant, [rerun(pages[0]) for _ in range(RERUNS)])
    for page in pages:
        page.context.close()


def others_elsewhere(browser: Browser, ours: Server, people: int) -> Callable[[], None]:
    """So many click on the list from now on; returns what ends it, which raises RuntimeError if nothing came."""
    page = browser.new_context().new_page()
    page.goto(f"{ours.address}/_stcore/health")
    page.evaluate(ELSEWHERE, [stream_of(ours), list(asking("buyers")), people, PAUSE_MS])

    def leave() -> None:
        received = page.evaluate(LEAVE)
        page.context.close()
        if received < people * LEAST_MESSAGES:
            raise RuntimeError(f"{people} people were sent {received} messages only")

    return leave


def told_times(what: str, together: list[float], alone: list[float]) -> None:
    """One line: the medians and their ratio, and the same of the 95th percentiles."""
    medians = statistics.median(together), statistics.median(alone)
    tails = p95(together), p95(alone)
    sys.stdout.write(
        f"{what}: {medians[0]:.0f} ms, one person {medians[1]:.0f} ms = {medians[0] / medians[1]:.1f} "
        f"(goal ≤ {GOAL_TIMES}); 95 % within {tails[0]:.0f} ms, {tails[1]:.0f} ms = {tails[0] / tails[1]:.1f}\n"
    )
    sys.stdout.flush()


def paced(pages: list[Page], clicks: int, pause_ms: int) -> list[float]:
    """Milliseconds of each rerun of people who click so often, with such a pause between."""
    for page in pages:
        page.evaluate(PACED, [clicks, pause_ms])
    took: list[float] = []
    for page in pages:
        page.wait_for_function("() => window.took.done", timeout=120_000 + clicks * pause_ms * 10)
        took += page.evaluate("() => window.took.filter(Boolean)")
    return took


def of_lists(ours: Server) -> None:
    """Views of the list: what the database is asked for anew, beside what is still at hand."""
    for asked in LISTS:
        first, again = (scale.seconds(partial(view, ours, f"buyers?{asked}")) for _ in range(2))
        sys.stdout.write(f"{asked:34} {first * 1000:5.0f} ms, again {again * 1000:5.0f} ms\n")


def of_memory(ours: Server, pages: Sequence[str], views: int) -> None:
    """What the server holds after the first hundred views and after all, each view with a session of its own."""
    held: list[int] = []
    for number in range(views):
        view(ours, pages[number % len(pages)])
        if (number + 1) % 100 == 0:
            held.append(memory_of(ours.process) or 0)
    if held:
        sys.stdout.write(
            f"memory of the server: {held[0] / 1e6:.0f} MB after 100 views, {held[-1] / 1e6:.0f} MB after {views:,}\n"
        )


def view(ours: Server, path: str) -> None:
    """Ask for a page as a browser does, until the server has sent all of it. Drawing it would take far longer."""
    with connect(stream_of(ours), subprotocols=[Subprotocol("streamlit")], max_size=None) as socket:
        socket.send(asking(path))
        while (sent := ForwardMsg.FromString(socket.recv(decode=False))).WhichOneof("type") != "script_finished":
            pass
    if sent.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
        raise RuntimeError(f"{path} was not drawn to its end")


def asking(path: str) -> bytes:
    """What a browser sends to have a page drawn."""
    asked = BackMsg()
    asked.rerun_script.page_name, _, asked.rerun_script.query_string = path.partition("?")
    return asked.SerializeToString()


def stream_of(ours: Server) -> str:
    """Where the server sends what a session sees."""
    return ours.address.replace("http", "ws", 1) + "/_stcore/stream"


def opened(browser: Browser, address: str) -> Page:
    """The page in a context of its own, drawn to its end."""
    page = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900}).new_page()
    page.goto(address)
    page.wait_for_function(STOPPED, timeout=120_000)
    page.wait_for_function(DRAWN, timeout=120_000)
    page.wait_for_selector(SWITCH, state="attached", timeout=120_000)
    return page


def rerun(page: Page) -> float:
    """Milliseconds of one rerun."""
    while not (took := float(page.evaluate(RERUN))):
        pass
    return took


def painted(browser: Browser, address: str) -> float:
    """Milliseconds until the page has stopped drawing, the program's own files already in the browser's cache."""
    page = opened(browser, address)
    page.goto("about:blank")
    page.goto(address, wait_until="commit")
    page.wait_for_function(STOPPED, timeout=120_000)
    page.wait_for_function(DRAWN, timeout=120_000)
    took = float(page.evaluate("() => performance.now()"))
    page.context.close()
    return took


def p95(values: Iterable[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


if __name__ == "__main__":
    main()
