"""A plan as boxes and arrows: what a caller goes through, request by request."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from voice.administration.drawing.words import word
from voice.dialplan.base import PERSON
from voice.dialplan.contract import Channel, Intent
from voice.dialplan.model import Dialplan
from voice.dialplan.steps import Step
from voice.turn import Language


class Kind(Enum):
    """What a box stands for; its look follows from it."""

    REQUEST = "request"
    SAY = "say"
    ASK = "ask"
    LISTEN = "listen"
    LOOKUP = "lookup"
    CHOOSE = "choose"
    PERSON = "person"
    END = "end"
    BACK = "back"
    """Stands for a step that is drawn elsewhere."""


@dataclass(slots=True)
class Box:
    """One box, and what it leads to."""

    id: str
    """Unique in the drawing: small letters, digits, _ and -."""
    kind: Kind
    name: str
    """Of a step its name, else what it is."""
    does: str = ""
    """What is done there besides talking, in a few words."""
    says: str = ""
    """What is said, in full."""
    notes: list[str] = field(default_factory=list)
    """The contract of a request, a line each."""
    arrows: list[Arrow] = field(default_factory=list)


@dataclass(slots=True)
class Arrow:
    """What leads from one box to another."""

    to: Box
    label: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A plan, ready to be drawn: trees of boxes, since what is reached twice is drawn once."""

    title: str
    anywhere: str
    """How a person is reached from every box."""
    roots: tuple[Box, ...]

    def boxes(self) -> Iterator[Box]:
        """All boxes, from left to right."""
        waiting = deque(self.roots)
        while waiting:
            box = waiting.popleft()
            yield box
            waiting.extend(arrow.to for arrow in box.arrows)


def draw(plan: Dialplan, language: Language) -> Drawing:
    """Arrange a plan as trees: the start with its requests, then what only limits lead to."""
    return _Drawer(plan, language).run()


class _Drawer:
    def __init__(self, plan: Dialplan, language: Language) -> None:
        self._plan = plan
        self._language = language
        self._drawn: set[str] = set()
        self._asked_at: str | None = None
        self._ends = 0

    def run(self) -> Drawing:
        """The whole plan."""
        plan = self._plan
        roots = [self._grown(plan.start)]
        if self._asked_at is None:
            roots += [self._with_all_behind(self._request(name)) for name in plan.intents]
        roots += [self._grown(name) for name in plan.steps if self._is_left(name)]
        people = self._people(())
        return Drawing(
            title=plan.title[self._language],
            anywhere=word("anywhere", self._language, people),
            roots=tuple(roots),
        )

    def _is_left(self, name: str) -> bool:
        """True for a step that is not drawn yet, but for the one that every plan has."""
        return name not in self._drawn and name != PERSON

    def _grown(self, name: str) -> Box:
        self._drawn.add(name)
        return self._with_all_behind(self._step(name))

    def _with_all_behind(self, root: Box) -> Box:
        """A box with its whole tree; the nearest way to a step is the one that is drawn."""
        waiting = deque([root])
        while waiting:
            box = waiting.popleft()
            waiting.extend(arrow.to for arrow in self._arrows(box))
        return root

    def _arrows(self, box: Box) -> list[Arrow]:
        """Fill in what leads on from a box; only those to steps not drawn before go on from there."""
        if box.kind is Kind.REQUEST:
            box.arrows = [self._arrow(self._plan.intents[box.name].goto, "")]
        elif box.kind not in (Kind.PERSON, Kind.END, Kind.BACK):
            step = self._plan.steps[box.name]
            box.arrows = [
                *self._ends_of(step),
                *(self._arrow(target, label) for label, target in self._ways(step)),
                *self._requests(box.name, step),
            ]
        return box.arrows

    def _arrow(self, target: str, label: str) -> Arrow:
        if target == PERSON:
            return Arrow(self._end(Kind.PERSON, word("person", self._language, self._people(()))), label)
        if target in self._drawn:
            return Arrow(self._end(Kind.BACK, target), label)
        self._drawn.add(target)
        return Arrow(self._step(target), label)

    def _end(self, kind: Kind, text: str) -> Box:
        self._ends += 1
        return Box(f"end-{self._ends}", kind, text)

    # -- steps --

    def _step(self, name: str) -> Box:
        step = self._plan.steps[name]
        survey = self._plan.surveys[step.survey].ask if step.survey else None
        said = [text[self._language] for text in (step.say, step.ask, survey) if text is not None]
        return Box(f"step-{name}", _kind(step), name, self._does(step), " ".join(" ".join(said).split()))

    def _does(self, step: Step) -> str:
        if step.note:
            return word("note", self._language, step.note.title[self._language])
        if step.lookup:
            return word("lookup", self._language, step.lookup)
        if step.survey:
            return word("survey", self._language, step.survey)
        for name in ("ask", "listen", "if"):
            if name in step.acts:
                return word("menu" if step.menu and not step.listen else name, self._language)
        return ""

    def _ways(self, step: Step) -> Iterator[tuple[str, str]]:
        """Label and step of everything that leads on."""
        for place, target in sorted(step.exits, key=lambda way: way[0] == ("else",)):
            yield self._label(step, place), target

    def _label(self, step: Step, place: tuple[str | int, ...]) -> str:
        match place:
            case ("goto",) if step.ask is not None and step.slot:
                return self._plan.slots[step.slot].title[self._language]
            case ("goto",) if step.lookup:
                return word("found", self._language)
            case ("none",) | ("failed",):
                return word(str(place[0]), self._language)
            case ("else",):
                return word("else" if step.branches else "given_up", self._language)
            case ("when", intent):
                return word("when", self._language, self._plan.intents[str(intent)].title[self._language])
            case ("menu", key):
                return word("key", self._language, str(key))
            case ("if", index, "goto"):
                return step.branches[int(index)].when.text
            case _:
                return ""

    def _ends_of(self, step: Step) -> Iterator[Arrow]:
        """Where the conversation goes that is no step."""
        say = self._language
        if step.transfer:
            names = step.transfer if isinstance(step.transfer, tuple) else ()
            yield Arrow(self._end(Kind.PERSON, word("person", say, self._people(names))))
        if step.queue:
            yield Arrow(self._end(Kind.PERSON, word("queue", say, step.queue.name)))
        for name in ("done", "hang_up", "callback", "voicemail"):
            if getattr(step, name):
                yield Arrow(self._end(Kind.END, word(name, say)))
        if step.plan:
            yield Arrow(self._end(Kind.END, word("plan", say, step.plan)))

    def _people(self, names: tuple[str, ...]) -> str:
        """Targets in the order in which they are rung."""
        chain = names or self._plan.handoff.to or tuple(self._plan.target_specs)
        return " → ".join(chain) if chain else word("nobody", self._language)

    # -- requests --

    def _requests(self, name: str, step: Step) -> list[Arrow]:
        """All requests, at the first step that listens for them."""
        if self._asked_at is not None or not (step.listen or step.menu):
            return []
        self._asked_at = name
        elsewhere = {intent for intent in step.when if intent in self._plan.intents}
        return [Arrow(self._request(intent)) for intent in self._plan.intents if intent not in elsewhere]

    def _request(self, name: str) -> Box:
        intent = self._plan.intents[name]
        box = Box(f"request-{name}", Kind.REQUEST, name, says=intent.title[self._language])
        box.notes = list(self._contract(intent))
        return box

    def _contract(self, intent: Intent) -> Iterator[str]:
        if intent.channel is not Channel.BOT_THEN_HUMAN:
            yield word(intent.channel.value, self._language)
        if intent.depth:
            yield f"{word('depth', self._language, str(intent.depth))} → {intent.beyond}"
        for limit in intent.limits:
            yield f"{word('limit', self._language, limit.when.text)} → {limit.goto}"


def _kind(step: Step) -> Kind:
    if step.ask is not None or step.survey:
        return Kind.ASK
    if step.listen or step.menu:
        return Kind.LISTEN
    if step.lookup:
        return Kind.LOOKUP
    return Kind.CHOOSE if step.branches else Kind.SAY
