"""The gateway that most files here phone; one for each file."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.e2e.gateway import Gateway, running
from tests.e2e_desk.desk import AGENTS, CALLER, SIP, open_shop


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    folder = open_shop(tmp_path_factory.mktemp("gateway"))
    env = {
        "VOICE_SIP__RTP_FIRST": "27704",
        "VOICE_SIP__RTP_LAST": "27719",
        "VOICE_SIP__TRUNK": f"127.0.0.1:{CALLER}",
        "VOICE_DESK__AGENTS": json.dumps(AGENTS),
        "VOICE_DESK__WRAP_UP_SECONDS": "0",
        "VOICE_CALLBACK__ALLOWED": '["+336"]',
        "VOICE_CALLBACK__ATTEMPTS": "2",
        "VOICE_CALLBACK__AGAIN_SECONDS": "5",
        "VOICE_CALLBACK__LOOK_EVERY": "1",
    }
    with running(Gateway(folder, sip=SIP, env=env)) as gateway:
        yield gateway
