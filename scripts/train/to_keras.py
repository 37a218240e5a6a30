"""The network as a TensorFlow.js layers model, written by hand: a Keras functional topology and its weights, row-major.

Nothing of TensorFlow is needed to write it. PyTorch keeps convolutions as [out, in, height, width]; Keras as
[height, width, in, out], and depthwise ones as [height, width, channels, 1].
"""
from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from torch import nn

from model import BN_EPSILON, INPUT_SIDE, Block, MiniXception, Separable

KERAS_VERSION = "2.15.0"


class Graph:
    """Collects layers in call order, and each layer's weights in Keras' order."""

    def __init__(self) -> None:
        self.layers: list[dict[str, object]] = []
        self.weights: list[tuple[str, np.ndarray]] = []

    def add(self, kind: str, name: str, before: list[str], weights: dict[str, np.ndarray] | None = None, **config: object) -> str:
        inbound = [[[source, 0, 0, {}] for source in before]] if before else []
        self.layers.append({"class_name": kind, "config": {"name": name, "trainable": True, **config}, "name": name, "inbound_nodes": inbound})
        self.weights.extend((f"{name}/{part}", array) for part, array in (weights or {}).items())
        return name

    def relu(self, before: str) -> str:
        return self.add("Activation", f"{before}_relu", [before], activation="relu")

    def convolution(self, layer: nn.Conv2d, name: str, before: str, padding: str) -> str:
        weights = {"kernel": _array(layer.weight).transpose(2, 3, 1, 0)}
        if layer.bias is not None:
            weights["bias"] = _array(layer.bias)
        shape = {"filters": layer.out_channels, "kernel_size": list(layer.kernel_size), "strides": list(layer.stride)}
        return self.add("Conv2D", name, [before], weights, **shape, padding=padding, use_bias=layer.bias is not None, activation="linear")

    def separable(self, layer: Separable, name: str, before: str) -> str:
        weights = {
            "depthwise_kernel": _array(layer.depthwise.weight).transpose(2, 3, 0, 1),
            "pointwise_kernel": _array(layer.pointwise.weight).transpose(2, 3, 1, 0),
        }
        shape = {"filters": layer.pointwise.out_channels, "kernel_size": [3, 3], "strides": [1, 1], "depth_multiplier": 1}
        made = self.add("SeparableConv2D", name, [before], weights, **shape, padding="same", use_bias=False, activation="linear")
        return self.norm(layer.norm, f"{name}_norm", made)

    def norm(self, layer: nn.BatchNorm2d, name: str, before: str) -> str:
        weights = {
            "gamma": _array(layer.weight),
            "beta": _array(layer.bias),
            "moving_mean": _array(layer.running_mean),
            "moving_variance": _array(layer.running_var),
        }
        return self.add("BatchNormalization", name, [before], weights, axis=-1, epsilon=BN_EPSILON, momentum=0.99, center=True, scale=True)

    def block(self, layer: Block, name: str, before: str) -> str:
        first = self.relu(self.separable(layer.first, f"{name}_separable1", before))
        second = self.separable(layer.second, f"{name}_separable2", first)
        pooled = self.add("MaxPooling2D", f"{name}_pool", [second], pool_size=[3, 3], strides=[2, 2], padding="same")
        shortcut = self.norm(layer.shortcut_norm, f"{name}_shortcut_norm", self.convolution(layer.shortcut, f"{name}_shortcut", before, "same"))
        return self.add("Add", f"{name}_add", [pooled, shortcut])


def graph_of(network: MiniXception) -> Graph:
    """The whole network, layer for layer as `MiniXception.forward` calls it."""
    graph = Graph()
    x = graph.add("InputLayer", "image", [], batch_input_shape=[None, INPUT_SIDE, INPUT_SIDE, 1], dtype="float32", sparse=False)
    for name in ("stem1", "stem2"):
        convolved = graph.convolution(getattr(network, name), name, x, "valid")
        x = graph.relu(graph.norm(getattr(network, f"{name}_norm"), f"{name}_norm", convolved))
    for number, block in enumerate(network.blocks, 1):
        x = graph.block(block, f"block{number}", x)
    x = graph.convolution(network.head, "head", x, "same")
    x = graph.add("GlobalAveragePooling2D", "head_mean", [x])
    graph.add("Activation", "scores", [x], activation="softmax")
    return graph


def write(network: MiniXception, folder: Path) -> None:
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


def _functional(graph: Graph) -> dict[str, object]:
    ends = {"input_layers": [["image", 0, 0]], "output_layers": [["scores", 0, 0]]}
    return {"class_name": "Functional", "config": {"name": "mini_xception", "trainable": True, "layers": graph.layers, **ends}}


def _array(tensor: torch.Tensor) -> np.ndarray:
    return tensor.detach().numpy()
