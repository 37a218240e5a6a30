"""Teachers that look at the very picture that a student is shown (Beyer et al., "patient and consistent", 2022): folded, in short arithmetic, without gradients."""
from __future__ import annotations

import io
import lzma
from pathlib import Path

import torch
from torch import nn

from branched import convolution, scale_and_shift
from teachers import ResNet, Residual, both_heads


def unpacked(path: Path) -> list[dict[str, torch.Tensor]]:
    """What pack.coarse made of the teachers' weights, as float32."""
    told = torch.load(io.BytesIO(lzma.decompress(path.read_bytes())), map_location="cpu")
    return [_fine(weights) for weights in told]


def _fine(weights: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    fine = {}
    for name, value in weights.items():
        if name.endswith(".step"):
            continue
        step = weights.get(f"{name}.step")
        value = value.float() if value.dtype != torch.int64 else value
        fine[name] = value if step is None else value * step.float().view(-1, 1, 1, 1)
    return fine


class FoldedBlock(nn.Module):
    """teachers.Residual in evaluation, its normalisations folded into its convolutions."""

    def __init__(self, block: Residual) -> None:
        super().__init__()
        self.first, self.second = joined(block.first, block.first_norm), joined(block.second, block.second_norm)
        self.shortcut = joined(*block.shortcut) if isinstance(block.shortcut, nn.Sequential) else nn.Identity()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = torch.relu_(self.first(x))
        return torch.relu_(self.second(y) + self.shortcut(x))


class Teacher(nn.Module):
    """[n, 1, 48, 48] float32 in [0, 1] to logits [n, 2, 8] float32; the arithmetic between is of `dtype`."""

    def __init__(self, network: ResNet, device: torch.device, dtype: torch.dtype) -> None:
        super().__init__()
        network = network.cpu().float().eval()
        self.stem = joined(network.stem, network.stem_norm)
        self.body = nn.Sequential(*[FoldedBlock(block) for block in network.body])
        self.head, self.label_head = network.head, network.label_head
        self.dtype = dtype
        self.requires_grad_(False)
        self.to(device=device, dtype=dtype)
        self.to(memory_format=torch.channels_last)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = ((x - 0.5) * 4).to(self.dtype).contiguous(memory_format=torch.channels_last)
        seen = self.body(torch.relu_(self.stem(x))).mean((2, 3))
        return both_heads(self.head(seen), self.label_head(seen))


def joined(conv: nn.Conv2d, its_norm: nn.BatchNorm2d) -> nn.Conv2d:
    times, plus = scale_and_shift(its_norm)
    return convolution(conv, conv.weight.detach() * times.view(-1, 1, 1, 1), plus)


@torch.no_grad()
def answered(teachers: list[Teacher], images: torch.Tensor) -> torch.Tensor:
    """[n, 2, 8]: the mean of their answers. Every second teacher is shown the mirror image, since a student says the same of both."""
    said = [torch.softmax(teacher(images.flip(3) if number % 2 else images), 2) for number, teacher in enumerate(teachers)]
    return torch.stack(said).mean(0)


@torch.no_grad()
def both_sides(teachers: list[Teacher], images: torch.Tensor) -> torch.Tensor:
    """[n, 2, 8]: the mean of their answers to the faces and to their mirror images."""
    return torch.stack([torch.softmax(teacher(x), 2) for teacher in teachers for x in (images, images.flip(3))]).mean(0)
