"""Keeping a caller company in a queue: a quiet tone, the place in the queue, comfort, the way out."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Protocol

import numpy as np

from voice.call.live_desk import LiveDesk
from voice.call.queue_words import LEAVE, PATIENCE, place
from voice.call.tap import TappedLine
from voice.call.tones import frames, ringback, waiting
from voice.desk.expected_wait import minutes
from voice.errors import LineClosed
from voice.turn import Language, Queue, Say

LEAVE_KEY = "1"
FIRST_WORD_SECONDS = 2.5
"""Before the first announcement: who is taken at once hears none."""
RINGING_SECONDS = 14.5
"""How long ringing is left alone: a word just before the third ring is over, so that the fourth waits."""
MUSIC_LEVEL = 0.35
"""Of a voice's level."""
SENTENCE_SECONDS = 0.6
"""Left after a sentence for its sound to begin."""


class Speaker(Protocol):
    """Who speaks to the waiting caller, and hears his keys."""

    waiting_key: Callable[[str], bool] | None
    """Told each key; True when it ended the waiting."""

    def bot_is_speaking(self) -> bool:
        """True while a sentence is being played."""

    async def say(self, say: Say) -> None:
        """Speak to the caller; may return before it has been played."""


class Companion(Protocol):
    """Who keeps a waiting caller company, or nobody, when nobody is on the line."""

    ringing: bool
    """True while somebody's phone or page rings: the caller hears ringing."""
    being_told: bool
    """True while a person hears the summary."""

    def begin(self, first: str, on_key: Callable[[str], bool]) -> None:
        """The waiting begins: `first` is said at once, `on_key` is told the caller's keys."""

    async def keep(self, queue: Queue) -> None:
        """Until cancelled, or the caller is gone."""

    def end(self) -> None:
        """The waiting is over."""


class Nobody:
    """The company of somebody who is not on the line."""

    def __init__(self) -> None:
        self.ringing = False
        self.being_told = False

        self._on_key: Callable[[str], bool] | None = None

    def begin(self, first: str, on_key: Callable[[str], bool]) -> None:
        """Nobody hears it."""
        self._on_key = on_key

    def leave(self) -> None:
        """End the waiting, as the caller's key would."""
        if self._on_key is not None:
            self._on_key(LEAVE_KEY)

    async def keep(self, queue: Queue) -> None:
        """Until cancelled."""
        await asyncio.Event().wait()

    def end(self) -> None:
        """Nobody waited."""


class Company:
    """What one waiting caller hears until a person is there. Run it in a task; cancel it to stop."""

    def __init__(
        self, caller: TappedLine, dialog: Speaker, live: LiveDesk, ticket: str, language: Language
    ) -> None:
        self._caller = caller
        self._dialog = dialog
        self._live = live
        self._ticket = ticket
        self._language = language
        self._told: tuple[int, int | None] | None = None
        self._announcements = 0
        self._first = ""
        self.ringing = False
        """True while somebody's phone or page rings: the caller hears ringing."""
        self.being_told = False
        """True while a person hears the summary."""

    def begin(self, first: str, on_key: Callable[[str], bool]) -> None:
        """The waiting begins, perhaps once more."""
        self._first = first
        self._told, self._announcements = None, 0
        self.ringing = self.being_told = False
        self._dialog.waiting_key = on_key

    def end(self) -> None:
        """The waiting is over."""
        self._dialog.waiting_key = None

    async def keep(self, queue: Queue) -> None:
        """Until cancelled, or the caller is gone."""
        loop = asyncio.get_running_loop()
        if self._first:
            await self._say(self._first)
            self._first = ""
        due = loop.time() + FIRST_WORD_SECONDS
        ring = frames(ringback(self._caller.rate), self._caller.rate)
        rest = frames(await self._meanwhile(queue), self._caller.rate)
        at, rang = 0, False
        with contextlib.suppress(LineClosed):
            while True:
                if self._dialog.bot_is_speaking():
                    await asyncio.sleep(0.1)
                    continue
                if self.ringing != rang:
                    at, rang = 0, self.ringing
                    due = max(due, loop.time() + RINGING_SECONDS) if rang else due
                sound = ring if rang else rest
                await self._caller.send(sound[at % len(sound)])
                at += 1
                if loop.time() >= due and not self.being_told:
                    await self._announce()
                    due = loop.time() + queue.announce_seconds
                    at = 0

    async def _meanwhile(self, queue: Queue) -> bytes:
        """The queue's music, well below a voice; the tone when it has none, or none that can be played."""
        rate = self._caller.rate
        pcm = await asyncio.to_thread(self._live.music.load, queue.music, rate) if queue.music else None
        if pcm is None:
            return waiting(rate)
        return (np.frombuffer(pcm, "<i2") * MUSIC_LEVEL).astype("<i2").tobytes()

    async def _announce(self) -> None:
        desk = self._live.desk
        position, expected = desk.position(self._ticket), minutes(desk.expected_wait(self._ticket))
        news = (position, expected)
        if position and news != self._told:
            self._told = news
            await self._say(place(self._language, position, expected))
        else:
            texts = PATIENCE[self._language]
            await self._say(texts[self._announcements % len(texts)])
        if self._announcements % 2 == 0:
            await self._say(LEAVE[self._language])
        self._announcements += 1

    async def _say(self, text: str) -> None:
        await self._dialog.say(Say(text, self._language, fixed=True))
        await asyncio.sleep(SENTENCE_SECONDS)
