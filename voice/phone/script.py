"""What a phone shall do in a call, written in one line: `wait 3; keys 1; play hello.wav; hangup`.

    answer          pick up, where the phone does not answer by itself
    decline         refuse the call
    wait SECONDS    do nothing for a while
    listen [MOST]   until the other side has spoken and is quiet again, at most MOST seconds (30)
    keys KEYS       press 0-9 * # A-D
    play FILE       an audio file
    say WORDS       words, in the phone's voice
    hold, resume    put the other side on hold, take it back
    hangup          end the call

Steps are separated by `;` or a line's end. Without a `hangup` the phone stays until the other side ends the
call.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from voice.errors import VoiceError
from voice.phone.phone import Phone

_KEYS = re.compile(r"[0-9*#A-Da-d]+")
_LISTEN_MOST = 30.0
_WORDS = ("answer", "decline", "wait", "listen", "keys", "play", "say", "hold", "resume", "hangup")
_NEED = {"wait": "a number of seconds", "keys": "keys (0-9 * # A-D)", "play": "a file", "say": "words"}


class ScriptError(VoiceError):
    """A phone's script cannot be understood."""

    code: ClassVar[str] = "phone_script"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do."""

    verb: str
    """One of the words of this file's docstring."""
    value: str = ""
    """What follows the verb: seconds, keys, a path or words."""


def parse(script: str) -> tuple[Step, ...]:
    """The steps of a script. Raises ScriptError, which names the step."""
    pieces = (piece.strip() for piece in re.split(r"[;\n]", script))
    return tuple(_step(piece) for piece in pieces if piece)


async def perform(phone: Phone, steps: tuple[Step, ...]) -> None:
    """Do the steps, one after the other. Raises what the phone raises."""
    for step in steps:
        await _perform(phone, step)


async def _perform(phone: Phone, step: Step) -> None:
    match step.verb:
        case "answer":
            await phone.answer()
        case "decline":
            await phone.decline()
        case "wait":
            await asyncio.sleep(float(step.value))
        case "listen":
            await phone.listen(float(step.value or _LISTEN_MOST))
        case "keys":
            await phone.keys(step.value)
        case "play":
            await phone.play(Path(step.value))
        case "say":
            await phone.say(step.value)
        case "hold" | "resume":
            await phone.hold(step.verb == "hold")
        case "hangup":
            await phone.hang_up()


def _step(piece: str) -> Step:
    verb, _, value = piece.partition(" ")
    verb, value = verb.lower(), value.strip()
    if verb not in _WORDS:
        raise ScriptError(f"`{piece}` is no step of a phone: use one of {', '.join(_WORDS)}.")
    if verb in _NEED and not value:
        raise ScriptError(f"`{verb}` needs {_NEED[verb]} after it.")
    if verb not in _NEED and verb != "listen" and value:
        raise ScriptError(f"`{verb}` takes nothing after it; separate steps with `;`.")
    if verb == "keys" and not _KEYS.fullmatch(value):
        raise ScriptError(f"`{piece}`: keys are 0-9, *, # and A-D, without spaces.")
    if verb in ("wait", "listen") and value and not _is_seconds(value):
        raise ScriptError(f"`{piece}`: give seconds as a number, like 2 or 0.5.")
    return Step(verb, value)


def _is_seconds(text: str) -> bool:
    return re.fullmatch(r"\d+(\.\d+)?", text) is not None
