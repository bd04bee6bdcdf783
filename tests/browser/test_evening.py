"""Two people in a real browser: they pair, have an evening, pause it, restart the process, and finish a review.

`EVENFALL_PICTURES=docs/pictures` keeps what it saw, for the README.
"""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright

from tests.chromium import CHROMIUM, FLAGS, needs_chromium

PICTURES = os.environ.get("EVENFALL_PICTURES")

pytestmark = [pytest.mark.browser, needs_chromium]


class Playground:
    """`evenfall play` in a process of its own, which can be ended and begun again on the same data."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.url = ""
        self.process: subprocess.Popen[str] | None = None

    def begin(self, port: str = "0") -> None:
        command = [sys.executable, "-m", "bot.main", "play", "--port", port, "--data", str(self.data)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        found = re.search(r"http://[\w.:]+", self.process.stdout.readline())
        assert found, "the playground did not say where it is"
        self.url = found[0]

    def end(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=60) == 0
        if self.process.stdout:
            self.process.stdout.close()


@pytest.fixture
def playground(tmp_path: Path) -> Iterator[Playground]:
    running = Playground(tmp_path / "playground")
    running.begin()
    yield running
    running.end()


@pytest.fixture
def page(playground: Playground) -> Iterator[Page]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 860}, device_scale_factor=1.5 if PICTURES else 1)
        page.set_default_timeout(40_000)
        expect.set_options(timeout=40_000)
        page.goto(playground.url)
        yield page
        browser.close()


def phone(page: Page, name: str) -> Locator:
    return page.get_by_role("article", name=f"{name}’s phone")


def press(phone: Locator, label: str) -> None:
    phone.get_by_role("button", name=re.compile(re.escape(label))).last.click()


def write(phone: Locator, words: str) -> None:
    phone.get_by_role("textbox").fill(words)
    phone.get_by_role("textbox").press("Enter")


def sees(phone: Locator, words: str) -> None:
    expect(phone.get_by_text(words).last).to_be_visible()


def move(page: Page, name: str) -> None:
    """Time passes, until it is answered that it did: the page tells a moment later that it begins to."""
    with page.expect_response("**/page/move", timeout=120_000):
        page.get_by_role("button", name=name, exact=True).click()
    expect(page.locator("#moving")).to_be_empty(timeout=120_000)  # five evenings may lie in between


def keep(page: Page, name: str) -> None:
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        page.wait_for_timeout(600)  # until nothing moves any more
        page.screenshot(path=f"{PICTURES}/{name}.png")


def pair(page: Page) -> tuple[Locator, Locator]:
    ana, ben = phone(page, "Ana"), phone(page, "Ben")
    press(ana, "Start")
    sees(ana, "Hello. I keep ten minutes")
    keep(page, "hello")
    press(ana, "I'm 18 or older, begin")
    press(ana, "Go on")
    press(ana, "It's ")
    ana.get_by_role("link", name=re.compile("Write to my partner")).click()
    press(ana, "Send to Ben")
    ben.get_by_role("tab", name="Ana").click()
    ben.get_by_role("link", name="evenfall_bot").click()
    press(ben, "Start")
    press(ben, "I'm 18 or older, begin")
    press(ben, "Yes, with Ana")
    ana.get_by_role("tab", name="Evenfall").click()
    press(ana, "That's my partner")
    sees(ben, "You're both here.")
    press(ana, "Tomorrow at")
    press(ben, "Tomorrow at")
    sees(ben, "Evenings at 20:30")
    return ana, ben


def answer(phone: Locator, *words: str) -> None:
    """The evening's slots; an empty one is skipped."""
    mine = phone.page.get_by_role("button", name=re.compile("^(Skip|Change something)$"))
    card = phone.locator(".message.bot").filter(has=mine).last
    for said in words:
        question = card.text_content() or ""
        if said:
            write(phone, said)
        else:
            press(phone, "Skip")
        expect(card).not_to_have_text(question)
        expect(card).to_be_visible()


def test_a_week_on_the_page(page: Page, playground: Playground) -> None:
    ana, ben = pair(page)

    move(page, "Next evening")
    sees(ana, "Your ten minutes.")
    press(ana, "A little room")
    sees(ana, "What was today's best five minutes?")
    answer(ana, "The walk to the tram. The light.", "A silver car. I lost an hour.", "", "")
    press(ben, "Only for me")
    press(ben, "Skip")
    write(ben, "Soup with you.")

    press(ana, "Pause")
    sees(ben, "Paused.")
    sees(ana, "It's on hold; that's allowed.")
    keep(page, "pause")
    for _ in range(6):
        move(page, "+5 min")
    sees(ana, "Ready to go on?")
    press(ana, "Ready")
    press(ben, "Ready")
    sees(ben, "On we go, where it stood.")

    port = playground.url.rsplit(":", 1)[1]
    playground.end()
    playground.begin(port)
    page.reload()

    answer(ben, "A call I was afraid you'd misread.", "When you laughed at the cat.", "")
    sees(ana, "Both are in.")
    sees(ben, "Both are in.")
    press(ana, "I'm here")
    press(ben, "I'm here")
    sees(ana, "Soup with you.")
    sees(ben, "The walk to the tram. The light.")
    keep(page, "evening")
    move(page, "+5 min")
    sees(ana, "Half-way.")
    move(page, "+5 min")
    press(ben, "Good night")

    write(ana, "/win We laughed at breakfast.")
    sees(ana, "Kept for Sunday.")
    move(page, "Next review")
    for one in (ana, ben):
        sees(one, "Sunday, your review")
        press(one, "I'm here")
    for one in (ana, ben):
        for number, asked in (("6", "How safe"), ("4", "How much"), ("7", "How close")):
            sees(one, asked)
            one.get_by_role("button", name=number, exact=True).last.click()
    sees(ana, "One word for right now?")
    keep(page, "review")
    write(ana, "lighter")
    write(ben, "hopeful")
    sees(ben, "Lighter, hopeful. Next Sunday at 17:00.")


def test_the_page_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    ana = phone(page, "Ana")
    press(ana, "Start")
    sees(ana, "Hello. I keep ten minutes")
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390, "the page is wider than the phone"
    keep(page, "phone")


def test_words_are_never_markup(page: Page) -> None:

    ana = phone(page, "Ana")
    press(ana, "Start")
    sees(ana, "Hello. I keep ten minutes")
    write(ana, "<img src=x onerror=document.title='broken'>")
    sees(ana, "<img src=x onerror=document.title='broken'>")
    assert page.title() != "broken"
