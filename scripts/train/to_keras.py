"""A network as a TensorFlow.js layers model, written by hand: a Keras functional topology and its weights, row-major.

Nothing of TensorFlow is needed to write it.
"""
from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from torch import nn

from branched import BranchedDown, BranchedFused, BranchedMirror, BranchedSame, FoldedSeparable
from compact import CompactXception, Down, Fused, Same, Shortcut, Squeeze
from keras_graph import Graph
from mirror import Meeting, MirrorXception
from model import INPUT_SIDE, OUTPUTS, Block, MiniXception, Separable

KERAS_VERSION = "2.15.0"


def graph_of(network: nn.Module) -> Graph:
    """The whole network, layer for layer as its `forward` calls it. Raises TypeError for a network that has no description here."""
    for kind, layers in LAYERS.items():
        if isinstance(network, kind):
            graph = Graph()
            image = graph.add("InputLayer", "image", [], batch_input_shape=[None, INPUT_SIDE, INPUT_SIDE, 1], dtype="float32", sparse=False)
            for output, logits in zip(OUTPUTS, layers(graph, network, image)):
                graph.add("Activation", output, [logits], activation="softmax")
            return graph
    raise TypeError(f"{type(network).__name__} is not described for TensorFlow.js; add it to to_keras.py")


def write(network: nn.Module, folder: Path) -> None:
    """Writes `model.json` and `weights.bin` (float32, little-endian)."""
    graph = graph_of(network)
    flat = [np.ascontiguousarray(array, "<f4") for _, array in graph.weights]
    (folder / "weights.bin").write_bytes(b"".join(array.tobytes() for array in flat))
    manifest = [{"name": name, "shape": list(array.shape), "dtype": "float32"} for name, array in graph.weights]
    model = {
        "format": "layers-model",
        "generatedBy": "moodbox scripts/train/export.py",
        "convertedBy": None,
        "modelTopology": {"keras_version": KERAS_VERSION, "backend": "tensorflow", "model_config": _functional(graph)},
        "weightsManifest": [{"paths": ["weights.bin"], "weights": manifest}],
    }
    (folder / "model.json").write_text(json.dumps(model, indent=1) + "\n")


def _mini_xception(graph: Graph, network: MiniXception, x: str) -> tuple[str, ...]:
    for name in ("stem1", "stem2"):
        convolved = graph.convolution(getattr(network, name), name, x, "valid")
        x = graph.relu(graph.norm(getattr(network, f"{name}_norm"), f"{name}_norm", convolved))
    for number, block in enumerate(network.blocks, 1):
        x = _block(graph, block, f"block{number}", x)
    return (graph.add("GlobalAveragePooling2D", "head_mean", [graph.convolution(network.head, "head", x, "same")]),)


def _block(graph: Graph, block: Block, name: str, before: str) -> str:
    pooled = graph.pool(f"{name}_pool", _separables(graph, block, name, before))
    shortcut = graph.norm(block.shortcut_norm, f"{name}_shortcut_norm", graph.convolution(block.shortcut, f"{name}_shortcut", before, "same"))
    return graph.join(f"{name}_add", pooled, shortcut)


def _separables(graph: Graph, block: Block | Down | Same | BranchedDown | BranchedSame, name: str, before: str) -> str:
    first = graph.relu(_separable(graph, block.first, f"{name}_separable1", before))
    return _separable(graph, block.second, f"{name}_separable2", first)


def _separable(graph: Graph, layer: Separable | FoldedSeparable, name: str, before: str) -> str:
    return graph.separable(layer, name, before) if isinstance(layer, FoldedSeparable) else graph.norm(layer.norm, f"{name}_norm", graph.separable(layer, name, before))


def _compact_xception(graph: Graph, network: CompactXception, x: str) -> tuple[str, ...]:
    x = _begun(graph, network, x)
    for number, block in enumerate(network.body, 1):
        x = PARTS[type(block)](graph, block, f"block{number}", x)
    return _answers(graph, network, x)


def _mirror_xception(graph: Graph, network: MirrorXception, x: str) -> tuple[str, ...]:
    x = _begun(graph, network, graph.part("mirrored", x))
    for number, (block, meeting) in enumerate(zip(network.body, network.meetings), 1):
        x = PARTS[type(block)](graph, block, f"block{number}", x)
        x = graph.meet(f"block{number}_met", x) if isinstance(meeting, Meeting) else x
    return tuple(graph.unite("of_both", *_answers(graph, network, x)))


def _branched(graph: Graph, network: BranchedMirror, x: str) -> tuple[str, ...]:
    """A folded network."""
    x = graph.relu(graph.convolution(network.begun.conv, "stem", graph.part("mirrored", x), "same"))
    for number, (block, meeting) in enumerate(zip(network.body, network.meetings), 1):
        x = PARTS[type(block)](graph, block, f"block{number}", x)
        x = graph.meet(f"block{number}_met", x) if isinstance(meeting, Meeting) else x
    return tuple(graph.unite("of_both", *_answers(graph, network, x)))


def _begun(graph: Graph, network: CompactXception, image: str) -> str:
    return graph.relu(graph.norm(network.stem_norm, "stem_norm", graph.convolution(network.stem, "stem", image, "same")))


def _answers(graph: Graph, network: CompactXception | BranchedMirror, x: str) -> tuple[str, str]:
    seen = graph.add("GlobalAveragePooling2D", "mean", [graph.relu(x)])
    return graph.dense(network.head, "head", seen, "linear"), graph.dense(network.label_head, "label_head", seen, "linear")


def _fused(graph: Graph, block: Fused | BranchedFused, name: str, before: str) -> str:
    made = graph.convolution(block.conv, f"{name}_conv", before, "same")
    convolved = graph.relu(made if isinstance(block, BranchedFused) else graph.norm(block.norm, f"{name}_norm", made))
    return graph.join(f"{name}_add", graph.pool(f"{name}_pool", convolved), _shortcut(graph, block.shortcut, name, before))


def _same(graph: Graph, block: Same | BranchedSame, name: str, before: str) -> str:
    start = graph.add("Activation", f"{name}_relu", [before], activation="relu")
    return graph.join(f"{name}_add", before, _separables(graph, block, name, start))


def _down(graph: Graph, block: Down | BranchedDown, name: str, before: str) -> str:
    squeezed = _squeeze(graph, block.squeeze, f"{name}_squeeze", _separables(graph, block, name, before))
    return graph.join(f"{name}_add", graph.pool(f"{name}_pool", squeezed), _shortcut(graph, block.shortcut, name, before))


def _shortcut(graph: Graph, shortcut: Shortcut | nn.Conv2d, name: str, before: str) -> str:
    if isinstance(shortcut, nn.Conv2d):
        return graph.convolution(shortcut, f"{name}_shortcut", before, "same")
    return graph.norm(shortcut.norm, f"{name}_shortcut_norm", graph.convolution(shortcut.conv, f"{name}_shortcut", before, "same"))


def _squeeze(graph: Graph, squeeze: Squeeze, name: str, before: str) -> str:
    mean = graph.add("GlobalAveragePooling2D", f"{name}_mean", [before])
    weights = graph.dense(squeeze.up, f"{name}_up", graph.dense(squeeze.down, f"{name}_down", mean, "relu"), "sigmoid")
    shaped = graph.add("Reshape", f"{name}_shape", [weights], target_shape=[1, 1, squeeze.up.out_channels])
    return graph.add("Multiply", name, [before, shaped])


def _functional(graph: Graph) -> dict[str, object]:
    ends = {"input_layers": [["image", 0, 0]], "output_layers": [[output, 0, 0] for output in OUTPUTS if output in (layer["name"] for layer in graph.layers)]}
    return {"class_name": "Functional", "config": {"name": "mini_xception", "trainable": True, "layers": graph.layers, **ends}}


PARTS = {Fused: _fused, Same: _same, Down: _down, BranchedFused: _fused, BranchedSame: _same, BranchedDown: _down}
# The first kind that a network is of counts.
LAYERS = {MiniXception: _mini_xception, BranchedMirror: _branched, MirrorXception: _mirror_xception, CompactXception: _compact_xception}
