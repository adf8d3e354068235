"""A drawing as a Mermaid flowchart, for pages that draw such (GitLab, GitHub, wikis)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from voice.administration.drawing.graph import Box, Drawing, Kind
from voice.administration.drawing.text import wrapped

_SHAPES = {
    Kind.REQUEST: ("([", "])"),
    Kind.PERSON: ("([", "])"),
    Kind.END: ("([", "])"),
    Kind.LOOKUP: ("[(", ")]"),
    Kind.CHOOSE: ("{{", "}}"),
}
_COLOURS = {
    Kind.REQUEST: "fill:#e4effc,stroke:#2d6fb7,color:#1c2430",
    Kind.ASK: "fill:#eaf6f0,stroke:#3f9a6c,color:#1c2430",
    Kind.LISTEN: "fill:#eaf6f0,stroke:#3f9a6c,color:#1c2430",
    Kind.LOOKUP: "fill:#fff8e0,stroke:#c99a12,color:#1c2430",
    Kind.CHOOSE: "fill:#f4f1fb,stroke:#8668c4,color:#1c2430",
    Kind.PERSON: "fill:#fde5d3,stroke:#cf6a1d,color:#1c2430",
    Kind.END: "fill:#e9ecf0,stroke:#7d8896,color:#1c2430",
    Kind.SAY: "fill:#ffffff,stroke:#9aa5b4,color:#1c2430",
}
_UNSAFE = frozenset('"#&<>`\\;*_~|{}[]()$')
_LIST = re.compile(r"^(\d*)([.+-])(?=\s)")
"""What Mermaid takes for the beginning of a list."""
_WIDE, _LINES = 240.0, 3


def as_mermaid(drawing: Drawing) -> str:
    """The flowchart's text; arrows to a step that is drawn elsewhere lead there."""
    return "\n".join(_lines(drawing)) + "\n"


def _lines(drawing: Drawing) -> Iterator[str]:
    boxes = [box for box in drawing.boxes() if box.kind is not Kind.BACK]
    yield "flowchart LR"
    yield f'  anywhere["{_safe(drawing.title)}<br/>{_safe(drawing.anywhere)}"]'
    for box in boxes:
        opening, closing = _SHAPES.get(box.kind, ("[", "]"))
        yield f'  {_id(box)}{opening}"{_label(box)}"{closing}'
    for box in boxes:
        for arrow in box.arrows:
            target = f"step_{arrow.to.name}" if arrow.to.kind is Kind.BACK else _id(arrow.to)
            label = f'|"{_safe(arrow.label)}"|' if arrow.label else ""
            yield f"  {_id(box)} -->{label} {target}"
    for kind, style in _COLOURS.items():
        names = [_id(box) for box in boxes if box.kind is kind]
        if names:
            yield f"  classDef {kind.value}_ {style}"
            yield f"  class {','.join(names)} {kind.value}_"


def _id(box: Box) -> str:
    return box.id.replace("-", "_", 1)


def _label(box: Box) -> str:
    """Up to a few lines; the name of a step first."""
    if box.kind in (Kind.PERSON, Kind.END):
        return _safe(box.name)
    shown = [box.says] if box.kind is Kind.REQUEST else [box.name]
    if box.kind is not Kind.REQUEST:
        shown += [box.does] if box.does else []
        shown += wrapped(box.says, _WIDE, 12.0, _LINES)
    return "<br/>".join(_safe(line) for line in (*shown, *box.notes))


def _safe(text: str) -> str:
    """Text in which Mermaid finds nothing of its own: no quotes, brackets, entities or lists."""
    plain = "".join(f"#{ord(char)};" if char in _UNSAFE else char for char in " ".join(text.split()))
    return _LIST.sub(lambda found: f"{found[1]}#{ord(found[2])};", plain)
