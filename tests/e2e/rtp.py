"""The media half of a phone, on a plain socket: what was sent and what arrived, each packet with its time."""

from __future__ import annotations

import asyncio
import audioop
import struct
from dataclasses import dataclass
from typing import Self

import numpy as np

from tests.phones import Samples, silence

FRAME = 160
LOUD = 400
"""Mean amplitude, of 32768, from which 20 ms count as sound."""


@dataclass(frozen=True)
class Packet:
    """20 ms of sound; `at` is the loop's clock when it left or arrived."""

    at: float
    samples: Samples

    @property
    def loud(self) -> bool:
        return bool(np.abs(self.samples.astype(np.int32)).mean() >= LOUD)


class RtpPhone(asyncio.DatagramProtocol):
    """Sends and receives G.711 mu-law (RFC 3550, 3551). Its far end is whoever sends to it first.

    Silence is sent all the time, as phones do; `say` queues words.
    """

    def __init__(self, port: int) -> None:
        self.sent: list[Packet] = []
        self.received: list[Packet] = []
        self._port = port
        self._far: tuple[str, int] | None = None
        self._queue: list[Samples] = []
        self._transport: asyncio.DatagramTransport | None = None
        self._closed = asyncio.Event()

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(
            lambda: self, local_addr=("127.0.0.1", self._port)
        )
        self._sending = asyncio.create_task(self._send())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._sending.cancel()
        assert self._transport is not None
        self._transport.close()
        await self._closed.wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._closed.set()

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self._far = self._far or addr
        if data[1] & 0x7F == 0:
            samples = np.frombuffer(audioop.ulaw2lin(data[12:], 2), np.int16)
            self.received.append(Packet(asyncio.get_running_loop().time(), samples))

    def say(self, sound: Samples) -> None:
        """Speak from now on."""
        whole = np.concatenate([sound, silence(0.02)])[: -(-len(sound) // FRAME) * FRAME]
        self._queue += [whole[at : at + FRAME] for at in range(0, len(whole), FRAME)]

    def hears_speech(self, seconds: float = 0.4) -> bool:
        """True in the middle of a sentence: sound just now, and most of the last so many seconds."""
        now = asyncio.get_running_loop().time()
        late = [packet.loud for packet in self.received if packet.at > now - seconds]
        return sum(late) > 0.7 * seconds / 0.02 and all(late[-3:])

    async def _send(self) -> None:
        loop = asyncio.get_running_loop()
        began, number = loop.time(), 0
        while True:
            await asyncio.sleep(max(0.0, began + number * 0.02 - loop.time()))
            samples = self._queue.pop(0) if self._queue else silence(0.02)
            if self._far is not None and self._transport is not None:
                header = struct.pack("!BBHII", 0x80, 0, number & 0xFFFF, number * FRAME, 0x1234)
                self._transport.sendto(header + audioop.lin2ulaw(samples.tobytes(), 2), self._far)
                self.sent.append(Packet(loop.time(), samples))
            number += 1
