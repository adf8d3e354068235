"""What must be said before the call is over, and whether it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from voice.assist.hearing import said_by, said_in_phrases
from voice.assist.situation import Situation
from voice.assist.suggestions import Suggestion
from voice.assist.texts import filled

DONE = frozenset({"accepted", "edited", "heard"})


def reminders(here: Situation) -> tuple[tuple[Suggestion, ...], tuple[Suggestion, ...]]:
    """The lines that belong to this call, but for those dismissed; and those just heard, not yet noted."""
    lines = tuple(_lines(here))
    shown = tuple(line for line in lines if here.used.get(line.id) != "dismissed")
    heard = tuple(line for line in shown if line.said and line.id not in here.used)
    return shown, heard


def _lines(here: Situation) -> Iterator[Suggestion]:
    spoken = [said.text for said in here.agent_said]
    for name, line in here.plan.must_say.items():
        if not line.belongs(tuple(here.requests), here.values):
            continue
        text = filled(here.plan, line.say, here.language, here.values, here.hide)
        if text is None:
            continue
        same = here.language == here.agent_language
        meaning = filled(here.plan, line.say, here.agent_language, here.values, here.hide)
        made = Suggestion(
            "reminder",
            here.hide.text(text),
            f"must_say:{name}",
            "" if same else here.hide.text(meaning or ""),
        )
        heard = said_in_phrases(line.words, spoken) if line.words else said_by(text, spoken)
        yield replace(made, said=heard or here.used.get(made.id) in DONE)
