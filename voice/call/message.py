"""Taking a message: a beep, the caller's voice, an end."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

from voice.call.dialog_stage import DialogStage
from voice.call.services import Journal
from voice.call.tap import TappedLine
from voice.call.tones import beep, frames
from voice.errors import LineClosed
from voice.events import VoicemailLeft
from voice.turn import Record

POLL_SECONDS = 0.1


async def take_message(record: Record, caller: TappedLine, dialog: DialogStage, journal: Journal) -> None:
    """Record until a key, a silence, the limit or a hang-up; the sound is the call's own recording.

    Journalled also when the caller hangs up in the middle: what was said counts.
    """
    if dialog.takes_message:
        with contextlib.suppress(LineClosed):
            for frame in frames(beep(caller.rate), caller.rate):
                await caller.send(frame)
    if not dialog.takes_message:
        return  # the caller wanted a person instead
    began = caller.seconds
    over = asyncio.Event()
    dialog.message_over, dialog.message_began = over.set, began
    try:
        await _until_over(record, dialog, over, clock=lambda: caller.seconds)
    finally:
        dialog.message_over = None
        ended = caller.seconds
        journal.append(VoicemailLeft(at=began, ended=ended))
    await dialog.recorded(round(ended - began, 2))


async def _until_over(
    record: Record, dialog: DialogStage, over: asyncio.Event, clock: Callable[[], float]
) -> None:
    began = last_voice = clock()
    while not over.is_set():
        now = clock()
        if dialog.caller_is_speaking():
            last_voice = now
        if now - began >= record.most_seconds or now - last_voice >= record.silence_seconds:
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), POLL_SECONDS)
