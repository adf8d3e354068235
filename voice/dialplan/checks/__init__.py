"""What a plan must be beyond its shape. Every check only notes problems; none raises or changes anything."""

from voice.dialplan.checks.all import check
from voice.dialplan.checks.notes import did_you_mean

__all__ = ["check", "did_you_mean"]
