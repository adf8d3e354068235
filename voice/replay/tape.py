"""A recorded caller as a line."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
import soxr

from voice.errors import AudioFileError, LineClosed
from voice.telephony.port import FRAME_SECONDS, Hold, HungUp, Key, LineEvent, Sound

QUIET_SECONDS = 4.0
"""An ended tape stays on the line until the bot has been quiet for this long; less than a no-input."""
MOST_AFTER_SECONDS = 120.0
"""But never longer than this."""
_SAME_MOMENT = 1e-6
"""Seconds: sums of frames are not exact."""


@dataclass(frozen=True, slots=True)
class Tape:
    """What a caller said and pressed."""

    pcm: npt.NDArray[np.int16]
    """Mono, at `rate`."""
    rate: int
    """8000 or 16000."""
    keys: Sequence[tuple[float, str]] = ()
    """Seconds since the beginning and key, in order."""
    holds: Sequence[tuple[float, bool]] = ()
    """Seconds since the beginning, and whether the caller put us on hold or came back, in order."""


def read_tape(path: Path) -> Tape:
    """A sound file of any rate, mono or stereo (the left channel is the caller), as a tape.

    Raises AudioFileError for what is not sound.
    """
    if not path.exists():
        raise AudioFileError(f"{path}: no such file.")
    try:
        sound, rate = soundfile.read(path, dtype="int16", always_2d=True)
    except (OSError, soundfile.LibsndfileError, RuntimeError, TypeError) as error:
        raise AudioFileError(
            f"{path}: not a sound file that can be read; give a WAV, FLAC, OGG or MP3 file."
        ) from error
    if not len(sound):
        raise AudioFileError(f"{path}: the file holds no sound.")
    caller = np.ascontiguousarray(sound[:, 0])
    wanted = 16000 if rate >= 16000 else 8000
    if rate != wanted:
        caller = soxr.resample(caller, rate, wanted)
    return Tape(caller, wanted)


def write_stereo(path: Path, stereo: bytes, rate: int) -> None:
    """Write interleaved 16-bit stereo as a WAV file."""
    soundfile.write(path, np.frombuffer(stereo, dtype="<i2").reshape(-1, 2), rate, subtype="PCM_16")


def _pressed(tape: Tape) -> list[tuple[float, LineEvent]]:
    """Keys and holds in the order of their moments."""
    keys: list[tuple[float, LineEvent]] = [(at, Key(key)) for at, key in tape.keys]
    holds: list[tuple[float, LineEvent]] = [(at, Hold(held)) for at, held in tape.holds]
    return sorted(keys + holds, key=lambda pair: pair[0])


class TapeLine:
    """Plays a tape into the call, at the pace of the event loop's clock."""

    def __init__(self, tape: Tape, *, patient: Callable[[], bool] = lambda: True, lost: bool = False) -> None:
        """`patient` tells at the tape's end whether the caller waits until the bot has said its say.

        `lost`: then the line breaks; else the caller hangs up.
        """
        self._tape = tape
        self._lost = lost
        self._patient = patient
        self._frame = int(tape.rate * FRAME_SECONDS)
        self._hung_up = False
        self._heard_until = 0.0

    @property
    def rate(self) -> int:
        """Samples per second, both ways."""
        return self._tape.rate

    async def events(self) -> AsyncIterator[LineEvent]:
        """The tape, then silence for as long as the bot has something to say, then the caller hangs up."""
        loop = asyncio.get_running_loop()
        started, pressed = loop.time(), _pressed(self._tape)
        end = len(self._tape.pcm) / self.rate
        number = 0
        while not self._hung_up:
            at = number * FRAME_SECONDS
            if at >= end and (not self._patient() or self._done(loop.time(), at - end)):
                break
            while pressed and pressed[0][0] <= at + _SAME_MOMENT:
                yield pressed.pop(0)[1]
            piece = self._tape.pcm[number * self._frame : (number + 1) * self._frame]
            yield Sound(piece.tobytes() + bytes((self._frame - len(piece)) * 2))
            number += 1
            await asyncio.sleep(max(0.0, started + number * FRAME_SECONDS - loop.time()))
        self._hung_up = True
        yield HungUp(self._lost)

    def _done(self, now: float, after: float) -> bool:
        return (
            after > QUIET_SECONDS and now - self._heard_until > QUIET_SECONDS
        ) or after > MOST_AFTER_SECONDS

    async def send(self, pcm: bytes) -> None:
        """Take sound at its own pace, with at most 100 ms waiting."""
        if self._hung_up:
            raise LineClosed("The tape has ended.")
        loop = asyncio.get_running_loop()
        self._heard_until = max(self._heard_until, loop.time()) + len(pcm) / 2 / self.rate
        await asyncio.sleep(max(0.0, self._heard_until - loop.time() - 0.1))

    async def clear(self) -> None:
        """Forget what was sent and not yet heard."""
        self._heard_until = min(self._heard_until, asyncio.get_running_loop().time())

    async def hang_up(self) -> None:
        """End the call."""
        self._hung_up = True
