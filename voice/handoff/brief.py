"""One call as the person who takes it needs to know it: to hear (`spoken`) and to read.

Every fact comes from an event of the call; nothing is guessed. All text from the call is untrusted: pages
must escape it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict

from voice.dialplan.model import Dialplan
from voice.events import CallEvent
from voice.handoff import written
from voice.handoff.facts import Facts, gather, title_of
from voice.handoff.redaction import Redaction
from voice.handoff.spoken import spoken_summary
from voice.turn import Assessment, Language, TransferReason


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Request(_Part):
    """Something the caller wants."""

    name: str
    """The intent's name in the plan."""
    title: str
    """In the agent's language."""


class SlotValue(_Part):
    """A value the caller gave."""

    name: str
    title: str
    value: str
    """Canonical form; only the last two characters of a sensitive one."""
    confirmed: bool
    """True when it was read back and the caller said yes."""


class Done(_Part):
    """A lookup that found something."""

    lookup: str
    found: dict[str, str]
    told: tuple[str, ...]
    """What the bot said after it, in the caller's language."""


class Failed(_Part):
    """Something that did not work."""

    what: str
    """lookup, nothing_found, not_understood, silence, handoff or part."""
    name: str
    """The lookup, the person tried or the part of ours; empty otherwise."""
    text: str
    """In words, in the agent's language."""


class Said(_Part):
    """One line of the conversation."""

    who: Literal["caller", "bot", "agent"]
    at: float
    """Seconds since the call was answered."""
    text: str


class HandoffBrief(_Part):
    """The summary, as it is stored, shown and posted."""

    schema_version: Literal[1] = 1
    id: str
    """Opaque; also in the INVITE to the agent and in the page's address."""
    call_id: str
    created: AwareDatetime
    reason: TransferReason
    plan: str
    plan_title: str
    caller: str
    """As the network gives it; not verified."""
    dialled: str
    language: Language
    """The caller's."""
    agent_language: Language
    """Of `summary`, `spoken`, titles and `next_step`."""
    summary: tuple[str, ...]
    """Sentences to read."""
    spoken: str
    """What the agent hears; at most twelve seconds."""
    requests: tuple[Request, ...]
    slots: tuple[SlotValue, ...]
    done: tuple[Done, ...]
    failed: tuple[Failed, ...]
    assessment: Assessment | None
    """As after the last turn; None when there was none."""
    transcript: tuple[Said, ...]
    next_step: str


def make_brief(
    *,
    handoff_id: str,
    plan: Dialplan,
    events: Sequence[CallEvent],
    reason: TransferReason,
    language: Language,
    agent_language: Language,
    created: datetime,
) -> HandoffBrief:
    """The summary of a call so far.

    `events` are the call's own, from its start; `created` has a time zone.
    """
    facts = gather(plan, events)
    hide = Redaction(plan, facts)
    return HandoffBrief(
        id=handoff_id,
        call_id=facts.call_id,
        created=created,
        reason=reason,
        plan=plan.name,
        plan_title=title_of(plan.title, agent_language),
        caller=facts.caller,
        dialled=facts.dialled,
        language=language,
        agent_language=agent_language,
        summary=tuple(hide.text(line) for line in written.sentences(plan, facts, reason, agent_language)),
        spoken=spoken_summary(plan, hide.told(facts), reason, language, agent_language),
        requests=tuple(
            Request(name=name, title=title_of(plan.intents[name].title, agent_language))
            for name in facts.requests
        ),
        slots=_slots(plan, facts, agent_language, hide),
        done=_done(facts, hide),
        failed=tuple(
            Failed(what=what, name=name, text=text)
            for what, name, text in written.failures(facts, agent_language)
        ),
        assessment=hide.assessment(facts.assessment),
        transcript=tuple(
            Said.model_validate({"who": line.who, "at": line.at, "text": hide.line(line)})
            for line in facts.lines
        ),
        next_step=written.next_step(plan, facts, reason, agent_language),
    )


def _slots(plan: Dialplan, facts: Facts, language: Language, hide: Redaction) -> tuple[SlotValue, ...]:
    return tuple(
        SlotValue(
            name=value.name,
            title=title_of(plan.slots[value.name].title, language),
            value=hide.value(value),
            confirmed=value.confirmed,
        )
        for value in facts.values.values()
    )


def _done(facts: Facts, hide: Redaction) -> tuple[Done, ...]:
    return tuple(
        Done(
            lookup=search.name,
            found={key: hide.text(text) for key, text in search.found.items()},
            told=tuple(hide.text(text) for text in search.told),
        )
        for search in facts.searches
        if search.ok and search.rows
    )
