"""Every call that the tests before this one have made with real phones, replayed."""

from __future__ import annotations

import pytest

from tests.e2e.gateway import Gateway
from tests.e2e.replaying import replayed_as_live

pytestmark = [pytest.mark.line("sipp", "baresip"), pytest.mark.weights]


async def test_every_recorded_call_is_decided_as_it_was_live(gateway: Gateway, figures: list[str]) -> None:
    figures.append(f"calls replayed as they were live: {await replayed_as_live(gateway)}")
