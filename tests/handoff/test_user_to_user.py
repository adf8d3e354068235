"""The id of a summary on the wire."""

from __future__ import annotations

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.handoff.user_to_user import decode, encode


def test_as_in_rfc_7433() -> None:
    assert encode("aZ_-9") == "615a5f2d39;encoding=hex;purpose=voice-handoff"


def test_what_is_encoded_is_decoded() -> None:
    for _ in range(50):
        handoff_id = secrets.token_urlsafe(16)
        assert decode(encode(handoff_id)) == handoff_id


@pytest.mark.parametrize(
    "value",
    [
        "615A5F2D39 ; purpose=voice-handoff;encoding=HEX",
        '"615a5f2d39";purpose=voice-handoff',
        "00aa;purpose=isdn-uui;encoding=hex, 615a5f2d39;encoding=hex;purpose=voice-handoff",
    ],
)
def test_other_ways_to_write_it(value: str) -> None:
    assert decode(value) == "aZ_-9"


@pytest.mark.parametrize(
    "value",
    [
        "",
        "615a5f2d39",
        "615a5f2d3;encoding=hex;purpose=voice-handoff",
        "615a;encoding=base64;purpose=voice-handoff",
        "615a;encoding=hex;purpose=isdn-uui",
        "2f2e2e;encoding=hex;purpose=voice-handoff",
        "ff00;encoding=hex;purpose=voice-handoff",
        "61" * 1000 + ";encoding=hex;purpose=voice-handoff",
    ],
)
def test_what_is_not_ours(value: str) -> None:
    assert decode(value) is None


@pytest.mark.parametrize("handoff_id", ["", "a b", "é", "a\r\nX: y", "a" * 129])
def test_ids_that_cannot_be_sent(handoff_id: str) -> None:
    with pytest.raises(ValueError, match="letters, digits"):
        encode(handoff_id)


@given(st.text())
def test_rubbish_is_passed_over(value: str) -> None:
    decode(value)
    decode(f"{value};encoding=hex;purpose=voice-handoff")
