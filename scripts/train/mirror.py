"""compact-xception that looks at a face and at its mirror image at once, with the same kernels: a parameter does twice the work.

A face and its mirror image show the same emotion. A network that only sees both in training learns that twice, with different kernels; this
one is built so (group convolutions: Cohen and Welling, 2016, with the group of one reflection). Each kernel sees both sides; after
each block half of the channels become the mean of what the two sides found in the same place, so that the sides tell each other what they
see, and at the end both answers are one. What it says of a face is therefore what it says of its mirror image, exactly.
"""
from __future__ import annotations

import torch
from torch import nn

from compact import STEM_SIDE, WIDTHS, CompactXception
from model import INPUT_SIDE, OUTPUTS


class Meeting(nn.Module):
    """Two sides in turn, [2n, channels, side, side]: the second half of the channels becomes the mean of both, each mirrored for the other."""

    def __init__(self, channels: int, side: int) -> None:
        super().__init__()
        self.kept = channels // 2
        self.apart, self.in_turn = (-1, 2, channels, side, side), (-1, channels, side, side)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        sides = x.reshape(self.apart)
        shared = sides[:, :, self.kept :]
        met = (shared + shared.flip(1, 4)) / 2
        return torch.cat([sides[:, :, : self.kept], met], 2).reshape(self.in_turn)


class MirrorXception(CompactXception):
    """[n, 1, 64, 64] to logits [n, 2, 7], as compact-xception, with its weights."""

    def __init__(self, classes: int = 7) -> None:
        super().__init__(classes)
        low, middle, _ = WIDTHS
        half, quarter = STEM_SIDE // 2, STEM_SIDE // 4
        self.meetings = nn.ModuleList([Meeting(low, half), Meeting(low, half), Meeting(middle, quarter), Meeting(middle, quarter), nn.Identity()])

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.begun(torch.stack([x, x.flip(3)], 1).reshape(-1, 1, INPUT_SIDE, INPUT_SIDE))
        for block, meeting in zip(self.body, self.meetings):
            x = meeting(block(x))
        return self.answers(x).reshape(-1, 2, len(OUTPUTS), self.head.out_features).mean(1)
