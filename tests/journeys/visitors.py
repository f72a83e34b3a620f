"""People at a browser: they follow links, type and press, and each page they see is looked over."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from django.core import mail
from playwright.sync_api import Browser, Download, Locator, Page, expect

from tests.accessibility import violations
from tests.record_makers import PASSWORD

INDENTED = re.compile(r"^    (\S+)$", re.MULTILINE)


class Days:
    """A clock that jumps from day to day."""

    def __init__(self, real: Callable[[], datetime]) -> None:
        self.real, self.passed = real, 0

    def now(self) -> datetime:
        """The moment, that many days later."""
        return self.real() + timedelta(days=self.passed)

    def day(self, number: int) -> date:
        """The day so many days after the first."""
        return (self.real() + timedelta(days=number)).date()

    def come_to(self, number: int) -> None:
        """Let days pass; whoever signed in more than a week ago must do so again."""
        assert number >= self.passed, "days do not go back"
        self.passed = number


class Visitor:
    """Someone with a browser. A page that is inaccessible or too wide fails where they see it.

    Of pages with the same headings one is looked over.

    Attributes:
        looked_over: the kinds of pages that were looked over, by width and headings.
        email: address of their account, or empty.
        complaints: errors of the console, and requests to other hosts.
    """

    def __init__(
        self,
        browser: Browser,
        site: str,
        looked_over: set[tuple[int | str, ...]],
        email: str = "",
        *,
        width: int = 1280,
        script: bool = True,
    ) -> None:
        self.email, self.width, self.script = email, width, script
        self.looked_over = looked_over
        self.complaints: list[str] = []
        self.context = browser.new_context(
            base_url=site,
            viewport={"width": width, "height": 844},
            java_script_enabled=script,
        )
        self.page = self.context.new_page()
        self._listen(site)

    @property
    def main(self) -> Locator:
        """The page without its head and foot."""
        return self.page.locator("main")

    @property
    def path(self) -> str:
        """Where they are."""
        return re.sub(r"^https?://[^/]+", "", self.page.url)

    def go(self, path: str) -> None:
        """Type an address."""
        self.page.goto(path)
        self._look_over()

    def follow(self, link: str, within: str = "main") -> None:
        """Follow the link with these words; screen readers may hear more of it."""
        found = self.page.locator(within).get_by_role("link", name=link)
        with self.page.expect_navigation():
            found.first.click()
        self._look_over()

    def type(self, **fields: str) -> None:
        """Type into fields by their labels, with `_` for a space."""
        for label, text in fields.items():
            self.fill(label.replace("_", " "), text)

    def fill(self, label: str, text: str) -> None:
        """Type into one field."""
        self.main.get_by_label(_whole(label)).fill(text)

    def pick(self, label: str, option: str) -> None:
        """Pick from a list."""
        self.main.get_by_label(_whole(label)).select_option(label=option)

    def tick(self, *labels: str) -> None:
        """Tick boxes, or choose one of several, by their labels or how those begin."""
        for label in labels:
            whole = self.main.get_by_label(_whole(label))
            begins = self.main.get_by_label(re.compile(rf"^\s*{re.escape(label)}"))
            (whole if whole.count() else begins).check()

    def press(self, button: str) -> None:
        """Press a button and come to the page that answers."""
        with self.page.expect_navigation():
            self.main.get_by_role("button", name=button, exact=True).click()
        self._look_over()

    def sees(self, *texts: str) -> None:
        """The page says each of these."""
        for text in texts:
            expect(self.main).to_contain_text(text)

    def heading(self, text: str) -> None:
        """The page is the one with this heading."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(text)

    def download(self, link: str, to: Path) -> Path:
        """Follow a link to a file and keep it."""
        with self.page.expect_download() as coming:
            self.main.get_by_role("link", name=link).click()
        file: Download = coming.value
        path = to / file.suggested_filename
        file.save_as(path)
        return path

    def open_account(self, name: str, postcode: str = "") -> None:
        """Fill in the form for a new account and type in the code that was mailed."""
        self.type(Your_name=name, Email_address=self.email, Password=PASSWORD)
        self.fill("Postcode of your home", postcode)
        self.press("Open my account")
        self.heading("Check your mail")
        self.fill("Code", mailed(self.email))
        self.press("Confirm")

    def sign_in(self, to: str = "/account/") -> None:
        """Sign in on the way to a page for people with an account."""
        self.context.clear_cookies()
        self.go(f"/account/sign-in?next={to}")
        self.type(Email_address=self.email, Password=PASSWORD)
        self.press("Sign in")
        assert self.path == to, f"{self.email} did not come to {to} but to {self.path}"

    def forgive(self, complaint: str) -> None:
        """What the browser complains of here is meant so."""
        found = [said for said in self.complaints if complaint in said]
        assert len(found) == 1, self.complaints
        self.complaints.remove(found[0])

    def _look_over(self) -> None:
        expect(self.page.locator("h1")).to_have_count(1)
        kind = (self.width, *self.page.locator("h1, h2").all_inner_texts())
        if not self.script or kind in self.looked_over:
            return
        assert violations(self.page) == [], f"on {self.path}, seen by {self.email or 'anyone'}"
        reached = self.page.evaluate("() => document.documentElement.scrollWidth")
        assert reached <= self.width, f"{self.path} is {reached} wide on {self.width}"
        self.looked_over.add(kind)

    def _listen(self, site: str) -> None:
        page: Page = self.page
        say = self.complaints.append
        page.on("console", lambda said: say(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: say(str(error)))
        page.on(
            "request",
            lambda asked: (
                None if asked.url.startswith((site, "blob:", "data:")) else say(asked.url)
            ),
        )


def mailed(email: str) -> str:
    """The code or the link in the last letter to an address."""
    letter = next(letter for letter in reversed(mail.outbox) if letter.to == [email])
    found = INDENTED.search(str(letter.body))
    assert found is not None, letter.body
    return found[1]


def letters(email: str) -> list[str]:
    """Subjects of all letters to an address."""
    return [letter.subject for letter in mail.outbox if letter.to == [email]]


def _whole(label: str) -> re.Pattern[str]:
    """A label as a whole, whether or not it says that the field is optional."""
    return re.compile(rf"^\s*{re.escape(label)}\s*(\(optional\))?\s*$")
