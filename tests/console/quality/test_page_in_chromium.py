"""A call heard, followed, judged and replayed in a real browser, by keys alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from tests.chromium import chromium, free_port
from tests.console.fakes import CALL, HOSTILE
from tests.console.quality.house import ASKS, SERVED, House, house
from tests.console.serving import serving
from voice.records.labels import Label
from voice.records.reviews import Criterion

pytestmark = pytest.mark.line("chromium")


@asynccontextmanager
async def served(folder: Path) -> AsyncIterator[tuple[House, str]]:
    async with house(folder) as built:
        port = free_port()
        async with serving(built.app, port):
            yield built, f"http://127.0.0.1:{port}/quality"


async def opened(browser: Browser, address: str, errors: list[str], width: int = 1280) -> Page:
    page = await browser.new_page(locale="en-GB", viewport={"width": width, "height": 900})
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("dialog", lambda dialog: errors.append(f"dialog: {dialog.message}"))
    await page.goto(address)
    return page


async def holds(page: Page, expression: str) -> None:
    """Wait for it; as a function, since the pages let nobody evaluate text."""
    await page.wait_for_function(f"() => {expression}")


AT = "document.getElementById('player').currentTime"
CURRENT = "document.querySelector('#talk [aria-current]')?.innerText ?? ''"


async def test_from_the_list_to_a_judged_call_by_keys_alone(tmp_path: Path) -> None:
    errors: list[str] = []
    async with served(tmp_path) as (built, address), chromium() as browser:
        await built.store.reviews.save_criterion(Criterion(0, "Greeted"))
        page = await opened(browser, address, errors)
        keys = page.keyboard
        await keys.press("/")
        assert await page.evaluate("document.activeElement.id") == "since"
        await keys.type("2026-01-01")
        await keys.press("Enter")
        await page.wait_for_url("**since=2026-01-01**")
        for _ in range(2):
            await keys.press("j")
        await keys.press("k")
        await keys.press("j")
        await keys.press("Enter")
        await page.wait_for_url(f"**/calls/{SERVED}?**since=2026-01-01**")
        await holds(page, "document.getElementById('player').readyState >= 1")

        # Plays, and the text follows.
        await keys.press("Space")
        await holds(page, f"{AT} > 0.5")
        assert "corner shop" in await page.evaluate(CURRENT)
        await keys.press("Space")
        await holds(page, "document.getElementById('player').paused")
        await holds(page, "location.hash.startsWith('#t=')")
        await keys.press("ArrowRight")
        await holds(page, f"{AT} > 5")
        await keys.press("ArrowLeft")
        await holds(page, f"{AT} < 2")

        # From line to line; Enter plays from there.
        line = page.locator("#talk li.caller").first
        for _ in range(20):
            await keys.press("j")
            if await line.evaluate("(item) => item.contains(document.activeElement)"):
                break
        await keys.press("Enter")
        began = float(await line.get_attribute("data-at") or "nan")
        await holds(page, f"{AT} >= {began - 0.1}")
        await holds(page, f"({CURRENT}).includes('opening hours')")
        head = await page.evaluate("document.querySelector('.playhead').getAttribute('x1')")
        assert float(head.removesuffix("%")) > 20

        # A comment on this moment.
        await keys.press("c")
        await keys.type("answered at once; s and n are only letters here")
        await keys.press("Tab")
        await keys.press("Tab")
        await keys.press("Enter")
        await page.wait_for_url("**#comments")
        (comment,) = await built.store.reviews.comments([SERVED])
        assert comment.at is not None and began <= comment.at + 0.2
        assert comment.text.endswith("only letters here")

        # The judgement.
        await keys.press("l")
        await keys.press("ArrowRight")  # the keys of a radio group: from "not said" round to "yes"
        assert await page.evaluate("document.activeElement.name") == "transfer"
        await page.locator("#judgement button").focus()
        await keys.press("Enter")
        await page.wait_for_url("**#judgement")
        (label,) = await built.store.labels.of_call(SERVED)
        assert label.transfer is not None

        # And on to the next call of the list.
        await page.locator("#next").evaluate("(link) => link.blur()")
        await keys.press("n")
        await page.wait_for_url(f"**/calls/{ASKS}?**")
    assert errors == []


async def test_clicks_and_shared_moments(tmp_path: Path) -> None:
    errors: list[str] = []
    async with served(tmp_path) as (_, address), chromium() as browser:
        page = await opened(browser, f"{address}/calls/{CALL}#t=21.5", errors)
        await holds(page, f"Math.abs({AT} - 21.5) < 0.2")
        await holds(page, f"({CURRENT}).includes('<script>')")
        await page.locator("#talk li.caller .said").first.click()
        await holds(page, f"{AT} >= 3 && {AT} < 20")
        await page.locator(".scores .strip-box").click()
        await holds(page, f"{AT} > 45 && {AT} < 60")
        await page.select_option("#speed", "2")
        assert await page.evaluate("document.getElementById('player').playbackRate") == 2
        # Keys can be turned off, and stay so.
        await page.uncheck("#keys-on")
        await page.reload()
        await holds(page, "document.getElementById('player').readyState >= 1")
        await page.locator("h1").click()
        await page.keyboard.press("Space")
        assert await page.evaluate("document.getElementById('player').paused")
    assert errors == []


async def test_a_replay_appears_on_the_page_by_itself(tmp_path: Path) -> None:
    errors: list[str] = []
    async with served(tmp_path) as (built, address), chromium() as browser:
        draft = built.folder / "drafts" / "other" / "plan.yaml"
        draft.write_text(draft.read_text("utf-8").replace("We are open", "No longer open"), "utf-8")
        page = await opened(browser, f"{address}/calls/{SERVED}", errors)
        await page.keyboard.press("r")
        await page.keyboard.press("ArrowDown")
        assert await page.input_value("#replay-plan") == str(draft.parent)
        for _ in range(2):
            await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**#replay")
        await page.wait_for_selector("text=First difference at turn 1", timeout=120_000)
        assert "No longer open" in await page.inner_text(".replayed tr.differs >> nth=0")
    assert errors == []


@pytest.mark.parametrize("width", [1280, 640])
async def test_at_twice_the_size_nothing_is_cut_off_and_everything_has_a_name(
    tmp_path: Path, width: int
) -> None:
    """640 points are a 1280-point window at 200 % (WCAG 2.2, 1.4.10)."""
    errors: list[str] = []
    async with served(tmp_path) as (built, address), chromium() as browser:
        await built.store.reviews.save_criterion(Criterion(0, HOSTILE))
        for rater in (HOSTILE, "bob"):
            await built.store.labels.put(Label(CALL, rater, rater == "bob"))
        for path in ("", "/criteria", f"/calls/{CALL}"):
            page = await opened(browser, address + path, errors, width)
            assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
            assert await page.evaluate(UNNAMED) == []
            assert await page.locator("main script, main img").count() == 0
            await page.close()
    assert errors == []


UNNAMED = """() => [...document.querySelectorAll(
    'button, input, select, textarea, svg.strip-box:not([aria-hidden] *)')]
  .filter((each) => each.type !== 'hidden' && each.checkVisibility()
    && !(each.innerText || each.ariaLabel || each.labels?.length))
  .map((each) => each.outerHTML)"""
