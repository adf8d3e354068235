"""What the end-to-end tests share: one gateway, who gets its summaries, and what is measured on the way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.gateway import Gateway, running
from tests.e2e.receiver import SECRET, Receiver

_FIGURES: list[str] = []


@pytest.fixture
def figures() -> list[str]:
    """Lines for the end of the run: what was measured on the way."""
    return _FIGURES


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show what was measured."""
    for line in _FIGURES:
        terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def receiver() -> Iterator[Receiver]:
    made = Receiver(28090)
    yield made
    made.close()


@pytest.fixture(scope="session")
def gateway(tmp_path_factory: pytest.TempPathFactory, receiver: Receiver) -> Iterator[Gateway]:
    """The gateway that most tests call; its web hook is the receiver's."""
    env = {
        "VOICE_HANDOFF__WEBHOOK_URL": receiver.url,
        "VOICE_HANDOFF__WEBHOOK_SECRET": SECRET,
        "VOICE_HANDOFF__ACCEPT_SECONDS": "4",
        "VOICE_CALL__DRAIN_SECONDS": "5",
    }
    with running(Gateway(tmp_path_factory.mktemp("gateway"), sip=28000, env=env)) as gateway:
        yield gateway
