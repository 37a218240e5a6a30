"""The networks that `train.py` knows by name."""
from __future__ import annotations

import torch
from torch import nn

from compact import CompactXception
from model import MiniXception
from teacher import Teacher

NETWORKS: dict[str, type[nn.Module]] = {"mini-xception": MiniXception, "compact-xception": CompactXception, "teacher": Teacher}


def made(name: str) -> nn.Module:
    """A fresh network, its weights in the order that convolutions like best on a processor."""
    return NETWORKS[name]().to(memory_format=torch.channels_last)
