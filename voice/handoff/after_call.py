"""What the agent wrote down after the call, beside what was proposed to him."""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict

from voice.turn import Language

Result = Literal["solved", "follow_up", "wrong_department"]
Channel = Literal["email", "sms"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Written(_Part):
    """A text that was proposed, and what the agent made of it."""

    did: Literal["accepted", "edited", "rejected"]
    proposed: str
    text: str
    """As it counts; empty when it was rejected."""


class WrittenReply(Written):
    """The reply to the caller. The gateway sends it nowhere: whoever receives this record may."""

    channel: Channel
    to: str
    """Address or number known from the call; empty when there is none, or it must not be shown."""
    subject: str
    """Of an e-mail; empty for a text message."""
    language: Language
    """The caller's."""


class AfterCall(_Part):
    """What became of one agent's talk."""

    agent: str
    """As colleagues read it."""
    outcome: Result
    note: str
    """In the agent's own words."""
    meant: str = ""
    """With wrong_department: the request that it was really about, by its name in the plan, if known."""
    summary: Written
    """In the agent's language."""
    reply: WrittenReply
    unsaid: tuple[str, ...] = ()
    """Lines of the plan's must_say that belonged to the call and were not heard."""
    talk_seconds: float
    wrap_up_seconds: float
    written: AwareDatetime
