"""Histogram equalisation over 256 greys (the paper's 7.1), the same as the daemon's: src/inference/crop.ts, OpenCV's equalizeHist."""
from __future__ import annotations

import torch


def equalised(images: torch.Tensor) -> torch.Tensor:
    """[n, 1, side, side] in [0, 1] to the same shape; an image of one grey stays as it is."""
    return torch.stack([_one(image) for image in images])


def _one(image: torch.Tensor) -> torch.Tensor:
    greys = torch.floor(image * 255 + 0.5).long()
    counts = torch.bincount(greys.flatten(), minlength=256)
    darkest = int(counts[int(torch.nonzero(counts)[0])])
    others = greys.numel() - darkest
    if others == 0:
        return image
    below = (counts.cumsum(0) - darkest).clamp(min=0)
    table = torch.floor(below.double() * 255 / others + 0.5) / 255
    return table.float()[greys]
