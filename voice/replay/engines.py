"""A recognizer and voices that remember: what was worked out before is read from the cache.

The real engines are loaded when something is asked that nobody asked before; a replay of known calls under a
plan whose sentences are known never loads them.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property

from voice.replay.cache import Cache, code_sha, key_of
from voice.settings import ModelsSettings, SpeechSettings
from voice.speech.engines import Engines, load_engines
from voice.speech.guard import Expects
from voice.speech.ports import Hearing, ReadTone, Speaking
from voice.speech.prompts import prompt_key
from voice.speech.recorded import Recordings
from voice.speech.speakable import speakable
from voice.speech.tone import tone_of_pcm
from voice.speech.voices import voice_shas
from voice.speech.weights import verify
from voice.speech.whisper import Transcript, recognizer_sha
from voice.turn import Language, Tone

WORDS, TONES, SENTENCES = "recognition", "tone", "speech"
_PIECE_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Means:
    """What a replay hears and speaks with."""

    recognizer: Hearing
    voices: Speaking
    tone: ReadTone | None
    models: Mapping[str, str]
    """Name and sha256 of each model."""


class CachedHearing:
    """A recognizer whose answers are kept by sound, weights, language, options and the code that hears."""

    def __init__(self, engine: Callable[[], Hearing], sha: str, cache: Cache) -> None:
        self._engine = engine
        self._basis = f"{sha} {code_sha('speech/whisper.py', 'speech/guard.py')}"
        self._cache = cache

    async def transcribe(
        self, pcm: bytes, rate: int, *, languages: tuple[Language, ...], expects: Expects = "words"
    ) -> Transcript:
        """As the engine does; the engine is asked only about sound that is new."""
        key = key_of(self._basis, str(rate), " ".join(languages), expects, pcm)
        if (kept := self._cache.read(WORDS, key)) is not None:
            return Transcript(**json.loads(kept))
        heard = await self._engine().transcribe(pcm, rate, languages=languages, expects=expects)
        self._cache.write(WORDS, key, json.dumps(asdict(heard), ensure_ascii=False).encode())
        return heard


class CachedTone:
    """A reader of tones whose answers are kept by sound and by the code and data that read."""

    def __init__(self, read: ReadTone, cache: Cache) -> None:
        self._read = read
        self._basis = code_sha("speech/tone.py", "speech/prosody.py", "speech/data/tone.json")
        self._cache = cache

    def __call__(self, pcm: bytes, rate: int) -> Tone:
        """How the sound sounds."""
        key = key_of(self._basis, str(rate), pcm)
        if (kept := self._cache.read(TONES, key)) is not None:
            return Tone(**json.loads(kept))
        tone = self._read(pcm, rate)
        self._cache.write(TONES, key, json.dumps(asdict(tone)).encode())
        return tone


class CachedSpeaking:
    """Voices whose sentences are kept by text, weights, rate and speed."""

    def __init__(
        self,
        voices: Callable[[str, Language], Speaking],
        sha: Callable[[str, Language], str],
        cache: Cache,
    ) -> None:
        """`voices` gives the engine, ready to speak with a voice; `sha` tells that voice's weights."""
        self._voices = voices
        self._sha = sha
        self._cache = cache
        self._recordings = Recordings()

    async def stream(
        self, text: str, language: Language, rate: int, *, speed: float = 1.0, voice: str = ""
    ) -> AsyncIterator[bytes]:
        """The sentence in pieces, the same ones each time."""
        key = prompt_key(self._sha(voice, language), speakable(text, language), rate, speed)
        pcm = self._cache.read(SENTENCES, key)
        if pcm is None:
            engine = self._voices(voice, language)
            made = engine.stream(text, language, rate, speed=speed, voice=voice)
            pcm = b"".join([piece async for piece in made])
            self._cache.write(SENTENCES, key, pcm)
        step = int(rate * _PIECE_SECONDS) * 2
        for start in range(0, len(pcm), step):
            yield pcm[start : start + step]

    async def recorded(self, path: str, rate: int) -> bytes | None:
        """A recorded prompt, as it is."""
        return self._recordings.load(path, rate)

    async def speak(self, text: str, language: Language, rate: int) -> bytes:
        """The sentence as a whole."""
        return b"".join([piece async for piece in self.stream(text, language, rate)])


class LazyEngines:
    """The process's engines, loaded at the first question that the cache cannot answer."""

    def __init__(self, models: ModelsSettings, speech: SpeechSettings, cache: Cache) -> None:
        self._models = models
        self._speech = speech
        self._cache = cache
        self._shas: dict[tuple[str, Language], str] = {}

    @cached_property
    def _engines(self) -> Engines:
        return load_engines(self._models, self._speech)

    def means(self) -> Means:
        """The remembering recognizer and voices. Raises WeightsError."""
        shas = verify(self._models.folder)
        recognizer = recognizer_sha(self._models.folder)
        return Means(
            CachedHearing(lambda: self._engines.recognizer, recognizer, self._cache),
            CachedSpeaking(self._voices, self._voice_sha, self._cache),
            CachedTone(tone_of_pcm, self._cache),
            shas,
        )

    def _voices(self, voice: str, language: Language) -> Speaking:
        self._engines.voices.add(voice, language)
        return self._engines.voices

    def _voice_sha(self, voice: str, language: Language) -> str:
        if (voice, language) not in self._shas:
            chosen = dict(self._speech.voices)
            if voice:
                chosen[language] = voice
            self._shas[voice, language] = voice_shas(self._models.folder, chosen)[language]
        return self._shas[voice, language]

    def close(self) -> None:
        """Let go of what was loaded."""
        if "_engines" in self.__dict__:
            self._engines.close()
