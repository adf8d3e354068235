"""`voice demo`: a scripted caller and a scripted person hold a real call through the running gateway."""

from voice.demo.run import run_demo

__all__ = ["run_demo"]
