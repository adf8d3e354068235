"""What tests need and may not find here: model weights, phones, a browser, Ray; and what is loaded once.

A test whose means are missing is skipped with the reason. With VOICE_TEST_ALL=1 it fails instead, so that a
complete run cannot pass by skipping.
"""

from __future__ import annotations

import functools
import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from voice.errors import WeightsError
from voice.speech.weights import verify

if TYPE_CHECKING:
    from tests.e2e.words import Ears, Speech

RAY = Path("build/ray")
"""Where `make test` puts Ray."""
PHONES = ("sipp", "baresip", "chromium")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test that lacks what its marks ask for."""
    if reason := lacking(item):
        pytest.skip(reason)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a skipped test fail where all must run."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("VOICE_TEST_ALL") == "1":
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped with VOICE_TEST_ALL=1: {report.longreprtext}"
    return report


def lacking(item: pytest.Item) -> str:
    """Say what a test needs and does not find; empty when all is there."""
    if item.get_closest_marker("weights") and (reason := _without_weights()):
        return reason
    line = item.get_closest_marker("line")
    missing = [name for name in (line.args or PHONES) if not shutil.which(name)] if line else []
    if missing:
        return f"{', '.join(missing)} not found: run `make test`"
    if item.get_closest_marker("ray") and not (RAY / "ray").is_dir():
        return "Ray not found: run `make test`"
    return ""


@functools.cache
def _without_weights() -> str:
    try:
        verify(Path("models"))
    except WeightsError as error:
        return error.message
    return ""


@pytest.fixture(scope="session")
def speech(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Speech]:
    """What callers say."""
    from tests.e2e.words import Speech  # takes seconds: only for who needs it

    made = Speech(tmp_path_factory.mktemp("speech"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def ears() -> Iterator[Ears]:
    """Know what was said."""
    from tests.e2e.words import Ears

    made = Ears()
    yield made
    made.close()
