"""How long the caller is waited for: the next key, the end of a voice without end, or a first word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from voice.call.keys import GatheredKeys
from voice.call.timer import StartTask, Timer
from voice.turn import Heard, Listen

MOST_NOISE_SECONDS = 20.0
"""How long a voice without words is listened to before it counts as silence: a street, or music."""
AFTER_NOISE_SECONDS = 2.0
"""How long the caller at least has to say something after a noise."""
MOST_NOISES_SECONDS = 5.0
"""So long after the caller's time is over, one more noise is not waited for."""
MOST_TURN_SECONDS = 60.0
"""How long somebody may speak without a pause before what he said so far is answered."""


class Waiter(Protocol):
    """Who waits, and is told when it is over."""

    def has_words(self) -> bool:
        """True when something was said in the turn that is not over yet."""

    async def answer_words(self) -> None:
        """Answer what was said so far."""

    async def keyed(self, heard: Heard) -> None:
        """Keys became one input."""

    async def silence(self) -> None:
        """The caller said nothing, or nothing that was words."""


class Waiting:
    """One timer at a time. Times are seconds of the call, by `clock`."""

    def __init__(self, waiter: Waiter, start_task: StartTask, clock: Callable[[], float]) -> None:
        self._waiter = waiter
        self._timer = Timer(start_task)
        self._clock = clock
        self._listen: Listen | None = None
        """What the caller may say now; None while the bot speaks or thinks."""
        self._quiet_since = 0.0
        """When the bot fell silent, for the caller to say something."""
        self._voice_began = 0.0
        self.keys = GatheredKeys()
        self.speaking = False
        """True while the voice detector hears the caller."""
        self.held = False
        """True while the caller has put us on hold: silence there is not the caller's silence."""

    def voice_began(self) -> bool:
        """The caller's voice is heard; False when it was before."""
        if self.speaking:
            return False
        self.speaking, self._voice_began = True, self._clock()
        return True

    def turn_to(self, listen: Listen | None) -> None:
        """The caller may speak from now on, or is not waited for any more."""
        self._listen = listen
        self._quiet_since = self._clock()

    def start(self) -> None:
        """Wait for the next key, for the end of a noise, or for the caller to say something."""
        if self.held:
            return
        if self.keys:
            self._timer.start(self.keys.patience, self._no_more_keys)
        elif self.speaking:
            self._timer.start(MOST_NOISE_SECONDS, self._endless)
        elif self._listen is not None:
            self._timer.start(self._left(self._listen), self._waiter.silence)

    def stop(self) -> None:
        """Wait for nothing."""
        self._timer.stop()

    def _left(self, listen: Listen) -> float:
        """Seconds the caller still has to say something; noises do not begin them anew."""
        left = listen.no_input_after - (self._clock() - self._quiet_since)
        return max(left, AFTER_NOISE_SECONDS) if left > -MOST_NOISES_SECONDS else 0.0

    async def _no_more_keys(self) -> None:
        """Words that are being said count more than a number left unfinished."""
        if self.speaking and not self.keys.for_a_person:
            self._timer.start(MOST_NOISE_SECONDS, self._endless)
        else:
            await self._waiter.keyed(self.keys.complete(self._clock()))

    async def _endless(self) -> None:
        """A voice goes on and on: answer what it said, or say that nothing was understood."""
        left = MOST_TURN_SECONDS - (self._clock() - self._voice_began)
        if self._waiter.has_words() and left > 0:
            self._timer.start(left, self._endless)
        elif self._waiter.has_words():
            await self._waiter.answer_words()
        elif self.keys:
            await self._waiter.keyed(self.keys.complete(self._clock()))
        else:
            await self._waiter.silence()
