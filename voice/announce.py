"""What the gateway says when its doors are open: where to call, who answers, how to see a hand-over."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from voice.dialplan.load import Dialplans
from voice.settings import Settings


def program() -> str:
    """How to type `voice` here: its name, or its path while the virtual environment is not activated."""
    own = Path(sys.prefix) / "bin" / "voice"
    found = shutil.which("voice")
    if not own.is_file() or (found is not None and Path(found) == own):
        return "voice"
    return str(own.relative_to(Path.cwd()) if own.is_relative_to(Path.cwd()) else own)


def announcement(plans: Dialplans, settings: Settings) -> str:
    """The text for the terminal."""
    sip = f"{settings.sip.host}:{settings.sip.port}"
    web = settings.web.public_url or f"http://{settings.web.host}:{settings.web.port}"
    voice = program()
    lines = ["", "The gateway takes calls.", ""]
    for route in plans.routes:
        plan = plans.plans[route.plan]
        title = plan.title[plan.languages[0]]
        lines.append(
            f"  call  sip:{route.pattern}@{sip}   {plan.name}: {title} ({', '.join(plan.languages)})"
        )
    lines += [f"  or from a browser   {web}/call", ""]
    targets = {spec.address: name for plan in plans.plans.values() for name, spec in plan.targets.items()}
    if targets:
        port = next(iter(targets)).rpartition(":")[2]
        lines += [
            f"Hand-overs ring {', '.join(f'{name} at {address}' for address, name in targets.items())}.",
            f"  be that person      a softphone there, or {voice} phone --port {port}",
        ]
    lines += [
        f"  see the summaries   {web}/",
        f"  watch it all happen make demo   (or: {voice} demo)",
        "",
        "Ctrl-C stops it; running calls may finish.",
        "",
    ]
    return "\n".join(lines)
