"""A real Chromium for the tests that look at pages, or speak into them, and the ports that those are on."""

from __future__ import annotations

import os
import shutil
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, async_playwright

CHROMIUM = shutil.which("chromium") or ""
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic", "--no-first-run",
    "--disable-features=WebRtcHideLocalIpsWithMdns", "--autoplay-policy=no-user-gesture-required",
    "--use-fake-device-for-media-stream",
]  # fmt: skip


@asynccontextmanager
async def chromium(microphone: Path | None = None, *, refuse: bool = False) -> AsyncIterator[Browser]:
    """A browser whose microphone plays a file once, else beeps; `refuse`: its user lets no page have it."""
    flags = [*FLAGS] if refuse else [*FLAGS, "--use-fake-ui-for-media-stream"]
    if microphone:
        flags.append(f"--use-file-for-fake-audio-capture={microphone}%noloop")
    async with async_playwright() as playwright:
        made = await playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        try:
            yield made
        finally:
            await made.close()


async def kill(browser: Browser) -> None:
    """All of it is gone at once, without a word to anybody."""
    session = await browser.new_browser_cdp_session()
    found: list[dict[str, Any]] = (await session.send("SystemInfo.getProcessInfo"))["processInfo"]
    for process in sorted(found, key=lambda each: each["type"] != "browser"):
        with suppress(ProcessLookupError):
            os.kill(int(process["id"]), signal.SIGKILL)


def free_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
