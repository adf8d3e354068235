"""What an agent writes down after his talk: kept with the written summary, and posted like it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from voice.assist.after import Draft
from voice.handoff.after_call import AfterCall, Channel, Result, Written, WrittenReply
from voice.handoff.brief import HandoffBrief
from voice.handoff.plain import plain


@dataclass(frozen=True, slots=True)
class Writing:
    """What the agent sends back."""

    outcome: Result
    note: str
    meant: str
    summary: str | None
    """None: rejected."""
    channel: Channel
    to: str
    subject: str
    reply: str | None
    """None: rejected."""


def written_up(
    brief: HandoffBrief,
    drafts: Sequence[Draft],
    writing: Writing,
    *,
    agent: str,
    wrap_up: float,
    now: datetime,
) -> HandoffBrief:
    """The summary with what this agent wrote; what he did with it is told from the texts.

    `drafts` are those he may have been shown, the latest first; at least one.
    """
    latest = drafts[0]
    did = _did([draft.replies[writing.channel][writing.outcome] for draft in drafts], writing.reply)
    reply = WrittenReply(
        did=did.did,
        proposed=did.proposed,
        text=did.text,
        channel=writing.channel,
        to=plain(writing.to.strip()),
        subject=plain(writing.subject.strip()) if writing.channel == "email" else "",
        language=brief.language,
    )
    after = AfterCall(
        agent=agent,
        outcome=writing.outcome,
        note=writing.note.strip(),
        meant=writing.meant if writing.outcome == "wrong_department" else "",
        summary=_did([draft.summary for draft in drafts], writing.summary),
        reply=reply,
        unsaid=latest.unsaid,
        talk_seconds=latest.seconds,
        wrap_up_seconds=round(wrap_up, 1),
        written=now,
    )
    return brief.model_copy(update={"after": (*brief.after, after)})


def _did(proposed: Sequence[str], text: str | None) -> Written:
    if text is None or not text.strip():
        return Written(did="rejected", proposed=proposed[0], text="")
    words = "\n".join(plain(line.rstrip()) for line in text.strip().splitlines())
    if words in proposed:
        return Written(did="accepted", proposed=words, text=words)
    return Written(did="edited", proposed=proposed[0], text=words)
