"""What the end of an unanswered call says, and numbers out of addresses."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from voice.errors import DialFailed, SettingsError
from voice.settings import SipSettings
from voice.telephony.sip import SipDoor, number_of
from voice.telephony.sip_dial import address_of, failure_of
from voice.turn import HandoffFailure, Target


@pytest.mark.parametrize(
    ("reason", "failure"),
    [
        ("486 Busy Here", HandoffFailure.BUSY),
        ("600 Busy Everywhere", HandoffFailure.BUSY),
        ("603 Decline", HandoffFailure.DECLINED),
        ("480 Temporarily Unavailable", HandoffFailure.NO_ANSWER),
        ("408 Request Timeout", HandoffFailure.NO_ANSWER),
        ("404 Not Found", HandoffFailure.UNREACHABLE),
        ("503 Service Unavailable", HandoffFailure.UNREACHABLE),
        ("Connection refused [111]", HandoffFailure.UNREACHABLE),
        ("", HandoffFailure.UNREACHABLE),
    ],
)
def test_failures(reason: str, failure: HandoffFailure) -> None:
    assert failure_of(reason) is failure


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("<sip:+33145@10.0.0.1:5060;transport=udp>;tag=a", "+33145"),
        ('"A, B" <sip:100@host>', "100"),
        ("sip:100@host", "100"),
        ("sips:100;phone-context=x@host", "100"),
        ("tel:+3312;ext=1", "+3312"),
        ("sip:host.example", "host.example"),
        ("", ""),
        ("<", ""),
    ],
)
def test_numbers(address: str, number: str) -> None:
    assert number_of(address) == number


def test_a_telephone_number_is_dialled_at_the_trunk() -> None:
    assert address_of(Target("a", "+33145"), "10.0.0.2:5080") == "sip:+33145@10.0.0.2:5080"
    assert address_of(Target("a", "sip:b@host"), "10.0.0.2") == "sip:b@host"
    with pytest.raises(DialFailed, match=r"sip\.trunk") as caught:
        address_of(Target("a", "+33145"), "")
    assert caught.value.failure is HandoffFailure.UNREACHABLE
    with pytest.raises(ValidationError):
        SipSettings(trunk="host\r\nEvil: header")


def test_too_many_headers_to_expose_are_refused_by_name_of_the_setting() -> None:
    async def nobody(_: object) -> None: ...

    with pytest.raises(SettingsError, match="expose_headers"):
        SipDoor(SipSettings(expose_headers=tuple(f"X-{n}" for n in range(16))), nobody)
