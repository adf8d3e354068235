"""What tests need and may not find here: model weights, phones, a browser.

A test whose means are missing is skipped with the reason. With VOICE_TEST_ALL=1 it fails instead, so that a
complete run cannot pass by skipping.
"""

from __future__ import annotations

import functools
import os
import shutil
from pathlib import Path

import pytest

from voice.errors import WeightsError
from voice.speech.weights import verify

PHONES = ("sipp", "baresip", "chromium")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip, or fail, a test that lacks what its marks ask for."""
    reason = lacking(item)
    if not reason:
        return
    if os.environ.get("VOICE_TEST_ALL") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def lacking(item: pytest.Item) -> str:
    """Say what a test needs and does not find; empty when all is there."""
    if item.get_closest_marker("weights") and (reason := _without_weights()):
        return reason
    line = item.get_closest_marker("line")
    missing = [name for name in (line.args or PHONES) if not shutil.which(name)] if line else []
    return f"{', '.join(missing)} not found: run `make test`" if missing else ""


@functools.cache
def _without_weights() -> str:
    try:
        verify(Path("models"))
    except WeightsError as error:
        return error.message
    return ""
