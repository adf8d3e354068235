"""What agents do with what is suggested to them."""

from __future__ import annotations

from typing import Literal

from voice.console.quality.assisted import LEFT, counted, suggested
from voice.events import AssistOffered, AssistUsed, CallEvent

Did = Literal["accepted", "edited", "dismissed", "heard"]


def offered(at: float, name: str, text: str, agent: str = "marie") -> CallEvent:
    return AssistOffered(at=at, handoff_id="h", agent=agent, id=name, what="reply", text=text, source="x")


def used(at: float, name: str, did: Did, text: str = "", agent: str = "marie") -> CallEvent:
    return AssistUsed(at=at, handoff_id="h", agent=agent, id=name, what="reply", did=did, text=text)


def test_each_suggestion_is_told_with_what_became_of_it() -> None:
    found = suggested(
        [
            offered(1, "a", "Hello"),
            offered(2, "b", "Sorry for that"),
            offered(2, "c", "Bye"),
            used(4, "b", "edited", "I am sorry"),
            used(5, "a", "accepted", "Hello"),
            used(6, "unknown", "heard"),
        ]
    )
    assert [(one.text, one.did, one.after, one.used) for one in found] == [
        ("Hello", "accepted", 4, ""),
        ("Sorry for that", "edited", 2, "I am sorry"),
        ("Bye", LEFT, None, ""),
    ]
    assert dict(counted(found)) == {"accepted": 1, "edited": 1, LEFT: 1}


def test_the_next_agent_is_shown_his_own_and_a_second_offer_is_another() -> None:
    found = suggested(
        [
            offered(1, "a", "Hello"),
            offered(8, "a", "Hello", agent="paul"),
            used(9, "a", "dismissed", agent="paul"),
            offered(12, "a", "Hello", agent="paul"),
            used(13, "a", "heard", "Hello there", agent="paul"),
        ]
    )
    assert [(one.agent, one.did) for one in found] == [
        ("marie", LEFT),
        ("paul", "dismissed"),
        ("paul", "heard"),
    ]
    assert suggested([]) == [] and counted([]) == []
