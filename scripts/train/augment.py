"""From stored 48 x 48 bytes to 64 x 64 input in [0, 1], plain for measuring and varied for training.

The paper's augmentation is a flip, turns of up to 15 degrees and zooms of up to 10 percent. What a room adds to that:
a face box that sits a little off, dark and bright light, flat contrast, something in front of the face.
Place and light are apart, so that a teacher can be asked about a face in good light and a student be shown it in bad.
"""
from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F

from model import INPUT_SIDE


@dataclass(frozen=True)
class Placing:
    """How far a face may be turned (radians), zoomed (as a logarithm) and shifted (shares of its side), either way."""

    turn: float
    zoom: float
    shift: float

    def times(self, share: float) -> Placing:
        return Placing(share * self.turn, share * self.zoom, share * self.shift)


ROOM = Placing(math.radians(15), 0.12, 0.08)
PAPER = Placing(math.radians(15), 0.1, 0)
GAMMA = 0.5
CONTRAST = 0.4
NOISE = 0.03
ERASE_CHANCE = 0.25


def plain(pixels: torch.Tensor) -> torch.Tensor:
    """[n, 48, 48] uint8 to [n, 1, 64, 64] in [0, 1]: the bilinear resize that the daemon's OpenCV does."""
    grey = pixels.unsqueeze(1).float() / 255
    return F.interpolate(grey, size=(INPUT_SIDE, INPUT_SIDE), mode="bilinear", align_corners=False)


def placed(pixels: torch.Tensor, most: Placing, rng: torch.Generator) -> torch.Tensor:
    """[n, 48, 48] uint8 to [n, 1, 64, 64] in [0, 1], each flipped, turned, zoomed and shifted by chance, as a face box may sit."""
    n = len(pixels)
    turn, zoom = _uniform(n, most.turn, rng), torch.exp(_uniform(n, most.zoom, rng))
    flip = torch.where(torch.rand(n, generator=rng) < 0.5, -1.0, 1.0)
    theta = torch.zeros(n, 2, 3)
    theta[:, 0, 0], theta[:, 0, 1] = zoom * turn.cos() * flip, -zoom * turn.sin()
    theta[:, 1, 0], theta[:, 1, 1] = zoom * turn.sin() * flip, zoom * turn.cos()
    theta[:, 0, 2], theta[:, 1, 2] = _uniform(n, 2 * most.shift, rng), _uniform(n, 2 * most.shift, rng)
    grid = F.affine_grid(theta, [n, 1, INPUT_SIDE, INPUT_SIDE], align_corners=False)
    grey = pixels.unsqueeze(1).float() / 255
    return F.grid_sample(grey, grid, mode="bilinear", padding_mode="border", align_corners=False)


def lit(images: torch.Tensor, rng: torch.Generator) -> torch.Tensor:
    """Light, contrast, noise and something in front, for images [n, 1, side, side] in [0, 1]."""
    return _erased(_shone_on(images, rng), rng)


def half_lit(images: torch.Tensor, rng: torch.Generator) -> torch.Tensor:
    """`lit` for every second image; the others stay as they are."""
    images[::2] = lit(images[::2], rng)
    return images


def unlit(images: torch.Tensor, _rng: torch.Generator) -> torch.Tensor:
    return images


# How far a face is placed, and what then comes over it: all that a room adds, half of it, or the paper's augmentation alone.
KINDS = {"room": (ROOM, lit), "half": (ROOM, half_lit), "paper": (PAPER, unlit)}


def varied(pixels: torch.Tensor, kind: str, placing: float, rng: torch.Generator) -> torch.Tensor:
    """[n, 48, 48] uint8 to [n, 1, 64, 64] in [0, 1], by one of KINDS with this share of its placing."""
    most, light = KINDS[kind]
    return light(placed(pixels, most.times(placing), rng), rng)


def _uniform(n: int, spread: float, rng: torch.Generator) -> torch.Tensor:
    return (torch.rand(n, generator=rng) * 2 - 1) * spread


def _shone_on(images: torch.Tensor, rng: torch.Generator) -> torch.Tensor:
    n = len(images)
    gamma = torch.exp(_uniform(n, GAMMA, rng)).view(-1, 1, 1, 1)
    contrast = torch.exp(_uniform(n, CONTRAST, rng)).view(-1, 1, 1, 1)
    offset = _uniform(n, 0.1, rng).view(-1, 1, 1, 1)
    bright = images.clamp(1e-4, 1) ** gamma
    middle = bright.mean((1, 2, 3), keepdim=True)
    noise = torch.randn(images.shape, generator=rng) * (torch.rand(n, 1, 1, 1, generator=rng) * NOISE)
    return ((bright - middle) * contrast + middle + offset + noise).clamp(0, 1)


def _erased(images: torch.Tensor, rng: torch.Generator) -> torch.Tensor:
    for index in torch.nonzero(torch.rand(len(images), generator=rng) < ERASE_CHANCE).flatten().tolist():
        height, width = torch.randint(6, 22, (2,), generator=rng).tolist()
        top, left = torch.randint(0, INPUT_SIDE - 6, (2,), generator=rng).tolist()
        images[index, :, top : top + height, left : left + width] = torch.rand(1, generator=rng).item()
    return images
