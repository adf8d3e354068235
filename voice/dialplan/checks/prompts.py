"""What is said: values in texts, length, recordings, built-in sentences, voices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from voice.dialplan.builtin import CALL_VALUES, SENTENCES
from voice.dialplan.checks.notes import Notes
from voice.dialplan.recorded import Unreadable, seconds_of
from voice.dialplan.source import Location
from voice.dialplan.text import VALUE, Text, sentences, values_in

CHARACTERS_PER_SECOND = 15.0
"""How fast the voices speak."""
PAUSE = 0.3
"""Seconds between two sentences."""
SPOKEN_VALUE = "x" * 12
"""As long as a value usually is."""
LONGEST = 20.0
"""Seconds after which nobody remembers how a text began."""


def check(notes: Notes) -> None:
    """Every text of the plan."""
    for place, text, values in _texts(notes):
        _text(notes, place, text, values)
    for language in notes.plan.voices:
        if language not in notes.plan.languages:
            notes.problem(("voices", language), "language", f"{language} is not spoken here")
    for name, queue in notes.plan.queues.items():
        if queue.music:
            _playable(notes, ("queues", name, "music"), queue.music)


def seconds(text: str, speed: float = 1.0) -> float:
    """About how long a text takes to say."""
    whole = VALUE.sub(SPOKEN_VALUE, text)
    return (len(whole) / CHARACTERS_PER_SECOND + PAUSE * len(sentences(whole))) / speed


def _texts(notes: Notes) -> Iterator[tuple[Location, Text, Iterable[str]]]:
    """Every text with its place and the values that it may hold."""
    plan = notes.plan
    for name, step in plan.steps.items():
        for where, text in step.texts:
            yield ("steps", name, *where), text, notes.spoken
    for name, lookup in plan.lookups.items():
        if lookup.waiting:
            yield ("lookups", name, "waiting"), lookup.waiting, notes.spoken
    for name, survey in plan.surveys.items():
        yield ("surveys", name, "ask"), survey.ask, notes.spoken
        if survey.thanks:
            yield ("surveys", name, "thanks"), survey.thanks, notes.spoken
    for name, line in plan.must_say.items():
        yield ("must_say", name, "say"), line.say, notes.spoken
    for name, reply in plan.agent_replies.items():
        yield ("agent_replies", name, "say"), reply.say, notes.spoken
    for name, texts in plan.prompts.items():
        if notes.known("prompt", name, SENTENCES, ("prompts", name)):
            allowed = {"requests", "house", *CALL_VALUES.get(name, ())}
            for index, text in enumerate(texts):
                yield ("prompts", name, index), text, allowed


def _text(notes: Notes, place: Location, text: Text, values: Iterable[str]) -> None:
    for language, said in text.items():
        for value in values_in(said):
            if notes.known("value", value, values, (*place, language)) and value in notes.found:
                lookup, column = value.split(".")
                if not notes.plan.lookups[lookup].gives[column].spoken:
                    message = f"{value} must not be spoken"
                    notes.problem((*place, language), "not_spoken", message, "see gives: in its lookup")
        voice = notes.plan.voices.get(language)
        if language in text.audio:
            _recorded(notes, (*place, language), text.audio[language], said)
        elif (takes := seconds(said, voice.speed if voice else 1.0)) > LONGEST:
            _too_long(notes, (*place, language), takes)


def _recorded(notes: Notes, place: Location, file: str, said: str) -> None:
    if VALUE.search(said):
        notes.problem(place, "recording", "a recording cannot hold values", "leave the audio out")
    takes = _playable(notes, place, file)
    if takes > LONGEST:
        _too_long(notes, place, takes)


def _playable(notes: Notes, place: Location, file: str) -> float:
    """Seconds of a sound file; 0.0 when it cannot be played, which is noted."""
    try:
        return seconds_of(notes.folder, file)
    except Unreadable as error:
        notes.problem(place, "recording", str(error))
        return 0.0


def _too_long(notes: Notes, place: Location, takes: float) -> None:
    message = f"this takes about {takes:.0f} seconds to hear; after {LONGEST:.0f} nobody follows"
    notes.warn(place, "too_long", message, "say less, or ask in between")
