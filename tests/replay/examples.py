"""Makes the calls in docs/examples/calls, which the page for quality plays with: no caller of anybody's.

    python -m tests.replay.examples

To be run again when the bot's own sentences or what it understands change.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from tests.call.scene import play
from tests.fakes import FakeAgent, Pressed, Quiet, Said, press, quiet, say
from voice.dialplan.load import load_plan
from voice.events import CallEvent, CallStarted
from voice.exchange.vcon import to_vcon
from voice.logs import set_up_logs
from voice.replay.standins import CALLER

FOLDER = Path("docs/examples")
CREATED = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
CALLS: dict[str, tuple[Said | Quiet | Pressed, ...]] = {
    "shop-hours": (quiet(8), say("what are your opening hours"), quiet(12)),
    "shop-order": (quiet(8), say("where is my order"), quiet(6), press("1042"), quiet(12)),
    "shop-person": (quiet(8), say("I want to speak to a person"), quiet(30)),
}


def made(call_id: str) -> list[CallEvent]:
    """The events of one of them."""
    plan = load_plan(FOLDER / "shop")
    scene = play(*CALLS[call_id], plan=plan, agents={"support": FakeAgent()})
    about = {"call_id": call_id, "caller": CALLER, "models": {}, "dialled": "shop"}
    return [
        event.model_copy(update=about)
        if isinstance(event, CallStarted)
        else event.model_copy(update={"handoff_id": "example"})
        if hasattr(event, "handoff_id")
        else event
        for event in scene.events
    ]


def main() -> None:
    set_up_logs()
    for call_id in CALLS:
        vcon = to_vcon(made(call_id), None, created=CREATED)
        path = FOLDER / "calls" / f"{call_id}.vcon"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(vcon, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
