"""The networks that `train.py` knows by name."""
from __future__ import annotations

from pathlib import Path

import onnx
import processor  # before torch

import torch
from onnx import numpy_helper
from torch import nn

from branched import BranchedMirror, fold
from compact import CompactXception
from mirror import MirrorXception
from model import MiniXception
from teacher import Teacher

NETWORKS: dict[str, type[nn.Module]] = {
    "mini-xception": MiniXception,
    "compact-xception": CompactXception,
    "mirror-xception": MirrorXception,
    "branched-xception": BranchedMirror,
    "teacher": Teacher,
}


def made(name: str, weights: Path | None = None) -> nn.Module:
    """A network with these weights (a run's, or a model.onnx that export.py wrote), or with fresh ones."""
    network = NETWORKS[name]()
    if weights is not None and weights.suffix == ".onnx":
        # What was exported has been folded; there is no way back to the branches.
        network = fold(network)
    if weights is not None:
        network.load_state_dict(with_label_head(network, exported(weights) if weights.suffix == ".onnx" else torch.load(weights, map_location="cpu")))
    return network


def exported(model: Path) -> dict[str, torch.Tensor]:
    """The weights of an exported model under their names in the network; its last layer holds the temperature already."""
    graph = onnx.load(str(model)).graph
    return {weight.name.removeprefix("network."): torch.from_numpy(numpy_helper.to_array(weight).copy()) for weight in graph.initializer}


def with_label_head(network: nn.Module, weights: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Weights from before there were two heads: the second begins as the first."""
    if hasattr(network, "label_head") and "label_head.weight" not in weights:
        return {**weights, "label_head.weight": weights["head.weight"], "label_head.bias": weights["head.bias"]}
    return weights


def quick_logits(network: nn.Module, images: torch.Tensor) -> torch.Tensor:
    """[n, 2, 7] float32, by the fastest arithmetic that the processor has; network and images are channels_last for it."""
    with torch.autocast("cpu", torch.bfloat16, enabled=processor.SHORT_ARITHMETIC):
        logits = network(images.contiguous(memory_format=torch.channels_last))
    return both(logits).float()


def both(logits: torch.Tensor) -> torch.Tensor:
    """[n, 2, 7]: what most people say, and what FER-2013's labels say. A network with one head says the same to both."""
    return logits if logits.dim() == 3 else logits.unsqueeze(1).expand(-1, 2, -1)
