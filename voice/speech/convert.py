"""Turn a Whisper exported to 8-bit ONNX into the CTranslate2 form that faster-whisper loads.

The export keeps each matrix as int8 with one scale and zero point. They are turned back into floats,
given the names of CTranslate2's own specification, and quantized again by CTranslate2 (int8 per row).
Only numbers are read: no graph of the export is ever run.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from ctranslate2.specs import whisper_spec
from numpy.typing import NDArray
from onnx import numpy_helper

from voice.errors import WeightsError

Array = NDArray[np.float32]

ENCODER = "encoder_model_quantized.onnx"
DECODER = "decoder_model_merged_quantized.onnx"
COPIED = ("tokenizer.json", "preprocessor_config.json")


def convert_whisper(source: Path, target: Path) -> None:
    """Convert the export in `source` into the new folder `target`; raises WeightsError if it is not one."""
    try:
        config = _json(source / "config.json")
        spec = whisper_spec.WhisperSpec(  # type: ignore[no-untyped-call]  # ctranslate2 has no types
            config["encoder_layers"],
            config["encoder_attention_heads"],
            config["decoder_layers"],
            config["decoder_attention_heads"],
        )
        _fill_encoder(spec.encoder, _read_weights(source / ENCODER))
        _fill_decoder(spec.decoder, _read_weights(source / DECODER))
        spec.register_vocabulary(_vocabulary(source, config["vocab_size"]))
        _fill_config(spec.config, _json(source / "generation_config.json"))
        spec.validate()
        spec.optimize(quantization="int8")
    except (OSError, KeyError, ValueError) as error:
        raise WeightsError(f"{source} is not a Whisper export in 8-bit ONNX: {error!r}") from error
    target.mkdir(parents=True)
    spec.save(str(target))
    for name in COPIED:
        shutil.copyfile(source / name, target / name)


def _json(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return content


def _nodes(graph: Any) -> Iterator[Any]:
    """Every node of a graph and of the graphs within it."""
    for node in graph.node:
        yield node
        for attribute in node.attribute:
            if attribute.HasField("g"):
                yield from _nodes(attribute.g)


def _read_weights(path: Path) -> dict[str, Array]:
    """Weights by module name (`layers.0.fc1.weight`), as floats, matrices as (out, in)."""
    graph = onnx.load(str(path)).graph
    stored = {entry.name: entry for entry in graph.initializer}
    weights: dict[str, Array] = {}
    matrices: dict[str, Array] = {}
    for name, entry in stored.items():
        if name.endswith("_quantized"):
            matrices[name] = _dequantized(stored, name.removesuffix("_quantized"))
            if "embed_tokens" in name:
                weights["embed_tokens.weight"] = matrices[name]
        elif not name.endswith(("_scale", "_zero_point")):
            weights[_module(name)] = numpy_helper.to_array(entry)
    for node in _nodes(graph):
        if node.op_type in ("MatMulInteger", "ConvInteger") and node.input[1] in matrices:
            matrix = matrices[node.input[1]]
            transposed = matrix.T if node.op_type == "MatMulInteger" else matrix
            weights[_module_of_node(node.name) + ".weight"] = transposed
    return weights


def _dequantized(stored: dict[str, Any], base: str) -> Array:
    steps = numpy_helper.to_array(stored[base + "_quantized"]).astype(np.float32)
    zero = numpy_helper.to_array(stored[base + "_zero_point"]).astype(np.float32)
    scale = numpy_helper.to_array(stored[base + "_scale"]).astype(np.float32)
    return np.asarray((steps - zero) * scale, dtype=np.float32)


def _module(initializer: str) -> str:
    """`model.decoder.layers.0.fc1.bias_merged_0` becomes `layers.0.fc1.bias`."""
    return re.sub(r"_merged_\d+$", "", initializer).removeprefix("model.decoder.")


def _module_of_node(name: str) -> str:
    """`/model/decoder/layers.0/self_attn/q_proj/MatMul_quant` becomes `layers.0.self_attn.q_proj`."""
    parts = name.strip("/").removeprefix("model/decoder/").split("/")
    return ".".join(part for part in parts if not part.startswith(("MatMul", "Conv")))


def _fill_encoder(spec: Any, weights: dict[str, Array]) -> None:
    _fill_linear(spec.conv1, weights, "conv1")
    _fill_linear(spec.conv2, weights, "conv2")
    spec.position_encodings.encodings = _floats(weights["embed_positions.weight"])
    for number, layer in enumerate(spec.layer):
        _fill_layer(layer, weights, f"layers.{number}")
    _fill_norm(spec.layer_norm, weights, "layer_norm")


def _fill_decoder(spec: Any, weights: dict[str, Array]) -> None:
    spec.embeddings.weight = _floats(weights["embed_tokens.weight"])
    spec.projection.weight = _floats(weights["embed_tokens.weight"])
    spec.position_encodings.encodings = _floats(weights["embed_positions.weight"])
    spec.scale_embeddings = False
    for number, layer in enumerate(spec.layer):
        name = f"layers.{number}"
        _fill_layer(layer, weights, name)
        _fill_norm(layer.attention.layer_norm, weights, name + ".encoder_attn_layer_norm")
        _fill_cross_attention(layer.attention, weights, name + ".encoder_attn")
    _fill_norm(spec.layer_norm, weights, "layer_norm")


def _fill_layer(layer: Any, weights: dict[str, Array], name: str) -> None:
    _fill_norm(layer.self_attention.layer_norm, weights, name + ".self_attn_layer_norm")
    _fill_self_attention(layer.self_attention, weights, name + ".self_attn")
    _fill_norm(layer.ffn.layer_norm, weights, name + ".final_layer_norm")
    _fill_linear(layer.ffn.linear_0, weights, name + ".fc1")
    _fill_linear(layer.ffn.linear_1, weights, name + ".fc2")


def _fill_self_attention(spec: Any, weights: dict[str, Array], name: str) -> None:
    (query, query_bias), (key, key_bias), (value, value_bias) = _projections(weights, name)
    spec.linear[0].weight = np.concatenate([query, key, value])
    spec.linear[0].bias = np.concatenate([query_bias, key_bias, value_bias])
    _fill_linear(spec.linear[1], weights, name + ".out_proj")


def _fill_cross_attention(spec: Any, weights: dict[str, Array], name: str) -> None:
    (query, query_bias), (key, key_bias), (value, value_bias) = _projections(weights, name)
    spec.linear[0].weight, spec.linear[0].bias = query, query_bias
    spec.linear[1].weight = np.concatenate([key, value])
    spec.linear[1].bias = np.concatenate([key_bias, value_bias])
    _fill_linear(spec.linear[2], weights, name + ".out_proj")


def _projections(weights: dict[str, Array], name: str) -> list[tuple[Array, Array]]:
    """Weight and bias of query, key and value; Whisper's keys have no bias, CTranslate2's have."""
    pairs = []
    for part in ("q_proj", "k_proj", "v_proj"):
        weight = _floats(weights[f"{name}.{part}.weight"])
        bias = weights.get(f"{name}.{part}.bias", np.zeros(len(weight), np.float32))
        pairs.append((weight, _floats(bias)))
    return pairs


def _fill_linear(spec: Any, weights: dict[str, Array], name: str) -> None:
    spec.weight = _floats(weights[name + ".weight"])
    spec.bias = _floats(weights[name + ".bias"])


def _fill_norm(spec: Any, weights: dict[str, Array], name: str) -> None:
    spec.gamma = _floats(weights[name + ".weight"])
    spec.beta = _floats(weights[name + ".bias"])


def _floats(array: Array) -> Array:
    return np.ascontiguousarray(array, dtype=np.float32)


def _vocabulary(source: Path, size: int) -> list[str]:
    """All tokens by number; the time stamps, which exports leave out, are the last."""
    numbers = _json(source / "vocab.json") | _json(source / "added_tokens.json")
    tokens = sorted(numbers, key=lambda token: int(numbers[token]))
    return tokens + [f"<|{0.02 * step:.2f}|>" for step in range(size - len(tokens))]


def _fill_config(config: Any, generation: dict[str, Any]) -> None:
    config.suppress_ids = generation["suppress_tokens"]
    config.suppress_ids_begin = generation["begin_suppress_tokens"]
    config.lang_ids = sorted(generation["lang_to_id"].values())
    config.alignment_heads = generation["alignment_heads"]
