"""How long a story takes: every tap and every key at a fixed price, every page for as long as it takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from playwright.sync_api import Locator, Page

from tests.journeys.hands import Hands

TAP, KEY = 1.2, 0.2  # seconds
CAMERA = 3  # taps: open it, take the picture, use it
SLOW_LINE = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}  # 400 kbit/s
QUICK_LINE = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}


@dataclass
class Step:
    """One part of the story, with what it cost."""

    name: str
    taps: int = 0
    keys: int = 0
    wait: float = 0.0

    @property
    def seconds(self) -> float:
        """Return what it took."""
        return self.taps * TAP + self.keys * KEY + self.wait


@dataclass
class Stopwatch(Hands):
    """Hands whose every move is charged to the step under way."""

    steps: list[Step] = field(default_factory=list)
    waited: float = 0.0

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Charge what is done within to a step of this name."""
        taps, keys, waited = self.taps, self.keys, self.waited
        yield
        self.steps.append(Step(name, self.taps - taps, self.keys - keys, self.waited - waited))

    def tap_through(self, target: Locator, *usable: Locator) -> None:
        """Tap what leads on, and wait until the next page can be used: all of these are there, its scripts have run."""
        self.taps += 1
        began = perf_counter()
        target.click(no_wait_after=True)
        for each in usable:
            each.wait_for(state="visible", timeout=60_000)
        self.page.wait_for_load_state("domcontentloaded")
        self.waited += perf_counter() - began

    def photograph(self, camera: Locator, picture: Any) -> None:
        """Take a picture by the camera of the phone; it is sent while the hands go on."""
        self.taps += CAMERA
        camera.set_input_files(picture)

    @property
    def seconds(self) -> float:
        """Return what all steps took."""
        return sum(step.seconds for step in self.steps)

    def told(self) -> str:
        """Return the account, a line for each step."""
        every = [*self.steps, Step("together", self.taps, self.keys, self.waited)]
        return "\n".join(
            f"{each.name:<24}{each.taps:>3} taps {each.keys:>3} keys {each.wait:5.1f} s waited = {each.seconds:5.1f} s"
            for each in every
        )


class Line:
    """The line that a page is on."""

    def __init__(self, page: Page) -> None:
        self.engine = page.context.new_cdp_session(page)
        self.engine.send("Network.enable")
        self.answers: dict[str, int] = {}
        self.engine.on("Network.loadingFinished", self._came)

    def _came(self, answer: dict[str, Any]) -> None:
        self.answers[answer["requestId"]] = int(answer["encodedDataLength"])

    def slow(self) -> None:
        """Two bars: 400 kbit/s either way, 400 ms there and back."""
        self.engine.send("Network.emulateNetworkConditions", SLOW_LINE)

    def quick(self) -> None:
        """Any speed."""
        self.engine.send("Network.emulateNetworkConditions", QUICK_LINE)

    def weight(self) -> tuple[int, int]:
        """Return how many answers came over the line since this was asked last, and their bytes; the cache is free."""
        over = [size for size in self.answers.values() if size]
        self.answers.clear()
        return len(over), sum(over)
