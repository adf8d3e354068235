"""What the caller was answered: by the bot, as the plan writes it, and by the agent with suggested words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from voice.assist.situation import Situation
from voice.assist.texts import shown
from voice.dialplan.spoken import spoken
from voice.dialplan.text import fill, sentences
from voice.events import AssistOffered, AssistUsed, BotSpoke, CallEvent

ANSWERS = ("step:", "agent_replies:")
"""Sources of suggestions that tell something; openings and questions do not."""


def answers(here: Situation, events: Sequence[CallEvent]) -> tuple[str, ...]:
    """Whole sentences in the caller's language, in the order in which they were said, each once."""
    return tuple(dict.fromkeys(_answers(here, events)))


def _answers(here: Situation, events: Sequence[CallEvent]) -> Iterator[str]:
    source = {event.id: event.source for event in events if isinstance(event, AssistOffered)}
    for event in events:
        match event:
            case BotSpoke(cut=False) if event.language == here.language:
                step = here.plan.steps.get(event.step)
                if step is not None and step.done and step.say is not None:
                    yield from _as_written(here, event)
            case AssistUsed(what="reply", did="accepted" | "edited"):
                if source.get(event.id, "").startswith(ANSWERS):
                    yield from (part for part in sentences(event.text) if not part.endswith("?"))
            case _:
                pass


def _as_written(here: Situation, event: BotSpoke) -> Iterator[str]:
    """What the bot said, with values as they are written where it is the same sentence; never a question."""
    text = here.plan.steps[event.step].say
    if text is None or event.language not in text:
        return
    said = here.plan.with_own_values(text[event.language], event.language)
    heard = sentences(fill(said, lambda name: _spoken(here, name, event)))
    read = sentences(
        fill(said, lambda name: shown(here.plan, name, _value(here, name), here.language, here.hide))
    )
    same = dict(zip(heard, read, strict=True)) if len(heard) == len(read) else {}
    whole = " ".join(event.text.split())
    yield from (same.get(part, part) for part in sentences(whole) if not part.endswith("?"))


def _value(here: Situation, name: str) -> str:
    return here.values.get(name, "")


def _spoken(here: Situation, name: str, event: BotSpoke) -> str:
    value = _value(here, name)
    if "." in name:
        lookup, _, column = name.partition(".")
        spec = here.plan.lookups.get(lookup)
        kind = spec.gives[column].type.value if spec is not None and column in spec.gives else "text"
    else:
        slot = here.plan.slots.get(name)
        kind = slot.type.value if slot is not None else "text"
    return spoken(value, kind, event.language)
