"""The stereo WAV of one call: caller left, bot and agent right, 16 bits, on one clock.

The file is a valid WAV (RIFF, PCM) after every write, so that a process killed at any moment leaves a
recording that plays; what it can lose is the last half second.
"""

from __future__ import annotations

import asyncio
import errno
import os
import struct
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

from loguru import logger

HEADER_BYTES = 44
_FRAME_BYTES = 4
_CHUNK_SECONDS = 0.5
_MOST_WAITING = 64
_LARGEST = 0xFFFFFFFF - HEADER_BYTES

ErrorCallback = Callable[[str], None]


def wav_header(rate: int, data_bytes: int) -> bytes:
    """The 44 bytes before `data_bytes` of 16-bit stereo sound at `rate`."""
    size = min(data_bytes, _LARGEST)
    return struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        b"RIFF",
        size + HEADER_BYTES - 8,
        b"WAVE",
        b"fmt ",
        16,
        1,
        2,
        rate,
        rate * _FRAME_BYTES,
        _FRAME_BYTES,
        16,
        b"data",
        size,
    )


def repair(path: Path) -> bool:
    """Make the header of a recording of ours tell the file's true length; True when it did not.

    Raises OSError. A file that does not begin like one of ours is left alone.
    """
    with path.open("r+b") as file:
        header = file.read(HEADER_BYTES)
        if len(header) < HEADER_BYTES or header[:4] != b"RIFF" or header[36:40] != b"data":
            return False
        (rate,) = struct.unpack_from("<I", header, 24)
        size = os.fstat(file.fileno()).st_size - HEADER_BYTES
        right = wav_header(rate, size - size % _FRAME_BYTES)
        if right == header:
            return False
        file.seek(0)
        file.write(right)
    return True


class StereoRecording:
    """Writes one call's sound to `path`; made and used on the event loop, the disk is touched by a thread.

    `on_error` is called once, on the event loop, with "disk_full", "disk" or "too_slow"; the call goes on,
    and what could not be written is silence in the file if later sound can be.
    """

    def __init__(
        self, path: Path, rate: int, *, on_error: ErrorCallback | None = None, disk: Executor | None = None
    ) -> None:
        self.path = path
        self.rate = rate
        self._on_error = on_error
        self._loop = asyncio.get_running_loop()
        self._disk = disk if disk is not None else ThreadPoolExecutor(1, "recording")
        self._owns_disk = disk is None
        self._chunk = bytearray()
        self._chunk_bytes = int(rate * _CHUNK_SECONDS) * _FRAME_BYTES
        self._taken = 0
        self._waiting = 0
        self._told = False
        self._closed = False
        self._forgotten = False
        self._fd = -1

    @property
    def seconds(self) -> float:
        """How much sound was taken so far."""
        return (self._taken + len(self._chunk)) / (self.rate * _FRAME_BYTES)

    def write(self, pcm: bytes) -> None:
        """Take interleaved stereo sound (left, right, 16 bits little-endian); never waits or raises."""
        if self._closed:
            return
        self._chunk += pcm
        if len(self._chunk) >= self._chunk_bytes:
            self._hand_over()

    def skip(self, size: int) -> None:
        """Silence of as much as `size` bytes of sound, which takes no room; never waits or raises."""
        if not self._closed:
            self._hand_over()
            self._taken += size - size % _FRAME_BYTES

    def discard(self) -> int:
        """Forget everything so far, and remove its file; how many bytes it was. Never waits or raises."""
        forgotten = self._taken + len(self._chunk)
        self._chunk.clear()
        self._taken, self._forgotten = 0, True
        try:
            self._disk.submit(self._remove)
        except RuntimeError:
            self._tell("disk")
        return forgotten

    @property
    def kept(self) -> bool:
        """False when all of it was forgotten, and there is no file."""
        return not self._forgotten

    async def close(self) -> None:
        """Write what is left and close the file; safe to call twice."""
        if self._closed:
            return
        self._closed = True
        self._hand_over()
        try:
            await self._loop.run_in_executor(self._disk, self._finish)
        except RuntimeError:
            self._tell("disk")
        if self._owns_disk:
            self._disk.shutdown(wait=False)

    def _hand_over(self) -> None:
        if self._forgotten and not self._chunk:
            return
        self._forgotten = False
        chunk, place = bytes(self._chunk), self._taken
        self._chunk.clear()
        self._taken += len(chunk)
        if self._waiting >= _MOST_WAITING and not self._closed:
            self._tell("too_slow")
            return
        self._waiting += 1
        try:
            self._disk.submit(self._store, chunk, place)
        except RuntimeError:
            self._tell("disk")

    def _tell(self, code: str) -> None:
        if self._told:
            return
        self._told = True
        logger.error("recording {}: {}", self.path.name, code)
        if self._on_error is not None:
            self._on_error(code)

    def _store(self, chunk: bytes, place: int) -> None:
        code = ""
        try:
            if self._fd < 0:
                self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                self._fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
                self._write_at(wav_header(self.rate, 0), 0)
            self._write_at(chunk, HEADER_BYTES + place)
            self._write_at(wav_header(self.rate, place + len(chunk)), 0)
        except OSError as error:
            code = "disk_full" if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) else "disk"
        try:
            self._loop.call_soon_threadsafe(self._stored, code)
        except RuntimeError:
            return  # the loop is closed: nobody is left to be told

    def _write_at(self, data: bytes, place: int) -> None:
        view = memoryview(data)
        while view:
            written = os.pwrite(self._fd, view, place)
            view, place = view[written:], place + written

    def _stored(self, code: str) -> None:
        self._waiting -= 1
        if code:
            self._tell(code)

    def _remove(self) -> None:
        if self._fd < 0:
            return
        try:
            os.close(self._fd)
            self.path.unlink(missing_ok=True)
        except OSError:
            logger.error("recording {}: was to be forgotten and could not be removed", self.path.name)
        finally:
            self._fd = -1

    def _finish(self) -> None:
        if self._fd < 0:
            return
        try:
            os.fsync(self._fd)
        except OSError:
            logger.error("recording {}: could not be flushed to disk", self.path.name)
        finally:
            os.close(self._fd)
            self._fd = -1
