"""Words to speech: one voice per language for all calls of a process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

import numpy as np
import soxr

from voice.errors import EngineFailed, WeightsError
from voice.speech.kokoro import Kokoro
from voice.speech.manifest import Manifest, read_manifest
from voice.speech.piper import Piper, find_piper
from voice.speech.prompts import Prompts, prompt_key
from voice.speech.recorded import Recordings
from voice.speech.sound import Pcm
from voice.speech.speakable import speakable
from voice.speech.threads import give_way
from voice.speech.weights import model_path, model_sha
from voice.turn import LANGUAGES, Language

GREETINGS: Mapping[Language, str] = {"en": "Hello.", "fr": "Bonjour."}
"""Said to nobody, so that the first caller does not wait for memory."""


class Voice(Protocol):
    """What an engine offers; each is used by one thread at a time."""

    name: str
    language: Language
    rate: int
    """Samples a second."""
    sha: str
    """Hash of its weights."""

    def synthesize(self, text: str, speed: float = 1.0) -> Iterator[Pcm]:
        """Sound of a text written in words, piece by piece, 16-bit mono at `rate`."""


class Voices:
    """The voices of a process. Calls share them piece by piece, in the order in which they asked."""

    def __init__(
        self, folder: Path, chosen: Mapping[Language, str], threads: int, *, kept: Path | None = None
    ) -> None:
        """Load a voice per language from the models folder; raises WeightsError.

        `chosen` names voices; a language it leaves out gets the manifest's first. Each voice uses `threads`
        cores. Kept prompts live in `kept`, or else in the folder `cache` beside the models.
        """
        manifest = read_manifest(folder)
        names = _names(manifest, chosen)
        self._voices = {
            language: load_voice(folder, name, language, threads) for language, name in names.items()
        }
        self._more: dict[str, Voice] = {}
        self._folder, self._threads = folder, threads
        self._prompts = Prompts(kept or folder / "cache")
        self._recordings = Recordings()
        self._disk = ThreadPoolExecutor(2, "prompts")
        self._pools = {
            language: ThreadPoolExecutor(1, f"voice-{language}", initializer=give_way)
            for language in LANGUAGES
        }

    @property
    def shas(self) -> dict[str, str]:
        """Hash of the weights of each voice, by its name."""
        return {voice.name: voice.sha for voice in (*self._voices.values(), *self._more.values())}

    def add(self, name: str, language: Language) -> None:
        """Load one more voice, which sentences can ask for by name; takes a while. Raises WeightsError."""
        if name and name != self._voices[language].name and name not in self._more:
            voice = load_voice(self._folder, name, language, self._threads)
            for _ in voice.synthesize(GREETINGS[language]):
                pass
            self._more[name] = voice

    def warm(self) -> None:
        """Say one word in each language, so that the first caller does not wait for memory."""
        for voice in self._voices.values():
            for _ in voice.synthesize(GREETINGS[voice.language]):
                pass

    def close(self) -> None:
        """Let running pieces end and start no more; what is kept can still be had."""
        for pool in self._pools.values():
            pool.shutdown(wait=True, cancel_futures=True)

    async def stream(
        self, text: str, language: Language, rate: int, *, speed: float = 1.0, voice: str = ""
    ) -> AsyncIterator[bytes]:
        """Speak a text: 16-bit mono PCM at `rate`, in pieces as they are made; at once when it is kept.

        `speed` 1.25 is a quarter faster; `voice` names one that was added, any other means that of the
        language. Raises EngineFailed.
        """
        said = speakable(text, language)
        speaker = self._named(voice, language)
        loop = asyncio.get_running_loop()
        key = prompt_key(speaker.sha, said, rate, speed)
        if kept := self._prompts.get(key) or await loop.run_in_executor(self._disk, self._prompts.load, key):
            yield kept
            return
        made = _resampled(speaker.synthesize(said, speed), speaker.rate, rate)
        while True:
            try:
                piece = await loop.run_in_executor(self._pools[language], next, made, None)
            except Exception as error:
                raise EngineFailed(f"the voice {speaker.name} broke down: {type(error).__name__}") from error
            if piece is None:
                return
            if piece:
                yield piece

    async def recorded(self, path: str, rate: int) -> bytes | None:
        """A recorded prompt: 16-bit mono PCM at `rate`; None when it cannot be played."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._disk, self._recordings.load, path, rate)

    async def speak(
        self, text: str, language: Language, rate: int, *, speed: float = 1.0, voice: str = ""
    ) -> bytes:
        """All of `stream` in one."""
        return b"".join(
            [piece async for piece in self.stream(text, language, rate, speed=speed, voice=voice)]
        )

    async def keep(
        self, text: str, language: Language, rate: int, *, speed: float = 1.0, voice: str = ""
    ) -> None:
        """Make the sound of a fixed prompt once, so that `stream` has it at once from then on."""
        key = prompt_key(self._named(voice, language).sha, speakable(text, language), rate, speed)
        loop = asyncio.get_running_loop()
        if await loop.run_in_executor(self._disk, self._prompts.load, key) is None:
            pcm = await self.speak(text, language, rate, speed=speed, voice=voice)
            await loop.run_in_executor(self._disk, self._prompts.put, key, pcm)

    def _named(self, name: str, language: Language) -> Voice:
        """The voice of this name, where it was added and speaks the language; else the language's own."""
        voice = self._more.get(name)
        return voice if voice is not None and voice.language == language else self._voices[language]


def voice_shas(folder: Path, chosen: Mapping[Language, str]) -> dict[Language, str]:
    """Hash of the weights of each language's voice, without loading it; raises WeightsError."""
    manifest = read_manifest(folder)
    return {language: _sha(folder, manifest, name) for language, name in _names(manifest, chosen).items()}


def _names(manifest: Manifest, chosen: Mapping[Language, str]) -> dict[Language, str]:
    return {language: chosen.get(language) or _first(manifest, language) for language in LANGUAGES}


def _sha(folder: Path, manifest: Manifest, name: str) -> str:
    model = manifest.model(name)
    if model is not None and model.kind == "voice":
        return model_sha(folder, name)
    if found := find_piper(folder, name):
        return found[1]
    raise WeightsError(f"no voice {name}: put {name}.onnx and {name}.onnx.json into {folder}")


def load_voice(folder: Path, name: str, language: Language, threads: int) -> Voice:
    """Load a voice of the manifest, or a Piper voice put into the models folder; raises WeightsError."""
    model = read_manifest(folder).model(name)
    voice: Voice
    if model is not None and model.kind == "voice":
        path, sha = model_path(folder, name), model_sha(folder, name)
        if model.engine == "kokoro":
            voice = Kokoro(name, path, model.languages[0], sha, threads)
        else:
            voice = Piper(name, path / f"{name}.onnx", sha, threads)
    elif found := find_piper(folder, name):
        voice = Piper(name, *found, threads)
    else:
        raise WeightsError(f"no voice {name}: put {name}.onnx and {name}.onnx.json into {folder}")
    if voice.language != language:
        raise WeightsError(
            f"the voice {name} speaks {voice.language}, not {language}: choose another in voice.toml"
        )
    return voice


def _first(manifest: Manifest, language: Language) -> str:
    for model in manifest.models:
        if model.kind == "voice" and language in model.languages and not model.optional:
            return model.name
    raise WeightsError(f"manifest.toml lists no voice for {language}")


def _resampled(pieces: Iterator[Pcm], rate: int, wanted: int) -> Iterator[bytes]:
    """The same sound at another rate, across the borders of pieces."""
    if rate == wanted:
        yield from (piece.tobytes() for piece in pieces)
        return
    stream = soxr.ResampleStream(rate, wanted, 1, dtype="int16", quality="HQ")
    for piece in pieces:
        yield stream.resample_chunk(piece).tobytes()
    yield stream.resample_chunk(np.zeros(0, np.int16), last=True).tobytes()
