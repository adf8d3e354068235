"""What the gateway says when its doors are open: where to call, who answers, how to see a hand-over."""

from __future__ import annotations

from voice.dialplan.load import Dialplans
from voice.settings import Settings


def announcement(plans: Dialplans, settings: Settings) -> str:
    """The text for the terminal."""
    sip = f"{settings.sip.host}:{settings.sip.port}"
    web = settings.web.public_url or f"http://{settings.web.host}:{settings.web.port}"
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
            f"  be that person      voice phone --port {port} --answer",
        ]
    lines += [
        f"  see the summaries   {web}/",
        "  watch it all happen voice demo   (or: make demo)",
        "",
        "Ctrl-C stops it; running calls may finish.",
        "",
    ]
    return "\n".join(lines)
