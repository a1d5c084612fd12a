"""The hands of a person at a device: every tap and every key is counted."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page

from aircop.accounts.models import User

PASSWORD = "correct horse battery staple"
TAB_LIMIT = 60


@dataclass
class Hands:
    """Does everything by a tap or a key, and keeps the account: a tap is one, each key is one."""

    page: Page
    taps: int = 0
    keys: int = 0

    def tap(self, target: Locator) -> None:
        """Tap what is seen."""
        self.taps += 1
        target.click()

    def type(self, text: str) -> None:
        """Type into what has the focus, key by key."""
        self.keys += len(text)
        self.page.keyboard.type(text)

    def press(self, key: str) -> None:
        """Press one named key."""
        self.keys += 1
        self.page.keyboard.press(key)

    def choose(self, select: Locator, label: str) -> None:
        """Open a native list and take a row of it: two taps, as the wheel of a phone takes them."""
        self.taps += 2
        select.select_option(label=label)

    def tab_to(self, target: Locator) -> None:
        """Press Tab until the target has the focus, as somebody without a mouse does."""
        for _ in range(TAB_LIMIT):
            if has_focus(target):
                return
            self.press("Tab")
        message = f"{target} is not reached by the Tab key"
        raise AssertionError(message)

    def pick(self, select: Locator, letters: str) -> None:
        """Reach a native list and choose a row by the first letters of its words."""
        self.tab_to(select)
        self.type(letters)


def has_focus(target: Locator) -> bool:
    """Tell whether the target is what keys go to."""
    return target.count() == 1 and bool(target.evaluate("each => each === document.activeElement"))


def sign_in(page: Page, person: User, hands: Hands | None = None) -> None:
    """Sign in by the form, as people do."""
    worker = hands or Hands(page)
    page.goto("/")
    worker.tap(page.get_by_label("E-mail"))
    worker.type(person.email)
    worker.tap(page.get_by_label("Password"))
    worker.type(PASSWORD)
    worker.tap(page.get_by_role("button", name="Sign in"))
    page.wait_for_url("**/")
