"""Keras layers and their weights, collected one by one from PyTorch's.

PyTorch keeps convolutions as [out, in, height, width]; Keras as [height, width, in, out], and depthwise ones as
[height, width, channels, 1].
"""
from __future__ import annotations

import numpy as np
import torch
from torch import nn

from branched import FoldedSeparable
from model import BN_EPSILON, Separable


# What a layer is called with: a layer's name and the number of the call whose answer is meant.
Sources = list[tuple[str, int]]


class Graph:
    """Collects layers in call order, and each layer's weights in Keras' order. A layer may be called once for each of two sides."""

    def __init__(self) -> None:
        self.layers: list[dict[str, object]] = []
        self.weights: list[tuple[str, np.ndarray]] = []
        self._sides: tuple[str, str] | None = None

    def add(self, kind: str, name: str, before: list[str], weights: dict[str, np.ndarray] | None = None, **config: object) -> str:
        calls = [[self._of(source, side) for source in before] for side in range(2 if self._sides else 1)]
        return self._layer(kind, name, calls if before else [], weights, **config)

    def part(self, name: str, image: str) -> str:
        """From here on every layer is called twice, with the same weights: for what is seen, and for its mirror image."""
        self._sides = (image, self._layer("Mirror", name, [[(image, 0)]]))
        return image

    def meet(self, name: str, before: str) -> str:
        """mirror.py's Meeting: each side is told of the other."""
        return self._layer("Meeting", name, [[(before, 0), (before, 1)], [(before, 1), (before, 0)]])

    def unite(self, name: str, *before: str) -> list[str]:
        """The mean of both sides of each; from here on layers are called once."""
        means = [self._layer("Average", f"{source}_{name}", [[(source, 0), (source, 1)]]) for source in before]
        self._sides = None
        return means

    def _of(self, source: str, side: int) -> tuple[str, int]:
        return (self._sides[side], 0) if self._sides and source == self._sides[0] else (source, side)

    def _layer(self, kind: str, name: str, calls: list[Sources], weights: dict[str, np.ndarray] | None = None, **config: object) -> str:
        inbound = [[[source, call, 0, {}] for source, call in sources] for sources in calls]
        self.layers.append({"class_name": kind, "config": {"name": name, "trainable": True, **config}, "name": name, "inbound_nodes": inbound})
        self.weights.extend((f"{name}/{part}", array) for part, array in (weights or {}).items())
        return name

    def join(self, name: str, one: str, other: str) -> str:
        return self.add("Add", name, [one, other])

    def pool(self, name: str, before: str) -> str:
        return self.add("MaxPooling2D", name, [before], pool_size=[3, 3], strides=[2, 2], padding="same")

    def relu(self, before: str) -> str:
        return self.add("Activation", f"{before}_relu", [before], activation="relu")

    def convolution(self, layer: nn.Conv2d, name: str, before: str, padding: str) -> str:
        weights = {"kernel": _array(layer.weight).transpose(2, 3, 1, 0)}
        if layer.bias is not None:
            weights["bias"] = _array(layer.bias)
        shape = {"filters": layer.out_channels, "kernel_size": list(layer.kernel_size), "strides": list(layer.stride)}
        return self.add("Conv2D", name, [before], weights, **shape, padding=padding, use_bias=layer.bias is not None, activation="linear")

    def dense(self, layer: nn.Linear | nn.Conv2d, name: str, before: str, activation: str) -> str:
        """A fully connected layer, or a 1 x 1 convolution of what has no height and width."""
        kernel = _array(layer.weight).reshape(layer.weight.shape[:2]).T
        weights = {"kernel": kernel, "bias": _array(layer.bias)}
        return self.add("Dense", name, [before], weights, units=kernel.shape[1], activation=activation, use_bias=True)

    def separable(self, layer: Separable | FoldedSeparable, name: str, before: str) -> str:
        """The two convolutions; a normalisation that follows them is a layer of its own."""
        depthwise, pointwise = layer.depthwise, layer.pointwise
        weights = {
            "depthwise_kernel": _array(depthwise.weight).transpose(2, 3, 0, 1),
            "pointwise_kernel": _array(pointwise.weight).transpose(2, 3, 1, 0),
        }
        if pointwise.bias is not None:
            weights["bias"] = _array(pointwise.bias)
        shape = {"filters": pointwise.out_channels, "kernel_size": list(depthwise.kernel_size), "strides": [1, 1], "depth_multiplier": 1}
        return self.add("SeparableConv2D", name, [before], weights, **shape, padding="same", use_bias=pointwise.bias is not None, activation="linear")

    def norm(self, layer: nn.BatchNorm2d, name: str, before: str) -> str:
        weights = {
            "gamma": _array(layer.weight),
            "beta": _array(layer.bias),
            "moving_mean": _array(layer.running_mean),
            "moving_variance": _array(layer.running_var),
        }
        return self.add("BatchNormalization", name, [before], weights, axis=-1, epsilon=BN_EPSILON, momentum=0.99, center=True, scale=True)


def _array(tensor: torch.Tensor) -> np.ndarray:
    return tensor.detach().numpy()
