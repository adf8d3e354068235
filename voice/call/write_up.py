"""What an agent writes down after his talk: kept with the written summary, and posted like it."""

from __future__ import annotations

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
    brief: HandoffBrief, draft: Draft, writing: Writing, *, agent: str, wrap_up: float, now: datetime
) -> HandoffBrief:
    """The summary with what this agent wrote; what he did with each draft is told from the texts."""
    proposed = draft.replies[writing.channel][writing.outcome]
    did = _did(proposed, writing.reply)
    reply = WrittenReply(
        did=did.did,
        proposed=proposed,
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
        summary=_did(draft.summary, writing.summary),
        reply=reply,
        unsaid=draft.unsaid,
        talk_seconds=draft.seconds,
        wrap_up_seconds=round(wrap_up, 1),
        written=now,
    )
    return brief.model_copy(update={"after": (*brief.after, after)})


def _did(proposed: str, text: str | None) -> Written:
    if text is None or not text.strip():
        return Written(did="rejected", proposed=proposed, text="")
    words = "\n".join(plain(line.rstrip()) for line in text.strip().splitlines())
    return Written(did="accepted" if words == proposed else "edited", proposed=proposed, text=words)
