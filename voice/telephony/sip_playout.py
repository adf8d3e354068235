"""Received sound, cut into frames of 20 ms on the reader's clock.

The network's jitter is taken out by the SIP stack; what is left here is the difference between its thread and
ours. Pure: no clock and no socket.
"""

from __future__ import annotations

_CUSHION = 2
"""Frames that must be there before sound starts again after it ran dry."""
_SPARE = 3
"""Frames that may lie unused for a whole window; more is delay without a purpose."""
_WINDOW = 250
"""Frames of one window (5 s)."""
_MOST = 15
"""Frames above which the oldest are dropped at once (300 ms)."""


class Playout:
    """A queue of received sound that always has a frame to give: sound if there is some, else silence."""

    def __init__(self, frame_bytes: int) -> None:
        self.frame_bytes = frame_bytes
        self.dropped = 0
        """Frames thrown away because the reader was behind."""
        self._waiting = bytearray()
        self._filling = True
        self._least = _MOST
        self._pulls = 0

    def push(self, pcm: bytes, owed: int = 1) -> None:
        """Take what arrived. `owed` is how many frames the reader will pull before it pushes again."""
        self._waiting += pcm
        if (excess := len(self._waiting) // self.frame_bytes - owed - _MOST) > 0:
            self._drop(excess + _MOST - _CUSHION)

    def pull(self) -> bytes:
        """Exactly one frame of 20 ms."""
        there = len(self._waiting) // self.frame_bytes
        if self._filling and there >= _CUSHION:
            self._filling = False
        if self._filling or there == 0:
            self._filling = True
            return bytes(self.frame_bytes)
        frame = bytes(self._waiting[: self.frame_bytes])
        del self._waiting[: self.frame_bytes]
        self._trim(there - 1)
        return frame

    def clear(self) -> None:
        """Forget what arrived."""
        self._waiting.clear()
        self._filling = True

    def _trim(self, left: int) -> None:
        """Once a window, give back delay that nothing in the whole window needed, one frame at a time."""
        self._least = min(self._least, left)
        self._pulls += 1
        if self._pulls >= _WINDOW:
            if self._least > _SPARE:
                self._drop(1)
            self._pulls, self._least = 0, _MOST

    def _drop(self, frames: int) -> None:
        del self._waiting[: frames * self.frame_bytes]
        self.dropped += frames
