"""mirror-xception with branches in training that vanish at export, and an eighth answer in the votes' head: "cannot tell".

Each depthwise kernel is trained as several, each with a normalisation of its own: the kernel, a 3 x 3 beside a 5 x 5, and the picture
itself (Ding et al., RepVGG, 2021). All of this is linear, so `fold` turns it into one plain convolution with a bias. No normalisation
is left either; the parameters that this frees pay for the 5 x 5 kernels.
"""
from __future__ import annotations

import copy

import torch
import torch.nn.functional as F
from torch import nn

from compact import SQUEEZED, STEM, STEM_SIDE, WIDTHS, Squeeze
from data import EMOTIONS
from mirror import Meeting
from model import INPUT_SIDE, norm

# The seven emotions and "cannot tell".
CLASSES = len(EMOTIONS) + 1
# The logit that the label head gives to "cannot tell": FER-2013's labels never say so.
NEVER = -100.0
# Kernel sides of the separable convolutions in the two residual blocks.
SIDES_LOW, SIDES_MIDDLE = (5, 3), (5, 5)


class ConvNorm(nn.Module):
    """A convolution and its normalisation; folded: one convolution."""

    def __init__(self, before: int, after: int, side: int, stride: int = 1, padding: int = 0) -> None:
        super().__init__()
        self.conv = nn.Conv2d(before, after, side, stride, padding, bias=False)
        self.norm = norm(after)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.norm(self.conv(x))

    def folded(self) -> nn.Conv2d:
        scale, shift = scale_and_shift(self.norm)
        return convolution(self.conv, self.conv.weight * scale.view(-1, 1, 1, 1), shift)


class Branches(nn.Module):
    """A depthwise convolution as a sum of branches: the kernel, a 3 x 3 beside a larger one, and the picture itself."""

    def __init__(self, channels: int, side: int) -> None:
        super().__init__()
        self.side = side
        sides = [side] if side == 3 else [side, 3]
        self.convs = nn.ModuleList(nn.Conv2d(channels, channels, each, padding=each // 2, groups=channels, bias=False) for each in sides)
        self.norms = nn.ModuleList(norm(channels) for _ in sides)
        self.straight = norm(channels)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.straight(x)
        for conv, its_norm in zip(self.convs, self.norms):
            y = y + its_norm(conv(x))
        return y

    def kernel_and_shift(self) -> tuple[torch.Tensor, torch.Tensor]:
        """All branches as one convolution: [channels, 1, side, side] and [channels]."""
        scale, shift = scale_and_shift(self.straight)
        kernel = F.pad(scale.view(-1, 1, 1, 1), (self.side // 2,) * 4)
        for conv, its_norm in zip(self.convs, self.norms):
            scale, plus = scale_and_shift(its_norm)
            kernel = kernel + F.pad(conv.weight * scale.view(-1, 1, 1, 1), ((self.side - conv.kernel_size[0]) // 2,) * 4)
            shift = shift + plus
        return kernel, shift


class FoldedSeparable(nn.Module):
    """A depthwise convolution without a bias, then a pointwise one with a bias."""

    def __init__(self, depthwise: nn.Conv2d, pointwise: nn.Conv2d) -> None:
        super().__init__()
        self.depthwise, self.pointwise = depthwise, pointwise

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.pointwise(self.depthwise(x))


class BranchedSeparable(nn.Module):
    """Branches, then a pointwise convolution and its normalisation."""

    def __init__(self, before: int, after: int, side: int = 3) -> None:
        super().__init__()
        self.depthwise = Branches(before, side)
        self.pointwise = ConvNorm(before, after, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.pointwise(self.depthwise(x))

    def folded(self) -> FoldedSeparable:
        kernel, shift = self.depthwise.kernel_and_shift()
        channels, side = kernel.shape[0], kernel.shape[-1]
        depthwise = nn.Conv2d(channels, channels, side, padding=side // 2, groups=channels, bias=False)
        depthwise.weight.data.copy_(kernel)
        pointwise = self.pointwise.folded()
        # The branches' shift is the same in every place, so the pointwise convolution can add it.
        pointwise.bias.data.add_(pointwise.weight.data[:, :, 0, 0] @ shift)
        return FoldedSeparable(depthwise, pointwise)


class BranchedStem(nn.Module):
    """compact's stem: padded as TensorFlow's `same` pads an even side at stride 2."""

    def __init__(self) -> None:
        super().__init__()
        self.pad = nn.ZeroPad2d((1, 2, 1, 2))
        self.conv = ConvNorm(1, STEM, 5, stride=2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.relu(self.conv(self.pad(x)))


class BranchedFused(nn.Module):
    """compact.Fused."""

    def __init__(self, before: int, after: int) -> None:
        super().__init__()
        self.conv = ConvNorm(before, after, 3, padding=1)
        self.pool = nn.MaxPool2d(3, 2, ceil_mode=True)
        self.shortcut = ConvNorm(before, after, 1, stride=2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.pool(torch.relu(self.conv(x))) + self.shortcut(x)


class BranchedDown(nn.Module):
    """compact.Down with branches."""

    def __init__(self, before: int, after: int) -> None:
        super().__init__()
        self.first, self.second = BranchedSeparable(before, after), BranchedSeparable(after, after)
        self.squeeze = Squeeze(after, SQUEEZED)
        self.pool = nn.MaxPool2d(3, 2, ceil_mode=True)
        self.shortcut = ConvNorm(before, after, 1, stride=2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.pool(self.squeeze(self.second(torch.relu(self.first(x))))) + self.shortcut(x)


class BranchedSame(nn.Module):
    """compact.Same with branches and kernels of these sides."""

    def __init__(self, channels: int, sides: tuple[int, int]) -> None:
        super().__init__()
        self.first, self.second = (BranchedSeparable(channels, channels, side) for side in sides)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.second(torch.relu(self.first(torch.relu(x))))


class BranchedMirror(nn.Module):
    """[n, 1, 64, 64] to logits [n, 2, 8]: what most people say, and what FER-2013's labels say (of the eighth answer: NEVER)."""

    def __init__(self) -> None:
        super().__init__()
        low, middle, high = WIDTHS
        half, quarter = STEM_SIDE // 2, STEM_SIDE // 4
        self.begun = BranchedStem()
        self.body = nn.Sequential(
            BranchedFused(STEM, low), BranchedSame(low, SIDES_LOW), BranchedDown(low, middle), BranchedSame(middle, SIDES_MIDDLE), BranchedDown(middle, high)
        )
        self.meetings = nn.ModuleList([Meeting(low, half), Meeting(low, half), Meeting(middle, quarter), Meeting(middle, quarter), nn.Identity()])
        self.head, self.label_head = nn.Linear(high, CLASSES), nn.Linear(high, len(EMOTIONS))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.begun(torch.stack([x, x.flip(3)], 1).reshape(-1, 1, INPUT_SIDE, INPUT_SIDE))
        for block, meeting in zip(self.body, self.meetings):
            x = meeting(block(x))
        seen = torch.relu(x).mean((2, 3))
        both = torch.stack([self.head(seen), F.pad(self.label_head(seen), (0, 1), value=NEVER)], 1)
        return both.reshape(-1, 2, 2, CLASSES).mean(1)


@torch.no_grad()
def fold(network: nn.Module) -> nn.Module:
    """The plain network that gives the same answers in evaluation, on the processor: no branches, no normalisations. A folded network stays as it is."""
    return _replaced(copy.deepcopy(network).cpu().float().eval())


def _replaced(module: nn.Module) -> nn.Module:
    for name, child in module.named_children():
        setattr(module, name, child.folded() if hasattr(child, "folded") else _replaced(child))
    return module


def scale_and_shift(its_norm: nn.BatchNorm2d) -> tuple[torch.Tensor, torch.Tensor]:
    """What a normalisation does in evaluation, one number a channel each."""
    scale = its_norm.weight / torch.sqrt(its_norm.running_var + its_norm.eps)
    return scale.detach(), (its_norm.bias - its_norm.running_mean * scale).detach()


def convolution(like: nn.Conv2d, weight: torch.Tensor, bias: torch.Tensor) -> nn.Conv2d:
    """A convolution of the same shape with this weight and this bias."""
    made = nn.Conv2d(like.in_channels, like.out_channels, like.kernel_size, like.stride, like.padding, groups=like.groups)
    made.weight.data.copy_(weight)
    made.bias.data.copy_(bias)
    return made
