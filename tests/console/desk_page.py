"""What agents do at the desk's page in a real browser, and what they see there."""

from __future__ import annotations

from playwright.async_api import Browser, Page

LISTEN = """async () => {
  const sound = new AudioContext(), analyser = sound.createAnalyser(), samples = new Float32Array(2048);
  sound.createMediaStreamSource(document.getElementById('far').srcObject).connect(analyser);
  let most = 0;
  for (let i = 0; i < 40; i++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    analyser.getFloatTimeDomainData(samples);
    most = Math.max(most, ...samples.map(Math.abs));
  }
  await sound.close();
  return most;
}"""
"""The loudest sample of what comes out of the page in two seconds."""


async def sits(browser: Browser, port: int, name: str, errors: list[str], width: int = 1280) -> Page:
    """An agent who is available."""
    page = await browser.new_page(locale="en-GB", viewport={"width": width, "height": 900})
    page.on("pageerror", lambda error: errors.append(str(error)))
    await page.goto(f"http://127.0.0.1:{port}/desk?as={name}")
    await page.wait_for_function("() => document.getElementById('link').textContent === 'Connected'")
    await page.check('#statuses input[value="available"]', force=True)
    # Until the gateway has heard it: its answer would undo what is chosen next.
    await page.wait_for_function("() => desk.me.status === 'available'")
    return page


async def in_state(page: Page, state: str, seconds: float = 20) -> None:
    script = "state => document.getElementById('main').dataset.state === state"
    await page.wait_for_function(script, arg=state, timeout=seconds * 1000)


async def talk_is(page: Page, state: str, seconds: float = 20) -> None:
    """What the page says of the talk: Talking, Muted, On hold…"""
    script = "state => document.getElementById('talk-state').textContent === state"
    await page.wait_for_function(script, arg=state, timeout=seconds * 1000)


async def has(page: Page, where: str, text: str) -> None:
    script = "([where, text]) => document.querySelector(where)?.innerText.includes(text)"
    await page.wait_for_function(script, arg=[where, text], timeout=15000)


async def tab_to(page: Page, name: str) -> None:
    """With the keyboard alone, to the control that is called so."""
    script = "() => document.activeElement.getAttribute('aria-label') || document.activeElement.textContent"
    for _ in range(60):
        await page.keyboard.press("Tab")
        if str(await page.evaluate(script)).startswith(name):
            return
    raise AssertionError(f"no Tab leads to {name}")
