"""`voice phone` in a process of its own; its voice is a 900 Hz tone of a second."""

from __future__ import annotations

import argparse
import sys

from tests.phones import tone
from voice.phone.command import add_arguments, run


async def say(text: str) -> bytes:
    return tone(900, 1).tobytes()


parser = argparse.ArgumentParser()
add_arguments(parser)
sys.exit(run(parser.parse_args(), say))
