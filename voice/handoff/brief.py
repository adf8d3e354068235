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
from voice.handoff.after_call import AfterCall
from voice.handoff.earlier import Mood, Past, past_calls
from voice.handoff.facts import Facts, gather, title_of
from voice.handoff.opening import first_sentence
from voice.handoff.plain import plainly
from voice.handoff.redaction import Redaction
from voice.handoff.spoken import spoken_summary
from voice.turn import Assessment, EndReason, Language, TransferReason


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Request(_Part):
    """Something the caller wants."""

    name: str
    """The intent's name in the plan."""
    title: str
    """In the agent's language."""
    sure: float | None = None
    """0 to 1: how sure the bot was, at its best; None when a key chose it."""


class SlotValue(_Part):
    """A value the caller gave."""

    name: str
    title: str
    value: str
    """Canonical form; only the last two characters of a sensitive one."""
    confirmed: bool
    """True when it was read back and the caller said yes."""
    sure: float = 1.0
    """0 to 1: how sure the recognizer was of the words that gave it; 1 for keys."""
    turn: int = 0
    """Number of the turn that gave it."""


class Done(_Part):
    """A lookup that found something."""

    lookup: str
    found: dict[str, str]
    told: tuple[str, ...]
    """What the bot said after it, in the caller's language."""


class Told(_Part):
    """An answer that needed no lookup."""

    text: str
    """What the bot said, in the caller's language."""
    cut: bool
    """True when the caller cut in, and did not hear it to its end."""


class EarlierCall(_Part):
    """A call of the same number before this one."""

    call_id: str
    started: AwareDatetime
    plan: str
    requests: tuple[Request, ...]
    """What it was about; the name as title where the request is another plan's."""
    reason: TransferReason | None
    """Why it went to a person; None when it did not."""
    taken: bool
    """True when a person had the caller."""
    ended: EndReason | None
    """None when its end is not known."""
    mood: Mood
    """At its worst."""
    emotion: float
    """0 to 1, at its highest."""


class FirstSentence(_Part):
    """What the person can say first."""

    text: str
    """To the caller, in the caller's language."""
    meaning: str
    """The same in the agent's language; empty when both speak one language."""


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
    """Of `summary`, `spoken`, titles, `failed` and `next_step`."""
    summary: tuple[str, ...]
    """Sentences to read."""
    spoken: str
    """What the agent hears; at most twelve seconds."""
    fluent: str = ""
    """`summary` in a few sentences, by the operator's language model; no number and no word of weight in it
    that is not in `summary`, `slots` or `next_step`. Empty: there is none."""
    requests: tuple[Request, ...]
    slots: tuple[SlotValue, ...]
    done: tuple[Done, ...]
    told: tuple[Told, ...] = ()
    """Answers without a lookup; those after one are in `done`."""
    failed: tuple[Failed, ...]
    assessment: Assessment | None
    """As after the last turn; None when there was none."""
    transcript: tuple[Said, ...]
    next_step: str
    """What to do first."""
    first_sentence: FirstSentence | None = None
    earlier: tuple[EarlierCall, ...] = ()
    """The last three calls of this number, latest first; none when it is hidden or they could not be read."""
    after: tuple[AfterCall, ...] = ()
    """What agents wrote down after their talks, in that order."""

    @property
    def revision(self) -> int:
        """Of what is posted: two more for what each agent wrote, one more with a fluent version.

        So it is never that of an earlier form, though the fluent version goes when the facts have grown.
        """
        return 2 * len(self.after) + bool(self.fluent)


def make_brief(
    *,
    handoff_id: str,
    plan: Dialplan,
    events: Sequence[CallEvent],
    reason: TransferReason,
    language: Language,
    agent_language: Language,
    created: datetime,
    earlier: Sequence[Sequence[CallEvent]] = (),
) -> HandoffBrief:
    """The summary of a call so far.

    `events` are the call's own, from its start; `created` has a time zone; `earlier` holds the events of each
    earlier call of this number, latest call first.
    """
    facts = gather(plan, events)
    hide = Redaction(plan, facts)
    past = past_calls(earlier)
    brief = HandoffBrief(
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
        summary=tuple(
            hide.text(line) for line in written.sentences(plan, facts, reason, agent_language, past)
        ),
        spoken=spoken_summary(plan, hide.told(facts), reason, language, agent_language),
        requests=tuple(
            Request(
                name=name,
                title=title_of(plan.intents[name].title, agent_language),
                sure=facts.sure.get(name),
            )
            for name in facts.requests
        ),
        slots=_slots(plan, facts, agent_language, hide),
        done=_done(facts, hide),
        told=tuple(Told(text=hide.text(answer.text), cut=answer.cut) for answer in facts.answers),
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
        first_sentence=_first(plan, hide.told(facts), reason, language, agent_language),
        earlier=tuple(_earlier(plan, call, agent_language) for call in past),
    )
    return HandoffBrief.model_validate(plainly(brief.model_dump()))


def _first(
    plan: Dialplan, facts: Facts, reason: TransferReason, language: Language, agent_language: Language
) -> FirstSentence:
    text = first_sentence(plan, facts, reason, language)
    same = language == agent_language
    return FirstSentence(
        text=text, meaning="" if same else first_sentence(plan, facts, reason, agent_language)
    )


def _earlier(plan: Dialplan, call: Past, language: Language) -> EarlierCall:
    requests = (
        Request(name=name, title=written.request_title(plan, name, language)) for name in call.requests
    )
    return EarlierCall(
        call_id=call.call_id,
        started=call.started,
        plan=call.plan,
        requests=tuple(requests),
        reason=call.reason,
        taken=call.taken,
        ended=call.ended,
        mood=call.mood,
        emotion=call.emotion,
    )


def _slots(plan: Dialplan, facts: Facts, language: Language, hide: Redaction) -> tuple[SlotValue, ...]:
    return tuple(
        SlotValue(
            name=value.name,
            title=title_of(plan.slots[value.name].title, language),
            value=hide.value(value),
            confirmed=value.confirmed,
            sure=value.sure,
            turn=value.turn,
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
