"""From written lines to a caller's channel: when each is said, and how it arrives."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from benchmarks.callers.dialogues import Dialogue
from benchmarks.callers.line import RATE, Sound, over_the_line, rate_of
from benchmarks.callers.speech import Speech
from benchmarks.callers.takes import Take
from voice.administration.rehearsal.came import Came
from voice.administration.rehearsal.data import FilesBeside
from voice.administration.rehearsal.model import Scene
from voice.administration.rehearsal.play import play
from voice.dialplan.model import Dialplan
from voice.replay.clock import run
from voice.speech.ports import Speaking
from voice.turn import Say

REACTS = 1.3
"""Seconds from the caller's last word to the bot's first one."""
THINKS = 2.5
"""Seconds from the bot's last word to the caller's next one, when the bot is as quick as it should be.

On a bad line it is not, and who waits does not cut in by mistake.
"""
CUTS_IN = 1.2
"""Seconds of the bot's sentence that are heard by a caller who interrupts it."""
KEY_SECONDS = 0.25
TAIL = 45.0
"""Seconds for which the caller stays on the line after the last line: a person may have to be waited for."""
SILENCES = 3
"""Times that the bot asks a caller who says nothing."""
_UNKNOWN = 8.0


@dataclass(frozen=True, slots=True)
class Timing:
    """When a dialogue's lines begin if every word is recognized, and what comes of it then."""

    gaps: tuple[float, ...]
    """Seconds before each line: from the beginning, or from the end of the line before it."""
    came: tuple[Came, ...]


def timing(dialogue: Dialogue, plan: Dialplan, voices: Speaking) -> Timing:
    """Hold the dialogue without sound, and measure what the bot says."""
    held = asyncio.run(play(plan, scene_of(dialogue), FilesBeside()))
    gaps: list[float] = []
    for index, line in enumerate(dialogue.lines):
        reacts = REACTS if index else 0.3
        said = run(_seconds(held.came[index], voices)) if index < len(held.came) else _UNKNOWN
        gaps.append(reacts + (min(CUTS_IN, said) if line.cuts_in else said + THINKS))
    return Timing(tuple(gaps), held.came)


def scene_of(dialogue: Dialogue) -> Scene:
    """The dialogue as a conversation that is held without sound; nothing is expected of it there."""
    lines: list[dict[str, object]] = [{}]
    for line in dialogue.lines:
        if line.silent:
            lines += [{"silent": True}] * SILENCES
        else:
            lines.append({"says": line.says} if line.says else {"presses": line.presses})
    return Scene.model_validate({"name": dialogue.name, "lines": lines})


async def _seconds(came: Came, voices: Speaking) -> float:
    total = 0.0
    for action in came.actions:
        if isinstance(action, Say):
            pieces = voices.stream(action.text, action.language, 8000, speed=action.speed, voice=action.voice)
            total += sum([len(piece) async for piece in pieces]) / 2 / 8000
    return total


@dataclass(frozen=True, slots=True)
class Made:
    """One caller as files: the sound, and what `callers.jsonl` says of it."""

    take: Take
    sound: Path
    keys: tuple[tuple[float, str], ...]


def make(take: Take, gaps: Sequence[float], speech: Speech, folder: Path) -> Made:
    """Write the caller's channel into `folder/PLAN/`."""
    parts: list[Sound] = []
    keys: list[tuple[float, str]] = []
    size = 0
    for gap, line in zip(gaps, take.dialogue.lines, strict=True):
        piece = _silence(gap)
        if line.says:
            piece = np.concatenate([piece, speech.line(line.says, take.speaker)])
        elif line.silent:
            piece = np.concatenate([piece, _silence(line.silent)])
        at = (size + len(piece)) / RATE
        for number, key in enumerate(line.presses):
            keys.append((round(at + number * KEY_SECONDS, 2), key))
        piece = np.concatenate([piece, _silence(len(line.presses) * KEY_SECONDS)])
        parts.append(piece)
        size += len(piece)
    sound = np.concatenate([*parts, _silence(TAIL)])
    path = folder / take.dialogue.plan / f"{take.id}.wav"
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, over_the_line(sound, take, speech.babble), rate_of(take.codec), subtype="PCM_16")
    return Made(take, path, tuple(keys))


def _silence(seconds: float) -> Sound:
    return np.zeros(int(seconds * RATE), np.float32)


def write_list(made: Sequence[Made], folder: Path) -> None:
    """`callers.jsonl`: of each file who speaks how, which keys are pressed when, and what is expected."""
    with (folder / "callers.jsonl").open("w", encoding="utf-8") as file:
        for one in made:
            file.write(json.dumps(_described(one, folder), ensure_ascii=False) + "\n")


def _described(made: Made, folder: Path) -> Mapping[str, object]:
    take, dialogue = made.take, made.take.dialogue
    return {
        "sound": made.sound.relative_to(folder).as_posix(),
        "plan": dialogue.plan,
        "kind": dialogue.kind,
        "language": dialogue.language,
        "speaker": take.speaker.name,
        "condition": take.condition.name,
        "noise": take.noise,
        "codec": take.codec,
        "lines": [line.model_dump(exclude_defaults=True) for line in dialogue.lines],
        "keys": made.keys,
        "expect": dialogue.expect.model_dump(mode="json", exclude_defaults=True),
    }
