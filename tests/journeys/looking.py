"""How a page is judged: by the accessibility engine, by its measures, by what the browser complains about."""

import gzip
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import CDPSession, ConsoleMessage, Error, Page, Request, Response

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RUN = """axe.run(document, {resultTypes: ['violations'], preload: false})
  .then((found) => found.violations.map((each) => [each.id, each.nodes.map((node) => node.html)]))"""
THUMB = 44
SMALL = """() => [...document.querySelectorAll("button, .button, summary, .rail a, input, select, textarea")]
  .filter((each) => each.checkVisibility({visibilityProperty: true}))
  .filter((each) => !["checkbox", "radio", "hidden"].includes(each.type))
  .filter((each) => !each.closest(".visually-hidden, [aria-hidden=true]"))
  .filter((each) => Math.min(each.getBoundingClientRect().height, each.getBoundingClientRect().width) < 43.5)
  .map((each) => each.outerHTML.slice(0, 120))"""
ASSETS = ("/static/",)


class Watch:
    """Keeps what a page said on its console and what it fetched."""

    def __init__(self, page: Page) -> None:
        self.said: list[str] = []
        self.answers: list[Response] = []
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", self._began)
        page.on("response", self._came)

    def _said(self, message: ConsoleMessage) -> None:
        """Keep errors: what the policy refused, what failed. A warning tells of a value that somebody mistyped."""
        if message.type == "error":
            self.said.append(message.text)

    def _began(self, request: Request) -> None:
        """Forget what an earlier page weighed when another one takes its place."""
        if request.is_navigation_request():
            self.answers.clear()

    def _came(self, answer: Response) -> None:
        self.answers.append(answer)

    def forget(self) -> None:
        """Begin anew, before the next page."""
        self.said.clear()
        self.answers.clear()

    def complaints(self, status: int) -> list[str]:
        """Return what went wrong; that the page itself answers 403 or 404 when it should is no fault."""
        expected = f"the server responded with a status of {status}"
        return [words for words in self.said if status == 200 or expected not in words]

    def weights(self) -> tuple[int, int]:
        """Return the compressed bytes of a first visit, and of a later one when all that can be kept was kept."""
        sizes = {answer.url: _packed(answer) for answer in self.answers if not 300 <= answer.status < 400}
        kept = sum(size for url, size in sizes.items() if any(place in url for place in ASSETS))
        return sum(sizes.values()), sum(sizes.values()) - kept


def _packed(answer: Response) -> int:
    try:
        return len(gzip.compress(answer.body(), 6))
    except Error:  # a late answer to the page that was left: it is no part of this one
        return 0


def engine(page: Page) -> CDPSession:
    """Return a line to the browser by which scripts run that the page's own policy would refuse."""
    return page.context.new_cdp_session(page)


def violations(line: CDPSession) -> list[Any]:
    """Run the accessibility engine over the page as it stands."""
    _evaluate(line, f"window.axe ? 0 : (() => {{ {AXE} \n return 0; }})()")
    found: list[Any] = _evaluate(line, RUN)
    return found


def _evaluate(line: CDPSession, expression: str) -> Any:
    terms = {"expression": expression, "awaitPromise": True, "returnByValue": True}
    answer = line.send("Runtime.evaluate", terms)
    assert "exceptionDetails" not in answer, answer["exceptionDetails"]
    return answer["result"].get("value")


def frame_faults(page: Page, language: str) -> list[str]:
    """Return what is wrong with heading, title, language and direction."""
    found = []
    if (headings := page.locator("h1").count()) != 1:
        found.append(f"{headings} h1")
    if not page.title().endswith("AIRCOP"):
        found.append(f"title: {page.title()}")
    root = page.locator("html")
    told = (root.get_attribute("lang"), root.get_attribute("dir"))
    if told != (language, "rtl" if language == "ar" else "ltr"):
        found.append(f"lang and dir: {told}")
    return found


def too_wide(page: Page) -> list[str]:
    """Return by how much the page is wider than its window."""
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"{over} px too wide at {page.viewport_size}"] if over > 0 else []


def too_small(page: Page) -> list[str]:
    """Return what a thumb can hardly hit."""
    return [f"under {THUMB} px: {html}" for html in page.evaluate(SMALL)]
