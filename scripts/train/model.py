"""mini-XCEPTION (Arriaga et al. 2017; the paper's section 4.1): 64 x 64 x 1 in [0, 1] to seven scores.

Padding follows TensorFlow's `same`, so that one set of weights gives the same outputs in PyTorch, onnxruntime and tfjs.
"""
from __future__ import annotations

import torch
from torch import nn

INPUT_SIDE = 64
# What an exported network tells: what most people would say of a face, and what FER-2013's labels say of such faces.
OUTPUTS = ("scores", "labels")
WIDTHS = (16, 32, 64, 128)
# Keras' defaults would be 0.001 and 0.99; PyTorch's epsilon is used on both sides and written into the exported model.
BN_EPSILON = 1e-3


def norm(channels: int) -> nn.BatchNorm2d:
    return nn.BatchNorm2d(channels, eps=BN_EPSILON, momentum=0.05)


class Separable(nn.Module):
    """A depthwise 3 x 3 and a pointwise 1 x 1 convolution, then normalisation."""

    def __init__(self, before: int, after: int) -> None:
        super().__init__()
        self.depthwise = nn.Conv2d(before, before, 3, padding=1, groups=before, bias=False)
        self.pointwise = nn.Conv2d(before, after, 1, bias=False)
        self.norm = norm(after)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.norm(self.pointwise(self.depthwise(x)))


class Block(nn.Module):
    """Two separable convolutions and a pooling, beside a strided 1 x 1 shortcut."""

    def __init__(self, before: int, after: int, side: int) -> None:
        super().__init__()
        self.first = Separable(before, after)
        self.second = Separable(after, after)
        # TensorFlow's `same` pads an even side at its far edge only, an odd side at both.
        self.pool = nn.MaxPool2d(3, 2, padding=1) if side % 2 else nn.MaxPool2d(3, 2, ceil_mode=True)
        self.shortcut = nn.Conv2d(before, after, 1, stride=2, bias=False)
        self.shortcut_norm = norm(after)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.second(torch.relu(self.first(x)))
        return self.pool(y) + self.shortcut_norm(self.shortcut(x))


class MiniXception(nn.Module):
    """[n, 1, 64, 64] to logits [n, 7]; the softmax is added at export."""

    def __init__(self, stem: int = 8, classes: int = 7) -> None:
        super().__init__()
        self.stem1 = nn.Conv2d(1, stem, 3, bias=False)
        self.stem1_norm = norm(stem)
        self.stem2 = nn.Conv2d(stem, stem, 3, bias=False)
        self.stem2_norm = norm(stem)
        blocks, before, side = [], stem, INPUT_SIDE - 4
        for width in WIDTHS:
            blocks.append(Block(before, width, side))
            before, side = width, (side + 1) // 2
        self.blocks = nn.ModuleList(blocks)
        self.head = nn.Conv2d(before, classes, 3, padding=1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = torch.relu(self.stem1_norm(self.stem1(x)))
        x = torch.relu(self.stem2_norm(self.stem2(x)))
        for block in self.blocks:
            x = block(x)
        return self.head(x).mean((2, 3))


def heads(model: nn.Module) -> int:
    """How many of OUTPUTS a network gives."""
    return 2 if hasattr(model, "label_head") else 1


def parameter_count(model: nn.Module) -> int:
    """Parameters as Keras counts them: the running means and variances of the normalisations included."""
    buffers = sum(b.numel() for name, b in model.named_buffers() if "running" in name)
    return sum(p.numel() for p in model.parameters()) + buffers
