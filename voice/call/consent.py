"""What of a call's sound reaches its recording: all, nothing, or nothing until the caller has agreed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum

from voice.call.services import Recording

MOST_HELD_SECONDS = 180
"""Sound held back in memory while the caller thinks it over; with more, nothing of it is kept."""


class _State(Enum):
    OPEN = "open"
    HELD = "held"
    """Kept in memory until the caller has answered."""
    SHUT = "shut"


class RecordingGate:
    """Stands before the recording. What is left out is silence there, so that all times stay true."""

    def __init__(self, recording: Recording, consent: str, rate: int) -> None:
        """`consent` is what the plan asks for (RecordingSpec); `rate` is the line's."""
        self._recording = recording
        first = {"asked": _State.HELD, "never": _State.SHUT}
        self._state = first.get(consent, _State.OPEN)
        self._most = MOST_HELD_SECONDS * rate * 4
        self._held = bytearray()
        self._left_out = 0
        if self._state is _State.SHUT:
            recording.discard()

    def write(self, pcm: bytes) -> None:
        """Take interleaved 16-bit stereo; cheap, never raises."""
        if self._state is _State.OPEN:
            self._recording.write(pcm)
        elif self._state is _State.SHUT:
            self._left_out += len(pcm)
        else:
            self._held += pcm
            if len(self._held) > self._most:
                self._shut()

    def settle(self, recorded: bool) -> None:
        """It is known now whether the call is recorded; what was written of one that is not, goes."""
        if recorded:
            self._open()
        else:
            self._shut()

    @contextmanager
    def message(self) -> Iterator[None]:
        """Open for a message that the caller leaves of his own will."""
        before = self._state
        self._open()
        try:
            yield
        finally:
            self._state = before

    def _open(self) -> None:
        if self._left_out:
            self._recording.skip(self._left_out)
            self._left_out = 0
        if self._held:
            self._recording.write(bytes(self._held))
            self._held.clear()
        self._state = _State.OPEN

    def _shut(self) -> None:
        self._left_out += self._recording.discard() + len(self._held)
        self._held.clear()
        self._state = _State.SHUT
