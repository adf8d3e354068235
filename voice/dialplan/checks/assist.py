"""What agents are offered to say: requests and values that are there, words to hear it by, no recordings."""

from __future__ import annotations

from voice.dialplan.assist import AgentReplySpec
from voice.dialplan.checks.notes import Notes
from voice.dialplan.source import Location


def check(notes: Notes) -> None:
    """Every line for agents."""
    for name, line in notes.plan.must_say.items():
        _line(notes, ("must_say", name), line)
        _words(notes, ("must_say", name, "words"), line.words)
    for name, reply in notes.plan.agent_replies.items():
        _line(notes, ("agent_replies", name), reply)


def _line(notes: Notes, place: Location, line: AgentReplySpec) -> None:
    for request in line.for_:
        notes.known("request", request, notes.plan.intents, (*place, "for"))
    for value in sorted(line.when.names) if line.when else ():
        notes.known("value", value, notes.asked, (*place, "when"))
    for language in line.say.audio:
        message = "a person says this: a recording cannot stand here"
        notes.problem((*place, "say", language), "recording", message, "leave the audio out")


def _words(notes: Notes, place: Location, words: object) -> None:
    if not isinstance(words, dict) or not words:
        return
    for language in notes.plan.languages:
        if not words.get(language):
            notes.problem(place, "language", f"no phrases in {language}")
    for language in {*words} - {*notes.plan.languages}:
        notes.problem((*place, language), "language", f"{language} is not spoken here")
