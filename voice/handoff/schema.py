"""Writes docs/handoff.schema.json: the JSON Schema of what the webhook posts, from the summary's model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from voice.handoff.brief import HandoffBrief

PAGE = Path("docs/handoff.schema.json")


def schema() -> dict[str, Any]:
    """The schema of a summary as it is posted and stored."""
    made = HandoffBrief.model_json_schema(mode="serialization")
    return {"$schema": GenerateJsonSchema.schema_dialect, **made}


def render() -> str:
    """The file's text."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PAGE.write_text(render(), "utf-8")
