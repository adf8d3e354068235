"""The encoder's network in torch, to be tuned for feelings by benchmarks/mood_network.py.

Needs torch, which the project itself does not: `pip install torch` into an environment of its own. What is
computed is what voice/escalation/mood_network.py computes in numpy, with the same names of weights.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from voice.escalation.mood_network import CHANNELS, EPSILON, HEADS, WIDTHS, encoder_weights

LOOK = 256
"""Channels that are attended to."""


class Network(nn.Module):  # type: ignore[misc]
    """Pieces (sentences, places) in, log odds (sentences, outputs) out."""

    def __init__(self, pieces: Any, outputs: int, dropout: float, word_dropout: float) -> None:
        super().__init__()
        self.register_buffer("pieces", torch.tensor(pieces), persistent=False)
        self.dropout, self.word_dropout = dropout, word_dropout
        self.w = nn.ParameterDict(
            {name: nn.Parameter(torch.tensor(np.asarray(value))) for name, value in encoder_weights().items()}
        )
        wide, deep = self.w["sum_W"].shape
        self.look_W = nn.Parameter(torch.randn(wide, LOOK) * wide**-0.5)
        self.look_b = nn.Parameter(torch.zeros(LOOK))
        self.attend_W = nn.Parameter(torch.randn(LOOK, HEADS) * 0.1)
        self.out = nn.Linear(2 * deep + 2 * LOOK, outputs)
        nn.init.normal_(self.out.weight, std=0.01)

    def forward(self, numbers: Any, filled: Any) -> Any:
        """`filled` (sentences, places) is 1 where there is a piece."""
        there = filled[..., None]
        states = self._states(numbers, there)
        total, meaning = self._summed(states, filled)
        told = functional.relu(states @ self.look_W + self.look_b)
        attention = (told @ self.attend_W).masked_fill(there == 0, -1e4).softmax(1)
        heads = told.view(*told.shape[:2], HEADS, -1)
        attended = torch.einsum("sph,sphd->shd", attention, heads).flatten(1)
        peaks = told.masked_fill(there == 0, 0).amax(1)
        total = 3 * total / total.norm(dim=-1, keepdim=True).clamp_min(1e-3)
        seen = torch.cat([total, 3 * meaning, attended, peaks], -1)
        return self.out(functional.dropout(seen, self.dropout, self.training))

    def _states(self, numbers: Any, there: Any) -> Any:
        w = self.w
        pieces = self.pieces[numbers]
        if self.training:
            pieces = pieces * (torch.rand(numbers.shape) > self.word_dropout).float()[..., None]
        scale, shift = w["proj_scale"], w["proj_shift"]
        narrow = there * functional.layer_norm(
            pieces @ w["proj_W"] + w["proj_b"], scale.shape, scale, shift, EPSILON
        )
        seen = [pieces]
        for number, (width, before) in enumerate(WIDTHS):
            own = narrow[..., number * CHANNELS : (number + 1) * CHANNELS]
            for layer in ("first", "second"):
                padded = functional.pad(own, (0, 0, before, width - 1 - before))
                windows = [padded[:, at : at + own.shape[1]] for at in range(width)]
                kernel, bias = w[f"{layer}{width}_W"], w[f"{layer}{width}_b"]
                own = there * (own + functional.relu(torch.cat(windows, -1) @ kernel + bias))
            seen.append(own)
        scale, shift = w["state_scale"], w["state_shift"]
        return there * functional.layer_norm(torch.cat(seen, -1), scale.shape, scale, shift, EPSILON)

    def _summed(self, states: Any, filled: Any) -> tuple[Any, Any]:
        w = self.w
        count = filled.sum(1, keepdim=True)
        total = (states.sum(1) @ w["sum_W"] + count * w["sum_b"]) / count.sqrt()
        first = functional.relu(total @ w["dense0"])
        second = functional.relu(total @ w["past1"] + first @ w["dense1"])
        third = functional.relu(second @ w["dense2"])
        return total, functional.normalize(torch.tanh(second @ w["past3"] + third @ w["dense3"]), dim=-1)

    def named(self, feelings: int) -> dict[str, Any]:
        """The weights as voice/escalation/mood_network.py names them; of all outputs the last ones."""
        found = {name: value.detach().numpy() for name, value in self.w.items()}
        found |= {name: getattr(self, name).detach().numpy() for name in ("look_W", "look_b", "attend_W")}
        found["out_W"] = self.out.weight.detach().numpy()[-feelings:].T
        found["out_b"] = self.out.bias.detach().numpy()[-feelings:]
        return found
