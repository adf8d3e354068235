"""A newcomer without a phone: the page, a real browser, and sound both ways."""

from __future__ import annotations

import asyncio
import wave
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pytest
from playwright.async_api import Page

from tests.chromium import chromium, free_port
from tests.console.fakes import FakeStore, numbers, status
from tests.console.serving import serving
from voice.console.app import create_app
from voice.records.rows import CallRecord, CallRow
from voice.settings import WebSettings
from voice.telephony.port import HungUp, IncomingCall, Key, Line, Sound
from voice.telephony.webrtc import BrowserDoor
from voice.telephony.webrtc_line import RATE
from voice.turn import Target

MICROPHONE_HZ, BOT_HZ = 700, 1500

pytestmark = pytest.mark.line


class NoDialer:
    async def dial(self, target: Target, *, headers: Mapping[str, str]) -> Line:
        raise NotImplementedError


class Bot:
    """Plays a tone, keeps what it hears, hangs up on key 9, breaks on key 8."""

    def __init__(self) -> None:
        self.sound = bytearray()
        self.keys: list[str] = []
        self.hung_up: list[HungUp] = []
        self.calls: list[IncomingCall] = []
        self._tone = (9000 * np.sin(np.arange(RATE) * 2 * np.pi * BOT_HZ / RATE)).astype(np.int16).tobytes()

    async def __call__(self, call: IncomingCall) -> None:
        self.calls.append(call)
        singing = asyncio.create_task(self._sing(call.line))
        try:
            async for event in call.line.events():
                match event:
                    case Sound(pcm):
                        self.sound += pcm
                    case Key("9"):
                        await call.line.hang_up()
                    case Key("8"):
                        raise RuntimeError("a fault of ours")
                    case Key(key):
                        self.keys.append(key)
                    case HungUp():
                        self.hung_up.append(event)
        finally:
            singing.cancel()
            await asyncio.gather(singing, return_exceptions=True)

    async def _sing(self, line: Line) -> None:
        while True:
            await line.send(self._tone)


class Follows(FakeStore):
    """Knows one call more: the one that a person took."""

    taken = ""

    def person_takes(self, call_id: str) -> None:
        self.taken = call_id

    async def call(self, call_id: str, /) -> CallRecord | None:
        known = call_id == self.taken
        return CallRecord(CallRow(call_id, handoff="accepted"), []) if known else None


def write_tone(path: Path, hertz: int) -> None:
    wave_ = (9000 * np.sin(np.arange(48000 * 30) * 2 * np.pi * hertz / 48000)).astype(np.int16)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48000)
        file.writeframes(wave_.tobytes())


@asynccontextmanager
async def gateway(
    bot: Bot, max_calls: int = 2, store: FakeStore | None = None
) -> AsyncIterator[tuple[str, BrowserDoor]]:
    port = free_port()
    door = BrowserDoor(bot, NoDialer(), max_calls)
    app = create_app(
        web=WebSettings(port=port), browser=door, store=store or FakeStore(), numbers=numbers, status=status
    )
    async with serving(app, port):
        try:
            yield f"http://127.0.0.1:{port}", door
        finally:
            await door.close()


def strongest(pcm: bytes) -> float:
    samples = np.frombuffer(pcm, np.int16)[-RATE:].astype(float)
    return float(np.argmax(np.abs(np.fft.rfft(samples * np.hanning(len(samples))))) * RATE / len(samples))


HEARD_BY_THE_BROWSER = """async () => {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 8192;
  context.createMediaStreamSource(document.getElementById("far").srcObject).connect(analyser);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const bins = new Float32Array(analyser.frequencyBinCount);
  analyser.getFloatFrequencyData(bins);
  const best = bins.indexOf(Math.max(...bins));
  return bins[best] > -60 ? best * context.sampleRate / analyser.fftSize : 0;
}"""


async def reaches(page: Page, wanted: str) -> None:
    await page.wait_for_function(
        "wanted => document.getElementById('phone').dataset.state === wanted", arg=wanted, timeout=20_000
    )


async def test_sound_both_ways_keys_and_hang_up_from_each_side(tmp_path: Path) -> None:
    write_tone(tmp_path / "microphone.wav", MICROPHONE_HZ)
    bot = Bot()
    store = Follows()
    async with gateway(bot, store=store) as (url, _), chromium(tmp_path / "microphone.wav") as browser:
        page = await browser.new_page(locale="en")
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        await page.goto(f"{url}/call?to=1002")
        await page.click("#call")
        await reaches(page, "talking")

        assert abs(await page.evaluate(HEARD_BY_THE_BROWSER) - BOT_HZ) < 30
        level = "element => element.value"
        assert await page.locator("#level-in").evaluate(level) > 0.3
        assert await page.locator("#level-out").evaluate(level) > 0.3

        await page.keyboard.press("5")
        await page.click('[data-key="#"]')
        store.person_takes(bot.calls[0].info.id)
        await reaches(page, "with_person")
        assert abs(strongest(bytes(bot.sound)) - MICROPHONE_HZ) < 10

        await page.click("#mute")
        await page.wait_for_timeout(1500)
        assert not any(bot.sound[-RATE // 2 :])

        await page.click("#hang-up")
        await reaches(page, "ended")
        assert (await page.locator("#record").get_attribute("href") or "").endswith(bot.calls[0].info.id)
        assert bot.calls[0].info.dialled == "1002"

        await page.click("#call")
        await reaches(page, "talking")
        await page.click('[data-key="9"]')
        await reaches(page, "ended")
        assert await page.locator("#problem").is_hidden()

        await page.click("#call")
        await reaches(page, "talking")
        await page.click('[data-key="8"]')
        await reaches(page, "ended")
        assert "had a problem" in await page.inner_text("#problem")
    assert bot.keys == ["5", "#"]
    assert bot.hung_up == [HungUp(lost=False)] * 2
    assert errors == []


async def test_a_full_gateway_and_a_refused_microphone_are_explained(tmp_path: Path) -> None:
    async with gateway(Bot(), max_calls=1) as (url, _):
        async with chromium() as browser:
            first, second = await browser.new_page(locale="en"), await browser.new_page(locale="en")
            for page in (first, second):
                await page.goto(f"{url}/call")
                await page.click("#call")
                if page is first:
                    await reaches(first, "talking")
            await reaches(second, "ended")
            assert "All lines are busy" in await second.inner_text("#problem")
            await first.close()
        async with chromium(refuse=True) as browser:
            page = await browser.new_page(locale="fr")
            await page.goto(f"{url}/call")
            await page.click("#call")
            await reaches(page, "ended")
            assert "pas pu utiliser le micro" in await page.inner_text("#problem")
