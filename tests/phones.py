"""Real phones for tests: Debian's baresip, sipp, and programs of ours that print a JSON object a line.

Each is a process of its own, bound to loopback, and gone when its context ends.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import sys
import wave
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

MODULES = Path("/usr/lib/baresip/modules")
Samples = npt.NDArray[np.int16]


def tone(hertz: float, seconds: float, rate: int = 8000, loudness: float = 0.3) -> Samples:
    """A sine."""
    wave_form = np.sin(np.arange(round(seconds * rate)) * 2 * np.pi * hertz / rate)
    return (wave_form * loudness * 32767).astype(np.int16)


def silence(seconds: float, rate: int = 8000) -> Samples:
    return np.zeros(round(seconds * rate), np.int16)


def write_wav(path: Path, samples: Samples, rate: int = 8000) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    return path


def read_wav(path: Path) -> tuple[Samples, int]:
    """Samples and rate of plain 16-bit mono; a file that is still being written gives what is there."""
    data = path.read_bytes()
    return np.frombuffer(data[44 : len(data) // 2 * 2], np.int16), int.from_bytes(data[24:28], "little")


def share_of(hertz: float, samples: Samples, rate: int, *, width: float = 20) -> float:
    """How much of the sound's energy is within `width` Hz of this pitch, 0 to 1; 0 for silence."""
    if not samples.any():
        return 0.0
    power = np.abs(np.fft.rfft(samples.astype(np.float64) * np.hanning(len(samples)))) ** 2
    pitch = np.fft.rfftfreq(len(samples), 1 / rate)
    return float(power[np.abs(pitch - hertz) < width].sum() / power[pitch > 50].sum())


def hears(hertz: float, samples: Samples, rate: int, *, seconds: float = 0.3) -> bool:
    """True when some stretch of this length is loud and mostly at this pitch."""
    size = round(seconds * rate)
    return any(
        np.abs(part.astype(np.int32)).mean() > 500 and share_of(hertz, part, rate) > 0.8
        for part in (samples[start : start + size] for start in range(0, len(samples) - size + 1, size // 2))
    )


async def stop(process: Process) -> None:
    if process.returncode is None:
        process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), 10)
        except TimeoutError:
            process.kill()
            await process.wait()


class JsonProcess:
    """A program that prints one JSON object a line, and takes one a line on stdin.

    `seen` keeps all that was printed. Other lines, and stderr, go to `log`.
    """

    def __init__(self, *command: str | Path, log: Path, env: Mapping[str, str] | None = None) -> None:
        self.seen: list[dict[str, Any]] = []
        self._command = [str(part) for part in command]
        self._log_path = log
        self._env = {**os.environ, "PYTHONPATH": str(Path.cwd()), **(env or {})}
        self._more = asyncio.Condition()
        self._process: Process | None = None
        self._reader: asyncio.Task[None] | None = None

    @classmethod
    def python(cls, *arguments: str | Path, log: Path) -> Self:
        return cls(sys.executable, *arguments, log=log)

    async def __aenter__(self) -> Self:
        with self._log_path.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, stdin=PIPE, stdout=PIPE, stderr=log, env=self._env
            )
        self._reader = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._process is not None:
            await stop(self._process)
        if self._reader is not None:
            await self._reader

    @property
    def process(self) -> Process:
        assert self._process is not None
        return self._process

    def tell(self, **data: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(data).encode() + b"\n")

    async def wait(self, seconds: float = 10, **wanted: Any) -> dict[str, Any]:
        """The first object printed, now or later, that has all these values."""

        def found() -> dict[str, Any] | None:
            return next((item for item in self.seen if wanted.items() <= item.items()), None)

        try:
            async with asyncio.timeout(seconds), self._more:
                await self._more.wait_for(lambda: found() is not None or self.process.returncode is not None)
        except TimeoutError:
            pass
        if (item := found()) is None:
            raise AssertionError(
                f"no {wanted} within {seconds} s; saw {self.seen}\n{self._log_path.read_text()[-3000:]}"
            )
        return item

    async def ended(self, seconds: float = 10) -> int:
        """The exit code."""
        return await asyncio.wait_for(self.process.wait(), seconds)

    async def _read(self) -> None:
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            if line.startswith(b"{"):
                self.seen.append(json.loads(line))
            else:
                with self._log_path.open("ab") as log:
                    log.write(line)
            async with self._more:
                self._more.notify_all()
        await self.process.wait()
        async with self._more:
            self._more.notify_all()


class BaresipPhone:
    """Debian's baresip 1.0, steered over its ctrl_tcp module.

    What works in Debian's build, without any sound card:

    - `aufile` plays a WAV (16-bit, at exactly the codec's rate). At the file's end the *call* ends, so each
      file is padded with minutes of silence, for `play` in mid-call too (command `ausrc`).
    - `aufile` cannot record there. `sndfile` can, as an audio filter, when any player is set: `aubridge` is
      one that throws the sound away. It writes `dump-DATE-dec.wav`; the file ends at the first re-INVITE.
    - TLS always listens one port above `port`; the control port must be elsewhere.
    """

    def __init__(
        self,
        folder: Path,
        *,
        port: int,
        control: int,
        rtp: tuple[int, int],
        codec: str = "pcma",
        sound: Samples | None = None,
        user: str = "baresip",
        answer: bool = False,
        info_keys: bool = False,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.rate = 16000 if codec == "g722" else 8000
        self.uri = f"sip:{user}@127.0.0.1:{port}"
        self.events: list[dict[str, Any]] = []
        self._folder, self._control = folder, control
        self._more = asyncio.Condition()
        self._played = 0
        first = self._file(silence(1, self.rate) if sound is None else sound)
        used = f"g722/{self.rate}/1" if codec == "g722" else codec
        keys = "info" if info_keys else "rtpevent"
        mode = "auto" if answer else "manual"
        (folder / "contacts").touch()
        (folder / "accounts").write_text(
            f"<{self.uri}>;regint=0;audio_codecs={used};answermode={mode};dtmfmode={keys}\n"
        )
        (folder / "config").write_text(
            f"sip_listen 127.0.0.1:{port}\n"
            "net_interface 127.0.0.1\n"
            f"rtp_ports {rtp[0]}-{rtp[1]}\n"
            f"ctrl_tcp_listen 127.0.0.1:{control}\n"
            f"audio_path {folder}\n"
            f"audio_source aufile,{first}\n"
            "audio_player aubridge,sink\n"
            f"audio_alert aubridge,alert\n"
            f"snd_path {folder}\n"
            f"module_path {MODULES}\n"
            "module g711.so\nmodule g722.so\nmodule aufile.so\nmodule aubridge.so\nmodule sndfile.so\n"
            "module_tmp account.so\nmodule_app menu.so\nmodule_app ctrl_tcp.so\n"
        )

    async def __aenter__(self) -> Self:
        with (self._folder / "log").open("wb") as log:
            self._process = await asyncio.create_subprocess_exec(
                "baresip", "-s", "-f", str(self._folder), stdin=DEVNULL, stdout=log, stderr=STDOUT
            )
        for _ in range(100):
            try:
                self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._control)
                break
            except ConnectionRefusedError:
                await asyncio.sleep(0.05)
        else:
            raise AssertionError(f"baresip did not start:\n{self.messages()}")
        self._task = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._writer.close()
        await stop(self._process)
        await self._task

    async def dial(self, uri: str) -> None:
        await self._send("dial", uri)

    async def call(self, uri: str, seconds: float = 10) -> None:
        """Dial and wait for the answer."""
        await self.dial(uri)
        await self.wait("CALL_ESTABLISHED", seconds)

    async def accept(self) -> None:
        await self._send("accept")

    async def hang_up(self) -> None:
        """Ends the call; one that rings here is refused."""
        await self._send("hangup")

    async def hold(self) -> None:
        await self._send("hold")

    async def resume(self) -> None:
        await self._send("resume")

    async def keys(self, keys: str) -> None:
        """Press keys, each for 100 ms."""
        for key in keys:
            await self._send("sndcode", key)
            await asyncio.sleep(0.1)
            await self._send("sndcode", "\x04")
            await asyncio.sleep(0.1)

    async def play(self, sound: Samples) -> None:
        """Play something else, from now on."""
        await self._send("ausrc", f"aufile,{self._file(sound)}")

    async def wait(self, kind: str, seconds: float = 10, *, nth: int = 1) -> dict[str, Any]:
        """The nth event of this type, now or later: CALL_RINGING, CALL_ESTABLISHED, CALL_CLOSED…"""

        def found() -> list[dict[str, Any]]:
            return [event for event in self.events if event.get("type") == kind]

        try:
            async with asyncio.timeout(seconds), self._more:
                await self._more.wait_for(lambda: len(found()) >= nth)
        except TimeoutError:
            seen = [event.get("type") for event in self.events]
            raise AssertionError(f"baresip: no {kind} within {seconds} s; saw {seen}") from None
        return found()[nth - 1]

    def heard(self) -> tuple[Samples, int]:
        """What reached this phone in its last call, and the rate; complete once the call has ended."""
        files = sorted(self._folder.glob("dump-*-dec.wav"))
        return read_wav(files[-1]) if files else (silence(0), self.rate)

    def messages(self) -> str:
        """Every SIP message that came and went, and what else baresip printed."""
        return (self._folder / "log").read_text(errors="replace")

    def _file(self, sound: Samples) -> Path:
        self._played += 1
        padded = np.concatenate([sound, silence(300, self.rate)])
        return write_wav(self._folder / f"play-{self._played}.wav", padded, self.rate)

    async def _send(self, command: str, parameters: str = "") -> None:
        text = json.dumps({"command": command, "params": parameters, "token": "t"}).encode()
        self._writer.write(b"%d:%s," % (len(text), text))
        await self._writer.drain()

    async def _read(self) -> None:
        """Netstrings of JSON, until the connection closes."""
        try:
            while True:
                size = int((await self._reader.readuntil(b":"))[:-1])
                text = (await self._reader.readexactly(size + 1))[:-1]
                self.events.append(json.loads(text))
                async with self._more:
                    self._more.notify_all()
        except (asyncio.IncompleteReadError, ConnectionError):
            return


class Sipp:
    """One sipp run with a scenario file; a context that ends with the process.

    Callers are given `to` (host:port) and the dialled `number`; without `to` it waits for calls. Sound is
    played from captures, which needs the right to open raw sockets.
    """

    def __init__(
        self,
        scenario: Path,
        folder: Path,
        *,
        port: int,
        rtp: int,
        to: str = "",
        number: str = "100",
        calls: int = 1,
        rate: float = 1,
        at_once: int = 10,
        transport: str = "u1",
        seconds: float = 60,
        keys: Mapping[str, str] | None = None,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._command = [
            "sipp", *([to] if to else []), "-sf", str(scenario.resolve()), "-s", number, "-t", transport,
            "-i", "127.0.0.1", "-p", str(port), "-mi", "127.0.0.1", "-mp", str(rtp),
            "-m", str(calls), "-r", str(rate), "-l", str(at_once),
            "-timeout", f"{seconds:.0f}s", "-timeout_error", "-nostdin", "-trace_err",
            "-error_file", str(folder / "errors.log"),
        ]  # fmt: skip
        for name, value in (keys or {}).items():
            self._command += ["-key", name, value]

    async def __aenter__(self) -> Self:
        with (self._folder / "screen.log").open("wb") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, cwd=self._folder, stdin=DEVNULL, stdout=log, stderr=STDOUT
            )
        return self

    async def __aexit__(self, *_: object) -> None:
        await stop(self._process)

    async def passed(self, seconds: float = 60) -> bool:
        """True when every call went as the scenario says."""
        return await asyncio.wait_for(self._process.wait(), seconds) == 0

    def errors(self) -> str:
        """What sipp objected to."""
        path = self._folder / "errors.log"
        return path.read_text(errors="replace") if path.exists() else ""


async def until(condition: Callable[[], bool], seconds: float = 10) -> None:
    """Wait until the condition holds. Raises AssertionError."""
    for _ in range(round(seconds / 0.05)):
        if condition():
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"not within {seconds} s")


def has_tools(*names: str) -> bool:
    return all(shutil.which(name) for name in names)
