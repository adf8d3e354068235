"""A real browser at the calling page, whose microphone is a file, and the persons it can be handed to."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
from playwright.async_api import Browser, Page

from tests.chromium import chromium, kill
from tests.phones import JsonProcess, Samples, silence, tone

HERE = Path(__file__).parent
SIP = 29000
PERSONS = (29400, 29440)
"""Ports of the phones that the plans' targets `support` and `backup` ring."""
RATE = 48000
"""Samples per second of a browser's microphone."""


def pulses(hertz: float, seconds: int, rate: int = RATE) -> Samples:
    """A tone, half a second on, half off: browsers take a sound that stands still for noise and remove it."""
    return np.concatenate([tone(hertz, 0.5, rate), silence(0.5, rate)] * seconds)


def person(folder: Path, which: int, script: str, *, answers: bool = True) -> JsonProcess:
    """`voice phone` on the desk of `support` (0) or `backup` (1); what it hears goes to `heard.wav`."""
    folder.mkdir()
    port = PERSONS[which]
    arguments = ["--port", port, "--rtp", f"{port + 10}-{port + 28}", "--record", folder / "heard.wav"]
    arguments += ["--json", "--wait", 150, "--script", script] + ["--answer"] * answers
    return JsonProcess.python("-m", "voice", "phone", *map(str, arguments), log=folder / "log")


@asynccontextmanager
async def browser(microphone: Path, web: int, *, locale: str = "en-GB") -> AsyncIterator[Caller]:
    """The calling page in a Chromium of its own; its microphone plays the file once in each call."""
    async with chromium(microphone) as made:
        page = await made.new_page(locale=locale)
        caller = Caller(made, page, f"http://127.0.0.1:{web}")
        page.on("pageerror", lambda error: caller.errors.append(str(error)))
        yield caller


class Caller:
    """Somebody at the calling page."""

    def __init__(self, chromium: Browser, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.errors: list[str] = []
        """What went wrong in the page's scripts."""
        self._chromium = chromium

    async def call(self, number: str, caller: str) -> str:
        """Call, and wait for the answer; the call's id."""
        await self.page.goto(f"{self.url}/call?to={number}")
        await self.page.evaluate((HERE / "ear.js").read_text("utf-8"))
        await self.page.fill("#caller", caller)
        await self.page.click("#call")
        await self.reaches("talking", 30)
        return str(await self.page.evaluate("call.id"))

    async def press(self, key: str) -> None:
        """On the page's keypad."""
        await self.page.click(f'[data-key="{key}"]')

    async def reaches(self, state: str, seconds: float = 60) -> None:
        """Wait for the page's state: ringing, talking, calling_person, with_person, ended."""
        script = "state => document.getElementById('phone').dataset.state === state"
        await self.page.wait_for_function(script, arg=state, timeout=seconds * 1000)

    async def states(self) -> list[str]:
        """All the page's states since the call began."""
        return list(await self.page.evaluate("ear.states"))

    async def heard(self) -> tuple[Samples, int]:
        """All that came out of the page's loudspeaker, and its rate."""
        text, rate = await self.page.evaluate("ear.sound()")
        return np.frombuffer(base64.b64decode(text), np.int16), int(rate)

    async def close_tab(self) -> None:
        """As somebody does who has had enough."""
        await self.page.close()

    async def crash(self) -> None:
        """The whole browser is gone at once, without a word to anybody."""
        await kill(self._chromium)
