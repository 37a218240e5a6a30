"""The networks that `train.py` knows by name."""
from __future__ import annotations

from pathlib import Path

import processor

import torch
from torch import nn

from compact import CompactXception
from model import MiniXception
from teacher import Teacher

NETWORKS: dict[str, type[nn.Module]] = {"mini-xception": MiniXception, "compact-xception": CompactXception, "teacher": Teacher}


def made(name: str, weights: Path | None = None) -> nn.Module:
    """A network with these weights, or with fresh ones."""
    network = NETWORKS[name]()
    if weights is not None:
        network.load_state_dict(torch.load(weights, map_location="cpu"))
    return network


def quick_logits(network: nn.Module, images: torch.Tensor) -> torch.Tensor:
    """[n, 7] float32, by the fastest arithmetic that the processor has; network and images are channels_last for it."""
    with torch.autocast("cpu", torch.bfloat16, enabled=processor.TILE_ARITHMETIC):
        logits = network(images.contiguous(memory_format=torch.channels_last))
    return logits.float()
