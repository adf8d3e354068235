"""The browser door against a second WebRTC stack in the same process, on loopback only."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from fractions import Fraction
from typing import Any

import aioice.ice
import numpy as np
import pytest
from aiortc import RTCDataChannel, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from av import AudioFrame, AudioResampler

from voice.errors import DialFailed, LineClosed
from voice.telephony.port import FRAME_SECONDS, HungUp, IncomingCall, Key, Line, LineEvent, Sound
from voice.telephony.webrtc import BrowserDoor, DoorClosing, DoorFull, OfferMalformed
from voice.telephony.webrtc_line import RATE, Pace, Playout
from voice.turn import HandoffFailure, Target

TONE = 1000
OnCall = Callable[[IncomingCall], Awaitable[None]]


class NoDialer:
    async def dial(self, target: Target, *, headers: Mapping[str, str]) -> Line:
        raise DialFailed(HandoffFailure.UNREACHABLE, "No phones in this test.")


class ToneTrack(MediaStreamTrack):
    """What a microphone would deliver: 48 kHz frames of a sine, until told to stall."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self.stalled = asyncio.Event()
        self._frames = 0

    async def recv(self) -> AudioFrame:
        await asyncio.sleep(FRAME_SECONDS)
        if self.stalled.is_set():
            await asyncio.Event().wait()
        at = np.arange(960) + self._frames * 960
        wave = (8000 * np.sin(2 * np.pi * TONE * at / 48000)).astype(np.int16)
        frame = AudioFrame.from_ndarray(wave[None, :], layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = 48000, self._frames * 960, Fraction(1, 48000)
        self._frames += 1
        return frame


class Page:
    """The page's side of a call."""

    def __init__(self) -> None:
        self.pc = RTCPeerConnection()
        self.microphone = ToneTrack()
        self.channel: RTCDataChannel = self.pc.createDataChannel("call")
        self.messages: list[Any] = []
        self.heard = bytearray()
        self.open = asyncio.Event()
        self.closed = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self.pc.addTrack(self.microphone)
        self.channel.on("open", self.open.set)
        self.channel.on("message", lambda text: self.messages.append(json.loads(text)))
        self.channel.on("close", self.closed.set)
        self.pc.on("track", lambda track: self._tasks.append(asyncio.ensure_future(self._listen(track))))

    async def _listen(self, track: MediaStreamTrack) -> None:
        resampler = AudioResampler("s16", "mono", RATE)
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return
            assert isinstance(frame, AudioFrame)
            for out in resampler.resample(frame):
                self.heard += out.to_ndarray().tobytes()

    async def offer(self) -> str:
        await self.pc.setLocalDescription(await self.pc.createOffer())
        return str(self.pc.localDescription.sdp)

    async def call(self, door: BrowserDoor, dialled: str = "1001") -> str:
        answer = await door.offer(await self.offer(), "offer", dialled, "+33123456789")
        await self.pc.setRemoteDescription(RTCSessionDescription(answer.sdp, answer.type))
        await asyncio.wait_for(self.open.wait(), 10)
        return answer.call_id

    def say(self, message: Any) -> None:
        self.channel.send(message if isinstance(message, str) else json.dumps(message))

    async def close(self) -> None:
        await self.pc.close()
        await asyncio.gather(*self._tasks)


@pytest.fixture(autouse=True)
def loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aioice.ice, "get_host_addresses", lambda use_ipv4, use_ipv6: ["127.0.0.1"])


@asynccontextmanager
async def opened(on_call: OnCall, max_calls: int = 2) -> AsyncIterator[BrowserDoor]:
    door = BrowserDoor(on_call, NoDialer(), max_calls)
    try:
        yield door
    finally:
        await asyncio.wait_for(door.close(), 30)
        assert door.active == 0


@asynccontextmanager
async def phoned(door: BrowserDoor) -> AsyncIterator[Page]:
    page = Page()
    try:
        await page.call(door)
        yield page
    finally:
        await page.close()


class Listener:
    """An `on_call` that keeps all events, and sends each sound back when asked to."""

    def __init__(self, echo: bool = False) -> None:
        self.calls: list[IncomingCall] = []
        self.events: list[LineEvent] = []
        self.answered = asyncio.Event()
        self.over = asyncio.Event()
        self._echo = echo

    async def __call__(self, call: IncomingCall) -> None:
        self.calls.append(call)
        self.answered.set()
        async for event in call.line.events():
            self.events.append(event)
            if self._echo and isinstance(event, Sound):
                await call.line.send(event.pcm)
        self.over.set()

    @property
    def sound(self) -> bytes:
        return b"".join(event.pcm for event in self.events if isinstance(event, Sound))


def loudest(pcm: bytes) -> float:
    """Frequency, in Hz, of the strongest component of the last second."""
    samples = np.frombuffer(pcm, np.int16)[-RATE:].astype(float)
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum) * RATE / len(samples))


async def until(condition: Callable[[], bool], seconds: float = 15) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


async def test_sound_both_ways_keys_and_hang_up_by_the_page() -> None:
    listener = Listener(echo=True)
    async with opened(listener) as door, phoned(door) as page:
        await until(lambda: len(listener.sound) > 2 * 2 * RATE and len(page.heard) > 2 * 2 * RATE)
        assert abs(loudest(listener.sound) - TONE) < 5
        assert abs(loudest(bytes(page.heard)) - TONE) < 5
        assert {len(event.pcm) for event in listener.events if isinstance(event, Sound)} == {640}
        for key in "5#":
            page.say({"type": "key", "key": key})
        page.say({"type": "hangup"})
        await asyncio.wait_for(listener.over.wait(), 10)
    assert [event.key for event in listener.events if isinstance(event, Key)] == ["5", "#"]
    assert [event for event in listener.events if isinstance(event, HungUp)] == [HungUp(lost=False)]
    info = listener.calls[0].info
    assert (info.door, info.dialled, info.caller) == ("browser", "1001", "+33123456789")
    assert info.answered.tzinfo is not None


async def test_hang_up_by_the_gateway_reaches_the_page() -> None:
    async def goodbye(call: IncomingCall) -> None:
        await call.line.hang_up()
        await call.line.hang_up()
        assert [event async for event in call.line.events()][-1] == HungUp(lost=False)
        with pytest.raises(LineClosed):
            await call.line.send(bytes(640))

    async with opened(goodbye) as door, phoned(door) as page:
        await until(lambda: {"type": "ended", "failed": False} in page.messages)
        await asyncio.wait_for(page.closed.wait(), 10)


async def test_a_failure_ends_its_own_call_only_and_says_so() -> None:
    listener = Listener()

    async def first_breaks(call: IncomingCall) -> None:
        if call.info.dialled == "broken":
            raise RuntimeError("a fault of ours")
        await listener(call)

    async with opened(first_breaks) as door, phoned(door):
        await asyncio.wait_for(listener.answered.wait(), 10)
        broken = Page()
        await broken.call(door, "broken")
        await until(lambda: {"type": "ended", "failed": True} in broken.messages)
        await broken.close()
        seen = len(listener.events)
        await until(lambda: len(listener.events) > seen + 5)


async def test_a_page_that_vanishes_is_a_hang_up() -> None:
    listener = Listener()
    async with opened(listener) as door:
        async with phoned(door):
            await asyncio.wait_for(listener.answered.wait(), 10)
        await asyncio.wait_for(listener.over.wait(), 10)
    assert isinstance(listener.events[-1], HungUp)


async def test_rubbish_on_the_data_channel_changes_nothing() -> None:
    listener = Listener()
    async with opened(listener) as door, phoned(door) as page:
        for rubbish in ("{", "[]", "7", '"x"', '{"type":"key"}', '{"type":"key","key":"55"}', '{"key":"1"}'):
            page.say(rubbish)
        page.say({"type": "key", "key": ["5"]})
        page.say({"type": "key", "key": "7"})
        await until(lambda: Key("7") in listener.events)
    assert [event for event in listener.events if isinstance(event, Key)] == [Key("7")]


async def test_silence_goes_on_when_sound_stalls() -> None:
    listener = Listener()
    async with opened(listener) as door, phoned(door) as page:
        await until(lambda: len(listener.events) > 20)
        page.microphone.stalled.set()
        await until(lambda: listener.events[-10:] == [Sound(bytes(640))] * 10)


async def test_a_line_without_sound_for_long_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice.telephony.webrtc_line._LOST_AFTER", 0.5)
    listener = Listener()
    async with opened(listener) as door, phoned(door) as page:
        await until(lambda: len(listener.events) > 5)
        page.microphone.stalled.set()
        await asyncio.wait_for(listener.over.wait(), 10)
    assert listener.events[-1] == HungUp(lost=True)


async def test_clear_silences_and_lets_the_sender_go_on() -> None:
    cleared = asyncio.Event()

    async def babble(call: IncomingCall) -> None:
        minute = (8000 * np.sin(np.arange(60 * RATE) * 2 * np.pi * 700 / RATE)).astype(np.int16).tobytes()
        sending = asyncio.create_task(call.line.send(minute))
        await asyncio.sleep(0.5)
        assert not sending.done()
        await call.line.clear()
        await asyncio.wait_for(sending, 1)
        cleared.set()
        async for _ in call.line.events():
            pass

    async with opened(babble) as door, phoned(door) as page:
        await asyncio.wait_for(cleared.wait(), 10)
        await until(lambda: not any(page.heard[-RATE:]) and any(page.heard))


async def test_full_closing_and_malformed_offers_are_refused() -> None:
    listener = Listener()
    async with opened(listener, max_calls=1) as door:
        with pytest.raises(OfferMalformed):
            await door.offer("v=0\r\nrubbish", "offer", "1001", "")
        with pytest.raises(OfferMalformed):
            await door.offer("x" * 70_000, "offer", "1001", "")
        async with phoned(door):
            spare = Page()
            with pytest.raises(DoorFull):
                await spare.call(door)
            assert not await door.drain(0.01)
            draining = asyncio.create_task(door.drain())
            await asyncio.sleep(0)
            with pytest.raises(DoorClosing):
                await door.offer(await spare.offer(), "offer", "1001", "")
            assert not draining.done()
            await spare.close()
        assert await asyncio.wait_for(draining, 15)


async def test_a_page_that_never_connects_gives_its_place_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice.telephony.webrtc.CONNECT_SECONDS", 1.0)
    monkeypatch.setattr("voice.telephony.webrtc_line.CLOSING_SECONDS", 0.5)
    listener = Listener()
    page = Page()
    async with opened(listener, max_calls=1) as door:
        await door.offer(await page.offer(), "offer", "1001", "")
        assert door.active == 1
        await until(lambda: door.active == 0)
    await page.close()
    assert not listener.calls


async def test_video_is_refused() -> None:
    pc = RTCPeerConnection()
    pc.addTransceiver("audio")
    pc.addTransceiver("video")
    await pc.setLocalDescription(await pc.createOffer())
    async with opened(Listener()) as door:
        with pytest.raises(OfferMalformed):
            await door.offer(pc.localDescription.sdp, "offer", "1001", "")
    await pc.close()


def test_pace_keeps_fifty_frames_a_second_over_a_stall_and_its_burst() -> None:
    pace, now, frames = Pace(0.0), 0.0, 0
    for _ in range(50):
        now += FRAME_SECONDS
        frames += pace.take(now)
    for _ in range(50):
        if pace.patience(now) <= FRAME_SECONDS:
            pace.fill()
            frames += 1
        now += FRAME_SECONDS
    frames += sum(pace.take(now) for _ in range(50))
    assert abs(frames - now / FRAME_SECONDS) <= Pace.EARLY + 1


async def test_playout_returns_when_little_is_left() -> None:
    playout = Playout()
    playout.write(bytes(int(2 * RATE * 0.1)))
    await asyncio.wait_for(playout.room(), 1)
    playout.write(bytes(640))
    waiting = asyncio.create_task(playout.room())
    await asyncio.sleep(0)
    assert not waiting.done()
    frame = await playout.recv()
    assert (frame.samples, frame.sample_rate) == (320, RATE)
    await asyncio.wait_for(waiting, 1)
    playout.stop()
    with pytest.raises(MediaStreamError):
        await playout.recv()
