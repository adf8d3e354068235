"""How well and how fast telephone speech is recognized, beside faster-whisper as it comes.

    python benchmarks/recognition.py --data FOLDER

FOLDER holds human speech: manifest.jsonl with `path`, `lang` (en-… or fr-…), `text` and `dur` (seconds) per
line, and the WAV files that it names. The prompts of Asterisk (Debian packages asterisk-core-sounds-en-wav
and asterisk-core-sounds-fr-wav, CC BY-SA 3.0) with their printed texts are such a set: clean studio speech,
so an upper bound of what callers will get.

Every clip of at least four words and 1.2 to 12 seconds goes through mu-law at 8 kHz. What the guard refuses
counts as deleted. English is normalised by Whisper's own normaliser; French is lower-cased, stripped of
accents and punctuation, and its figures are written out. Nothing else is forgiven: no homophone, no
inflection. Spelling mistakes of the printed French texts are corrected in the reference alone, and listed in
the result.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import re
import statistics
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

import jiwer
import numpy as np
import soundfile
import soxr
from faster_whisper import WhisperModel
from num2words import num2words
from whisper_normalizer.basic import BasicTextNormalizer  # type: ignore[import-untyped]
from whisper_normalizer.english import EnglishTextNormalizer  # type: ignore[import-untyped]

from voice.speech.weights import model_path
from voice.speech.whisper import Transcript, WhisperEngine
from voice.turn import LANGUAGES, Language

RATE = 8000
RESULTS = Path(__file__).parent / "results"
TARGETS: dict[Language, float] = {"en": 2.5, "fr": 10.0}
MISPRINTS = {
    "présentemnet": "présentement",
    "dévérouill": "déverrouill",
    "déverouill": "déverrouill",
    "vérouill": "verrouill",
    "verouill": "verrouill",
    "démontration": "démonstration",
    "appellant": "appelant",
}


@dataclass(frozen=True, slots=True)
class Clip:
    """One utterance and what was said."""

    language: Language
    text: str
    seconds: float
    pcm: bytes


def main() -> None:
    parser = argparse.ArgumentParser(description="Word error rate and speed of the recognizer.")
    parser.add_argument("--data", type=Path, required=True, help="folder with manifest.jsonl and WAV files")
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--plain", type=int, default=20, help="clips per language for plain faster-whisper")
    options = parser.parse_args()
    clips = load_clips(options.data)
    load = os.getloadavg()[0]
    languages = asyncio.run(measure(clips, options.models))
    results = {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "load_before": round(load, 2),
        "versions": {name: version(name) for name in ("faster-whisper", "ctranslate2", "numpy")},
        "misprints_corrected_in_references": MISPRINTS,
        "languages": languages,
        "beside_plain_faster_whisper": compare(clips, options.models, options.plain),
    }
    results["load_after"] = round(os.getloadavg()[0], 2)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "recognition.json").write_text(
        json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8"
    )
    (RESULTS / "recognition.md").write_text(report(results), "utf-8")
    print(report(results))


def load_clips(folder: Path) -> list[Clip]:
    clips = {}
    for line in (folder / "manifest.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        language = cast(Language, row["lang"][:2])
        if language in LANGUAGES and len(row["text"].split()) >= 4 and 1.2 <= row["dur"] <= 12:
            pcm = over_the_telephone(folder / row["path"])
            clips[language, row["text"]] = Clip(language, row["text"], row["dur"], pcm)
    return list(clips.values())


def over_the_telephone(path: Path) -> bytes:
    """8 kHz and through mu-law (ITU-T G.711, continuous form)."""
    samples, rate = soundfile.read(path, dtype="float32")
    if rate != RATE:
        samples = soxr.resample(samples, rate, RATE, "HQ")
    folded = np.sign(samples) * np.log1p(255 * np.abs(samples)) / np.log1p(255)
    steps = np.round(folded * 127) / 127
    sound = np.sign(steps) * (256 ** np.abs(steps) - 1) / 255
    return bytes((sound * 32767).astype(np.int16).tobytes())


_english = EnglishTextNormalizer()
_basic = BasicTextNormalizer(remove_diacritics=True)


def normalised(text: str, language: Language) -> str:
    text = text.replace("’", "'")
    if language == "en":
        words = str(_english(text.replace("#", " pound ").replace("*", " star ")))
        return " ".join(re.sub(r"[^\w\s%$€£']", " ", words).split())  # it leaves ellipses as words
    text = text.lower().replace("#", " dièse ").replace("*", " étoile ")
    text = re.sub(r"\d+", lambda figure: f" {in_french(int(figure[0]))} ", text)
    return " ".join(str(_basic(text)).split())


def in_french(number: int) -> str:
    return str(num2words(number, lang="fr"))  # type: ignore[no-untyped-call]  # it has no types


def corrected(text: str) -> str:
    for wrong, right in MISPRINTS.items():
        text = re.sub(wrong, right, text, flags=re.IGNORECASE)
    return text


async def measure(clips: list[Clip], models: Path) -> list[dict[str, Any]]:
    """Word errors, times, refusals and languages, the gateway's way."""
    engine = WhisperEngine(models, 1)
    engine.warm()
    found = []
    for language in LANGUAGES:
        chosen = [clip for clip in clips if clip.language == language]
        heard, times = [], []
        for clip in chosen:
            began = time.perf_counter()
            heard.append(await engine.transcribe(clip.pcm, RATE, languages=LANGUAGES))
            times.append(1000 * (time.perf_counter() - began))
        words = word_errors(chosen, heard, language)
        found.append(
            {
                "language": language,
                "clips": len(chosen),
                "minutes": round(sum(clip.seconds for clip in chosen) / 60, 1),
                **words,
                "target_percent": TARGETS[language],
                "refused": sum(transcript.refused is not None for transcript in heard),
                "language_right_percent": round(
                    100 * statistics.mean(transcript.language == language for transcript in heard), 1
                ),
                "ms_median": round(statistics.median(times)),
                "ms_p90": round(statistics.quantiles(times, n=10)[-1]),
            }
        )
    engine.close()
    return found


def word_errors(clips: list[Clip], heard: list[Transcript], language: Language) -> dict[str, Any]:
    said = [normalised(corrected(clip.text), language) for clip in clips]
    got = [normalised("" if words.refused else words.text, language) for words in heard]
    counts = jiwer.process_words(said, got)
    return {
        "words": counts.hits + counts.substitutions + counts.deletions,
        "wer_percent": round(100 * counts.wer, 2),
        "substitutions": counts.substitutions,
        "deletions": counts.deletions,
        "insertions": counts.insertions,
    }


def compare(clips: list[Clip], models: Path, number: int) -> dict[str, Any]:
    """Our median time and that of `WhisperModel.transcribe` with its defaults, turn and turn about."""
    sample = [
        clip
        for language in LANGUAGES
        for clip in spread([clip for clip in clips if clip.language == language], number)
    ]
    engine = WhisperEngine(models, 1)
    engine.warm()
    plain = WhisperModel(str(model_path(models, "whisper-small")), device="cpu", compute_type="int8")
    times: dict[str, list[float]] = {"gateway": [], "plain": []}

    async def gateway(clip: Clip) -> None:
        await engine.transcribe(clip.pcm, RATE, languages=(clip.language,))

    def untouched(clip: Clip) -> None:
        samples = np.frombuffer(clip.pcm, np.int16).astype(np.float32) / 32768
        list(plain.transcribe(soxr.resample(samples, RATE, 16000), language=clip.language)[0])

    untouched(sample[0])
    for clip in sample:
        began = time.perf_counter()
        asyncio.run(gateway(clip))
        between = time.perf_counter()
        untouched(clip)
        times["gateway"].append(1000 * (between - began))
        times["plain"].append(1000 * (time.perf_counter() - between))
    engine.close()
    ours, theirs = (statistics.median(times[name]) for name in ("gateway", "plain"))
    return {
        "clips": len(sample),
        "seconds_median": round(statistics.median(clip.seconds for clip in sample), 2),
        "gateway_ms_median": round(ours),
        "plain_ms_median": round(theirs),
        "times_faster": round(theirs / ours, 1),
    }


def spread(clips: list[Clip], number: int) -> list[Clip]:
    """So many clips, evenly over their lengths."""
    by_length = sorted(clips, key=lambda clip: (clip.seconds, clip.text))
    places = np.linspace(0, len(by_length) - 1, min(number, len(by_length)))
    return [by_length[round(place)] for place in places]


COLUMNS = {
    "": "language",
    "clips": "clips",
    "minutes": "minutes",
    "words": "words",
    "WER %": "wer_percent",
    "target %": "target_percent",
    "sub": "substitutions",
    "del": "deletions",
    "ins": "insertions",
    "refused": "refused",
    "language right %": "language_right_percent",
    "median ms": "ms_median",
    "p90 ms": "ms_p90",
}


def report(results: dict[str, Any]) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in results["versions"].items())
    rows = [[str(found[key]) for key in COLUMNS.values()] for found in results["languages"]]
    table = [list(COLUMNS), ["---"] * len(COLUMNS), *rows]
    beside = results["beside_plain_faster_whisper"]
    return f"""# Recognition of telephone speech

{results["date"]}, {results["machine"]}, {versions}.
Load {results["load_before"]} before the run and {results["load_after"]} after it.
Made by `benchmarks/recognition.py`; its first lines say what is counted.

{chr(10).join("| " + " | ".join(row) + " |" for row in table)}

On the same {beside["clips"]} clips (median {beside["seconds_median"]} s), turn and turn about, the gateway
takes {beside["gateway_ms_median"]} ms; `WhisperModel.transcribe` with its defaults (beam 5, 30 s of context),
on the same weights, {beside["plain_ms_median"]} ms: **{beside["times_faster"]} times** as long.

This is studio speech, read by one speaker per language (the French one is Canadian). Callers are harder.
"""


if __name__ == "__main__":
    main()
