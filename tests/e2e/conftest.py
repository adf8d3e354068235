"""What the end-to-end tests share: one gateway, callers' words as sound, and ears that know words."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from tests.e2e.gateway import ROOT, Gateway, running
from tests.phones import Samples
from voice.speech.guard import plain
from voice.speech.voices import Voices
from voice.speech.whisper import WhisperEngine
from voice.turn import Language

MODELS = ROOT / "models"
SECRET = "shared with the receiver"


class Speech:
    """What callers say: each text is synthesized once."""

    def __init__(self, folder: Path) -> None:
        self._voices = Voices(MODELS, {}, 2, kept=folder)
        self._made: dict[tuple[str, str, int], Samples] = {}

    async def __call__(self, text: str, language: Language = "en", rate: int = 8000) -> Samples:
        key = (text, language, rate)
        if key not in self._made:
            pcm = await self._voices.speak(text, language, rate)
            self._made[key] = np.frombuffer(pcm, np.int16)
        return self._made[key]

    def close(self) -> None:
        self._voices.close()


class Ears:
    """Knows the words in what reached a phone."""

    def __init__(self) -> None:
        self._engine = WhisperEngine(MODELS, 1)

    async def words(self, samples: Samples, rate: int = 8000, language: Language = "en") -> str:
        """Small letters, without punctuation; empty when nothing was said."""
        if not len(samples):
            return ""
        heard = await self._engine.transcribe(samples.tobytes(), rate, languages=(language,))
        return "" if heard.refused else plain(heard.text)

    def close(self) -> None:
        self._engine.close()


class Receiver:
    """The operator's web server: keeps every summary that is posted to it."""

    def __init__(self, port: int) -> None:
        self.posted: list[tuple[dict[str, str], bytes]] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.posted.append((dict(self.headers.items()), body))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: object) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.url = f"http://127.0.0.1:{port}/summaries"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


_FIGURES: list[str] = []


@pytest.fixture
def figures() -> list[str]:
    """Lines for the end of the run: what was measured on the way."""
    return _FIGURES


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show what was measured."""
    for line in _FIGURES:
        terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def speech(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Speech]:
    made = Speech(tmp_path_factory.mktemp("speech"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def ears() -> Iterator[Ears]:
    made = Ears()
    yield made
    made.close()


@pytest.fixture(scope="session")
def receiver() -> Iterator[Receiver]:
    made = Receiver(28090)
    yield made
    made.close()


@pytest.fixture(scope="session")
def gateway(tmp_path_factory: pytest.TempPathFactory, receiver: Receiver) -> Iterator[Gateway]:
    """The gateway that most tests call; its web hook is the receiver's."""
    env = {
        "VOICE_HANDOFF__WEBHOOK_URL": receiver.url,
        "VOICE_HANDOFF__WEBHOOK_SECRET": SECRET,
        "VOICE_HANDOFF__ACCEPT_SECONDS": "4",
        "VOICE_CALL__DRAIN_SECONDS": "5",
    }
    with running(Gateway(tmp_path_factory.mktemp("gateway"), sip=28000, env=env)) as gateway:
        yield gateway
