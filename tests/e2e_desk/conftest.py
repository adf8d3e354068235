"""The gateway that most of these tests phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.gateway import Gateway, running
from tests.e2e.receiver import SECRET, Receiver
from tests.e2e_desk.desk import CALLER, house


@pytest.fixture(scope="session")
def receiver() -> Iterator[Receiver]:
    made = Receiver(27750)
    yield made
    made.close()


@pytest.fixture(scope="session")
def gateway(tmp_path_factory: pytest.TempPathFactory, receiver: Receiver) -> Iterator[Gateway]:
    made = house(
        tmp_path_factory.mktemp("gateway"), 27700,
        VOICE_SIP__TRUNK=f"127.0.0.1:{CALLER}",
        VOICE_CALLBACK__ALLOWED='["+336"]',
        VOICE_CALLBACK__ATTEMPTS="2",
        VOICE_CALLBACK__AGAIN_SECONDS="5",
        VOICE_CALLBACK__LOOK_EVERY="1",
        VOICE_HANDOFF__WEBHOOK_URL=receiver.url,
        VOICE_HANDOFF__WEBHOOK_SECRET=SECRET,
    )  # fmt: skip
    with running(made) as gateway:
        yield gateway
