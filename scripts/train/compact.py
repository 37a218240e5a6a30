"""mini-XCEPTION with the same budget spent otherwise: a strided stem, a fused first block, residual blocks, squeeze-excitation.

Its blocks that halve the picture are mini-XCEPTION's own (two separable convolutions and a pooling beside a strided shortcut).
The stem halves at once, as the picture was 48 x 48 before it was 64 x 64; the first block is one plain convolution, which is
cheaper than two separable ones where channels are few (Tan and Le, EfficientNetV2, 2021); the squeeze weighs the channels
(Hu et al., Squeeze-and-Excitation Networks, 2018).
"""
from __future__ import annotations

import torch
from torch import nn

from model import INPUT_SIDE, Separable, norm

STEM = 16
STEM_SIDE = INPUT_SIDE // 2
WIDTHS = (32, 64, 104)
SQUEEZED = 8


class Shortcut(nn.Module):
    """A strided 1 x 1 convolution and its normalisation."""

    def __init__(self, before: int, after: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(before, after, 1, stride=2, bias=False)
        self.norm = norm(after)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.norm(self.conv(x))


class Fused(nn.Module):
    """A plain 3 x 3 convolution and a pooling, beside a shortcut."""

    def __init__(self, before: int, after: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(before, after, 3, padding=1, bias=False)
        self.norm = norm(after)
        self.pool = nn.MaxPool2d(3, 2, ceil_mode=True)
        self.shortcut = Shortcut(before, after)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.pool(torch.relu(self.norm(self.conv(x)))) + self.shortcut(x)


class Squeeze(nn.Module):
    """Weighs each channel by what all of them show, averaged over the picture."""

    def __init__(self, channels: int, inner: int) -> None:
        super().__init__()
        self.down, self.up = nn.Conv2d(channels, inner, 1), nn.Conv2d(inner, channels, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x * torch.sigmoid(self.up(torch.relu(self.down(x.mean((2, 3), keepdim=True)))))


class Down(nn.Module):
    """mini-XCEPTION's block with a squeeze before its pooling: half the side."""

    def __init__(self, before: int, after: int) -> None:
        super().__init__()
        self.first, self.second = Separable(before, after), Separable(after, after)
        self.squeeze = Squeeze(after, SQUEEZED)
        self.pool = nn.MaxPool2d(3, 2, ceil_mode=True)
        self.shortcut = Shortcut(before, after)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.pool(self.squeeze(self.second(torch.relu(self.first(x))))) + self.shortcut(x)


class Same(nn.Module):
    """Two separable convolutions that are added to what came in: the same side."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first, self.second = Separable(channels, channels), Separable(channels, channels)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.second(torch.relu(self.first(torch.relu(x))))


class CompactXception(nn.Module):
    """[n, 1, 64, 64] to logits [n, 2, 7]: what most people say, and what FER-2013's labels say."""

    def __init__(self, classes: int = 7) -> None:
        super().__init__()
        low, middle, high = WIDTHS
        # Padded as TensorFlow's `same` pads an even side at stride 2: one before, two after.
        self.stem_pad = nn.ZeroPad2d((1, 2, 1, 2))
        self.stem = nn.Conv2d(1, STEM, 5, stride=2, bias=False)
        self.stem_norm = norm(STEM)
        self.body = nn.Sequential(Fused(STEM, low), Same(low), Down(low, middle), Same(middle), Down(middle, high))
        self.head = nn.Linear(high, classes)
        self.label_head = nn.Linear(high, classes)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.answers(self.body(self.begun(x)))

    def begun(self, x: torch.Tensor) -> torch.Tensor:
        return torch.relu(self.stem_norm(self.stem(self.stem_pad(x))))

    def answers(self, x: torch.Tensor) -> torch.Tensor:
        seen = torch.relu(x).mean((2, 3))
        return torch.stack([self.head(seen), self.label_head(seen)], 1)
