"""A larger network of plain convolutions, for the small one to learn from (Hinton et al., 2015). It is never shipped.

Plain convolutions cost a processor far less for their arithmetic than depthwise ones: with a million parameters an
epoch takes no longer than one of mini-XCEPTION.
"""
from __future__ import annotations

import torch
from torch import nn

from model import norm

WIDTHS = (48, 96, 192)
DROPOUT = 0.4


def conv(before: int, after: int, side: int = 3, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(before, after, side, stride, side // 2, bias=False), norm(after))


class Residual(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first, self.second = conv(channels, channels), conv(channels, channels)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.relu(x + self.second(torch.relu(self.first(x))))


class Teacher(nn.Module):
    """[n, 1, 64, 64] to logits [n, 2, 7]: what most people say, and what FER-2013's labels say."""

    def __init__(self, classes: int = 7) -> None:
        super().__init__()
        layers: list[nn.Module] = [conv(1, 32, 5, 2), nn.ReLU()]
        before = 32
        for width in WIDTHS:
            layers += [conv(before, width), nn.ReLU(), nn.MaxPool2d(2), Residual(width)]
            before = width
        self.body = nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(DROPOUT))
        self.head = nn.Linear(before, classes)
        self.label_head = nn.Linear(before, classes)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        seen = self.body(x)
        return torch.stack([self.head(seen), self.label_head(seen)], 1)
