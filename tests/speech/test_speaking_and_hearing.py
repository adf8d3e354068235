"""The engines on real weights: what the voices say is what the recognizer hears."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from voice.errors import EngineFailed, WeightsError
from voice.speech.guard import plain
from voice.speech.sound import Pcm
from voice.speech.voices import Voices, load_voice
from voice.speech.whisper import WhisperEngine
from voice.turn import LANGUAGES, Language

pytestmark = pytest.mark.weights

MODELS = Path("models")
RATE = 8000


@pytest.fixture(scope="module")
def voices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Voices]:
    loaded = Voices(MODELS, {}, 2, kept=tmp_path_factory.mktemp("kept"))
    yield loaded
    loaded.close()


@pytest.fixture(scope="module")
def whisper() -> Iterator[WhisperEngine]:
    engine = WhisperEngine(MODELS, 2)
    yield engine
    engine.close()


def over_the_telephone(pcm: bytes) -> bytes:
    """After a turn through mu-law (ITU-T G.711)."""
    samples = np.frombuffer(pcm, np.int16) / 32768
    folded = np.sign(samples) * np.log1p(255 * np.abs(samples)) / np.log1p(255)
    steps = np.round(folded * 127) / 127
    sound = np.sign(steps) * (256 ** np.abs(steps) - 1) / 255
    return bytes((sound * 32767).astype(np.int16).tobytes())


SENTENCES: list[tuple[Language, str, str]] = [
    ("en", "I would like to know where my order is.", "order"),
    ("en", "Please connect me to a person.", "person"),
    ("en", "Thank you very much.", "thank you"),
    ("en", "Your total is €42.50.", "42"),
    ("fr", "Je voudrais savoir où est ma commande.", "commande"),
    ("fr", "Merci beaucoup.", "merci"),
    ("fr", "Votre rendez-vous est à 14 h 30.", "14"),
    ("fr", "Passez-moi un conseiller, s'il vous plaît.", "conseiller"),
]


@pytest.mark.parametrize(("language", "text", "word"), SENTENCES)
async def test_what_is_said_is_heard(
    voices: Voices, whisper: WhisperEngine, language: Language, text: str, word: str
) -> None:
    pcm = over_the_telephone(await voices.speak(text, language, RATE))
    heard = await whisper.transcribe(pcm, RATE, languages=(language,))
    assert heard.refused is None
    assert word in plain(heard.text)
    assert heard.confidence > 0.5
    assert heard.seconds == pytest.approx(len(pcm) / 2 / RATE, abs=0.01)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_language_is_found_when_enough_is_said(
    voices: Voices, whisper: WhisperEngine, language: Language
) -> None:
    text = {"en": "I have a question about my invoice.", "fr": "J'ai une question sur ma facture."}[language]
    pcm = await voices.speak(text, language, RATE)
    heard = await whisper.transcribe(pcm, RATE, languages=("en", "fr"))
    assert heard.language == language
    assert heard.language_probability is not None
    assert heard.language_probability > 0.9


async def test_one_word_does_not_decide_the_language(voices: Voices, whisper: WhisperEngine) -> None:
    pcm = await voices.speak("Oui.", "fr", RATE)
    heard = await whisper.transcribe(pcm, RATE, languages=("fr", "en"))
    assert heard.language_probability is None


async def test_digits_are_heard_one_by_one(voices: Voices, whisper: WhisperEngine) -> None:
    pcm = over_the_telephone(await voices.speak("9 9 9 4 2 2 1", "en", RATE))
    heard = await whisper.transcribe(pcm, RATE, languages=("en",), expects="number")
    assert re.sub(r"\D", "", heard.text) == "9994221"


async def test_the_same_sound_gives_the_same_words(voices: Voices, whisper: WhisperEngine) -> None:
    pcm = await voices.speak("The parcel has not arrived yet, and I am worried.", "en", RATE)
    heard = await asyncio.gather(*(whisper.transcribe(pcm, RATE, languages=("en",)) for _ in range(3)))
    assert len(set(heard)) == 1


def _noises() -> dict[str, np.ndarray]:
    generator = np.random.default_rng(3)
    white = generator.standard_normal(3 * RATE)
    spectrum = np.fft.rfft(white)
    pink = np.fft.irfft(spectrum / np.sqrt(np.maximum(np.arange(len(spectrum)), 1)))
    time = np.arange(3 * RATE) / RATE
    breath = white * np.clip(np.sin(2 * np.pi * 0.7 * time), 0, 1) ** 2
    melody = sum(
        np.sin(2 * np.pi * tone * time) * (np.floor(time * 2) % 4 == k)
        for k, tone in enumerate((262, 330, 392, 523))
    )
    found = {"silence": np.zeros(3 * RATE), "white": white, "pink": pink, "breath": breath, "melody": melody}
    return {name: sound / max(float(np.abs(sound).max()), 1e-9) for name, sound in found.items()}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("noise", list(_noises()))
@pytest.mark.parametrize("level", [0.02, 0.3])
async def test_noise_is_nobodys_words(
    whisper: WhisperEngine, noise: str, language: Language, level: float
) -> None:
    pcm = (_noises()[noise] * level * 32767).astype(np.int16).tobytes()
    heard = await whisper.transcribe(pcm, RATE, languages=(language,))
    assert heard.refused is not None


async def test_next_to_nothing_is_empty(whisper: WhisperEngine) -> None:
    heard = await whisper.transcribe(b"\0\0" * 100, RATE, languages=("en",))
    assert heard.refused == "empty"


async def test_long_stretches_lose_no_end(voices: Voices, whisper: WhisperEngine) -> None:
    said = (
        "My parcel should have come last Monday. The driver left a note but nobody rang the bell. "
        "I phoned the shop twice and they told me to wait. Then the tracking page changed to delivered. "
        "My neighbour has not seen anything either. The box holds a present for my daughter. "
        "Her birthday is on the twelfth of June. Could somebody please look into this today? "
        "Otherwise I would rather have my money back. You can reach me in the afternoon. "
        "I usually finish work around four. Please do not send another email."
    )
    pcm = await voices.speak(said, "en", RATE)
    pcm += pcm
    assert len(pcm) / 2 / RATE > 40
    heard = await whisper.transcribe(pcm, RATE, languages=("en",))
    assert heard.refused is None
    words = plain(heard.text)
    missing = [word for word in plain(said).split() if word not in words]
    assert len(missing) <= 5
    assert words.endswith("another email")


async def test_a_broken_recognizer_says_so() -> None:
    engine = WhisperEngine(MODELS, 1)
    engine.close()
    with pytest.raises(EngineFailed):
        await engine.transcribe(b"\0\0" * RATE, RATE, languages=("en",))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_speech_has_the_same_length_and_level_each_time(voices: Voices, language: Language) -> None:
    text = {"en": "Hello, how may I help you today?", "fr": "Bonjour, que puis-je faire pour vous ?"}[
        language
    ]
    spoken = [await voices.speak(text, language, RATE) for _ in range(3)]
    assert len({len(pcm) for pcm in spoken}) == 1
    samples = np.frombuffer(spoken[0], np.int16) / 32768
    frames = samples[: len(samples) // 80 * 80].reshape(-1, 80)
    levels = np.sqrt(np.mean(frames**2, axis=1))
    speech = 20 * np.log10(np.sqrt(np.mean(levels[levels > 0.1 * levels.max()] ** 2)))
    assert -23 < speech < -17
    assert np.abs(samples).max() < 0.99


@pytest.mark.parametrize("language", LANGUAGES)
async def test_speed_and_rate_are_kept(voices: Voices, language: Language) -> None:
    text = {"en": "One moment, please.", "fr": "Un instant, s'il vous plaît."}[language]
    usual = len(await voices.speak(text, language, RATE))
    assert len(await voices.speak(text, language, 16000)) == pytest.approx(2 * usual, rel=0.01)
    assert len(await voices.speak(text, language, RATE, speed=1.5)) < 0.85 * usual


async def test_the_first_piece_comes_before_the_rest(voices: Voices) -> None:
    text = "Bonjour. Votre commande est en route, elle arrivera demain. Souhaitez-vous autre chose ?"
    pieces = [piece async for piece in voices.stream(text, "fr", RATE)]
    assert len(pieces) >= 3
    assert len(pieces[0]) < 0.3 * sum(map(len, pieces))
    assert all(len(piece) % 2 == 0 for piece in pieces)


async def test_calls_take_turns(voices: Voices) -> None:
    done: list[str] = []

    async def call(name: str, text: str) -> None:
        await voices.speak(text, "fr", RATE)
        done.append(name)

    long = asyncio.create_task(call("long", "Voici une phrase. " * 6))
    await asyncio.sleep(0)
    await call("short", "Oui.")
    await long
    assert done == ["short", "long"]


async def test_kept_prompts_are_served_without_the_voice(tmp_path: Path) -> None:
    first = Voices(MODELS, {}, 2, kept=tmp_path)
    await first.keep("Bonjour, bienvenue.", "fr", RATE)
    sound = await first.speak("Bonjour, bienvenue.", "fr", RATE)
    first.close()
    again = Voices(MODELS, {}, 2, kept=tmp_path)
    await again.keep("Bonjour, bienvenue.", "fr", RATE)
    again.close()
    assert await again.speak("Bonjour, bienvenue.", "fr", RATE) == sound
    with pytest.raises(EngineFailed):
        await again.speak("Une autre phrase.", "fr", RATE)


async def test_a_voice_that_breaks_says_so(voices: Voices, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(text: str, speed: float) -> Iterator[Pcm]:
        yield np.zeros(10, np.int16)
        raise RuntimeError("out of memory")

    monkeypatch.setattr(voices._voices["en"], "synthesize", broken)
    with pytest.raises(EngineFailed, match="en_US-joe-medium"):
        await voices.speak("Hello.", "en", RATE)


def test_a_piper_voice_put_into_the_folder_works_by_name(tmp_path: Path) -> None:
    (tmp_path / "manifest.toml").write_text("models = []")
    for ending in (".onnx", ".onnx.json"):
        source = MODELS / "en_US-joe-medium" / f"en_US-joe-medium{ending}"
        (tmp_path / f"mine{ending}").symlink_to(source.absolute())
    voice = load_voice(tmp_path, "mine", "en", 1)
    assert len(voice.sha) == 64
    assert sum(len(piece) for piece in voice.synthesize("Hello.")) > voice.rate / 4
    with pytest.raises(WeightsError, match="speaks en, not fr"):
        load_voice(tmp_path, "mine", "fr", 1)
    with pytest.raises(WeightsError, match="no voice other"):
        load_voice(tmp_path, "other", "en", 1)


async def test_a_voice_that_was_added_speaks_when_it_is_asked_for(tmp_path: Path) -> None:
    voices = Voices(MODELS, {}, 2, kept=tmp_path)
    with pytest.raises(WeightsError):
        voices.add("no_such_voice", "en")
    other = load_voice(MODELS, "en_US-joe-medium", "en", 2)
    voices._more["other"] = other
    usual = await voices.speak("Good morning to you.", "en", RATE)
    unknown = await voices.speak("Good morning to you.", "en", RATE, voice="nobody")
    assert len(unknown) == len(usual) > RATE
    assert await voices.speak("Bonjour à vous.", "fr", RATE, voice="other")
    voices.add("en_US-joe-medium", "en")
    assert set(voices.shas) == {"ff_siwis", "en_US-joe-medium"}
    voices.close()


async def test_words_that_begin_in_the_middle_are_not_lost(voices: Voices, whisper: WhisperEngine) -> None:
    """The decoder gives up on many of these beginnings; all that follows would be lost with them."""
    said = (
        "Je ne vous entends pas. Que puis-je faire pour vous ? "
        "Je suis désolée, nous avons un problème technique et personne n'est libre."
    )
    sound = over_the_telephone(await voices.speak(said, "fr", RATE))
    cuts = [sound[begin * RATE // 10 :] for begin in range(5, 13)]
    heard = await asyncio.gather(*(whisper.transcribe(cut, RATE, languages=("fr",)) for cut in cuts))
    lost = [each.text for each in heard if each.refused or "probleme technique" not in plain(each.text)]
    assert len(lost) <= 1, lost
