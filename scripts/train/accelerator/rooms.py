"""What a room and its camera do to a face of 48 x 48: far, out of focus, moving, noisy, squeezed, spectacled, dim, infrared, turned, covered.

Each function takes pictures [n, 1, 48, 48] in [0, 1] and one number a picture, and works on the whole batch at once. `Room.varied` draws
all of it by chance, for training; measure.py's rows are made of the same functions with fixed numbers.
"""
from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F

import views
from augment import Placing
from data import SIDE
from jpeg import Jpeg
from views import uniform, wide

SMALLEST = 12
SIGMAS = 61
SIGMA_STEP = 0.05
LONGEST = 11
# Where the eyes are in FER-2013's faces, in pixels of 48: their line, and how far from the middle.
EYE_LINE, EYE_APART = 19.0, 9.5
MOUTH_LINE = 29.0

# What happens to a face of the degraded part, and how often it is what happens above all; anything may come on top by `ALSO`.
FAMILIES = {
    "far": 3.0, "focus": 2.0, "motion": 2.0, "camera": 1.5, "spectacles": 2.5, "infrared": 1.2, "night": 1.2, "side_light": 1.0,
    "turned": 1.5, "narrow": 0.8, "exposure": 0.8, "hidden": 0.8, "masked": 1.2, "cut": 0.5,
}
ALSO = {
    "far": 0.2, "focus": 0.12, "motion": 0.08, "camera": 0.3, "spectacles": 0.08, "infrared": 0.03, "night": 0.04, "side_light": 0.08,
    "turned": 0.1, "narrow": 0.08, "exposure": 0.08, "hidden": 0.03, "masked": 0.01, "cut": 0.0,
}
# How much of what is known of a face is left where it is masked or cut; the rest goes to "cannot tell".
LEFT_MASKED, LEFT_CUT = 0.2, 0.1
USUAL = Placing(math.radians(9), 0.08, 0.05)
TURNED = 30.0


@dataclass(frozen=True)
class Habits:
    """How often what happens, and how badly: the face's size in pixels, sigmas of a blur, lengths of a smear, qualities of JPEG (lowest, highest), noise at most."""

    families: dict[str, float]
    also: dict[str, float]
    size: tuple[float, float] = (15.5, 42.5)
    sigma: tuple[float, float] = (0.5, 2.6)
    length: tuple[float, float] = (3.0, 9.5)
    quality: tuple[float, float] = (15.0, 75.0)
    noise: float = 14.0


USUALLY = Habits(FAMILIES, ALSO)


@dataclass(frozen=True)
class Shown:
    """Pictures, and how much of what is known of each face can still be seen [n]."""

    images: torch.Tensor
    left: torch.Tensor


class Room:
    """The tables on one device."""

    def __init__(self, device: torch.device, habits: Habits = USUALLY) -> None:
        self.device, self.habits = device, habits
        self.jpeg = Jpeg(device)
        self.shrinking = torch.stack([shrinking(size) for size in range(SMALLEST, SIDE + 1)]).to(device)
        self.growing = torch.stack([growing(size) for size in range(SMALLEST, SIDE + 1)]).to(device)
        self.softening = torch.stack([softening(number * SIGMA_STEP) for number in range(SIGMAS)]).to(device)
        weights = torch.tensor([habits.families[name] for name in FAMILIES])
        self.family_ends = (weights.cumsum(0) / weights.sum()).to(device)
        self.also = torch.tensor([habits.also[name] for name in FAMILIES], device=device)
        place = torch.arange(SIDE, device=device, dtype=torch.float32)
        self.rows, self.columns = place.view(1, 1, -1, 1), place.view(1, 1, 1, -1)
        self.across, self.down = (self.columns - (SIDE - 1) / 2) / (SIDE / 2), (self.rows - (SIDE - 1) / 2) / (SIDE / 2)

    # --- the camera

    def captured(self, images: torch.Tensor, size: torch.Tensor, noise: torch.Tensor, quality: torch.Tensor) -> torch.Tensor:
        """As a camera takes a face of `size` pixels: shrunk, noisy (sigma in greys of 255), through JPEG (above 100: not), and resized to 48."""
        which = size.long() - SMALLEST
        small = both_ways(self.shrinking[which], images)
        small = (small + torch.randn_like(small) * wide(noise / 255)).clamp(0, 1)
        squeezed = torch.where(wide(quality <= 100), self.jpeg.squeezed(small, quality.clamp(max=100)), small)
        return both_ways(self.growing[which], squeezed)

    def out_of_focus(self, images: torch.Tensor, sigma: torch.Tensor) -> torch.Tensor:
        return both_ways(self.softening[(sigma / SIGMA_STEP).round().long()], images)

    def in_motion(self, images: torch.Tensor, length: torch.Tensor, angle: torch.Tensor) -> torch.Tensor:
        """Smeared along a line of `length` pixels (0 or 1: not); `angle` in radians from across."""
        reach = LONGEST // 2
        place = torch.arange(-reach, reach + 1, device=self.device, dtype=torch.float32)
        x, y = place.view(1, 1, -1), place.view(1, -1, 1)
        angle = angle * (length > 1)
        cosine, sine = angle.cos().view(-1, 1, 1), angle.sin().view(-1, 1, 1)
        along, beside = (x * cosine + y * sine).abs(), (y * cosine - x * sine).abs()
        half = (length.view(-1, 1, 1).clamp(min=1) - 1) / 2
        kernel = (1 + half - along).clamp(0, 1) * (1 - beside).clamp(0, 1)
        kernel = kernel / kernel.sum((1, 2), keepdim=True)
        padded = F.pad(images, (reach,) * 4, mode="replicate").transpose(0, 1)
        return F.conv2d(padded, kernel.unsqueeze(1), groups=len(images)).transpose(0, 1)

    # --- the light

    def side_lit(self, images: torch.Tensor, least: torch.Tensor, angle: torch.Tensor) -> torch.Tensor:
        """Full light on one side, `least` of it on the other; `angle` 0: the light comes from the right, pi / 2: from below."""
        along = self.across * wide(angle.cos()) + self.down * wide(angle.sin())
        return images * (wide(least) + (1 - wide(least)) * ((along + 1) / 2).clamp(0, 1))

    def at_night(self, images: torch.Tensor, gamma: torch.Tensor, gain: torch.Tensor, noise: torch.Tensor) -> torch.Tensor:
        dim = images.clamp(1e-4, 1) ** wide(gamma) * wide(gain)
        return (dim + torch.randn_like(images) * wide(noise / 255)).clamp(0, 1)

    def infrared(self, images: torch.Tensor, gamma: torch.Tensor, contrast: torch.Tensor, flash: torch.Tensor) -> torch.Tensor:
        """The look of an infrared camera with its lamp beside the lens: pale, flat, brightest in the middle."""
        pale = images.clamp(1e-4, 1) ** wide(gamma)
        middle = pale.mean((2, 3), keepdim=True)
        lamp = torch.exp(-(self.across**2 + self.down**2) / 0.7)
        return (((pale - middle) * wide(contrast) + middle) + wide(flash) * (lamp - 0.4)).clamp(0, 1)

    # --- what is on the face

    def spectacled(self, images: torch.Tensor, look: Look) -> torch.Tensor:
        """Frames over the eyes, with a tint (0: clear, 1: opaque) and a glare in the glass."""
        result = images
        frame, glass, glare = (torch.zeros_like(images) for _ in range(3))
        for side in (-1, 1):
            x = (self.columns - (SIDE - 1) / 2 - side * wide(look.apart)) / wide(look.width)
            y = (self.rows - wide(look.line)) / wide(look.height)
            from_middle = (x.abs().clamp(min=1e-3) ** wide(look.shape) + y.abs().clamp(min=1e-3) ** wide(look.shape)) ** (1 / wide(look.shape))
            pixels = (from_middle - 1) * wide(torch.minimum(look.width, look.height))
            frame = torch.maximum(frame, (wide(look.thick) / 2 + 0.5 - pixels.abs()).clamp(0, 1))
            glass = torch.maximum(glass, (0.5 - pixels).clamp(0, 1))
            slant = (x + wide(look.slant) * y - wide(look.glare_at)).abs()
            glare = torch.maximum(glare, (1 - slant / wide(look.glare_wide)).clamp(0, 1) * (0.5 - pixels).clamp(0, 1))
        from_middle = (self.columns - (SIDE - 1) / 2).abs()
        line = (self.rows - wide(look.line) + 0.25 * wide(look.height)).abs()
        bridge = (line < wide(look.thick) / 2 + 0.2) & (from_middle < wide(look.apart - look.width))
        temples = (line < wide(look.thick) / 2 + 0.2) & (from_middle > wide(look.apart + look.width))
        frame = torch.maximum(frame, (bridge | temples).float())
        result = torch.lerp(result, wide(look.grey).expand_as(result), glass * wide(look.tint))
        result = torch.lerp(result, torch.ones_like(result), glare * wide(look.glare))
        return torch.lerp(result, wide(look.grey).expand_as(result), frame * wide(look.present))

    def masked(self, images: torch.Tensor, line: torch.Tensor, grey: torch.Tensor, present: torch.Tensor) -> torch.Tensor:
        """Cloth from below the eyes to the chin: a little darker to the sides, with folds; `present` 1 or 0."""
        edge = wide(line) + 3 * self.across.abs() ** 2
        cloth = wide(grey) * (1 - 0.15 * self.across**2) + 0.03 * torch.sin(self.rows * 1.3)
        inside = (self.rows - edge + 0.5).clamp(0, 1) * (self.across.abs() < 0.92)
        return torch.lerp(images, cloth.clamp(0, 1), inside * wide(present))

    def hidden(self, images: torch.Tensor, x: torch.Tensor, y: torch.Tensor, width: torch.Tensor, height: torch.Tensor, grey: torch.Tensor, present: torch.Tensor) -> torch.Tensor:
        """Something round in front: a hand, a head, a cup. Places and half sides from -1 to 1."""
        from_middle = ((self.across - wide(x)) / wide(width)) ** 4 + ((self.down - wide(y)) / wide(height)) ** 4
        inside = ((1.1 - from_middle) * 5).clamp(0, 1)
        shade = wide(grey) * (1 + 0.1 * self.down)
        return torch.lerp(images, shade.clamp(0, 1).expand_as(images), inside * wide(present))

    # --- all of it by chance

    def varied(self, images: torch.Tensor) -> Shown:
        """[n, 1, 48, 48] placed and degraded by chance."""
        n, device = len(images), self.device
        happens = self._families(n)

        def draw(low: float, high: float) -> torch.Tensor:
            return uniform(n, low, high, device)

        def where(family: str, value: torch.Tensor, otherwise: float) -> torch.Tensor:
            return torch.where(happens[family], value, torch.full_like(value, otherwise))

        # Everywhere here both sides of a `where` are tensors of the device: a number would be copied to it, which no CUDA graph can capture.

        images = self.spectacled(images, self._look(n, happens["spectacles"]))
        images = self.masked(images, draw(MOUTH_LINE - 3.5, MOUTH_LINE + 1.5), draw(0.15, 0.95), happens["masked"].float())
        images = self.hidden(
            images, draw(-1, 1), draw(-1, 1), draw(0.25, 0.6), draw(0.25, 0.9), draw(0.05, 0.9), happens["hidden"].float()
        )
        images = self._placed(images, happens, draw, where)
        images = self.side_lit(images, where("side_light", draw(0.1, 0.6), 1.0), draw(-math.pi, math.pi))
        images = (images * where("exposure", torch.where(draw(0, 1) < 0.5, draw(0.25, 0.6), draw(1.3, 2.0)), 1.0).view(-1, 1, 1, 1)).clamp(0, 1)
        infrared = wide(happens["infrared"])
        images = torch.where(infrared, self.infrared(images, draw(0.5, 0.8), draw(0.45, 0.8), draw(0.05, 0.3)), images)
        night = wide(happens["night"])
        images = torch.where(night, self.at_night(images, draw(1.3, 2.2), draw(0.35, 0.8), draw(3, 13)), images)
        sigma = torch.maximum(where("focus", draw(*self.habits.sigma), 0.0), where("infrared", draw(0.3, 0.9), 0.0))
        images = self.out_of_focus(images, sigma)
        images = self.in_motion(images, where("motion", draw(*self.habits.length), 0.0), draw(0, math.pi))
        return Shown(self._taken(images, happens, draw, where), self._left(happens))

    def _taken(self, images: torch.Tensor, happens: dict[str, torch.Tensor], draw, where) -> torch.Tensor:
        size = where("far", draw(*self.habits.size), float(SIDE)).round()
        noisy = torch.maximum(where("camera", draw(0, self.habits.noise), 0.0), torch.maximum(where("infrared", draw(2, 8), 0.0), where("far", draw(-6, 8), 0.0).clamp(min=0)))
        squeezed = happens["camera"] & (draw(0, 1) < 0.75) | happens["far"] & (draw(0, 1) < 0.4)
        quality = torch.where(squeezed, draw(*self.habits.quality), torch.full_like(size, 101))
        return self.captured(images, size, noisy, quality)

    def _placed(self, images: torch.Tensor, happens: dict[str, torch.Tensor], draw, where) -> torch.Tensor:
        n = len(images)
        sign = either_way(n, self.device)
        turn = torch.where(happens["turned"], sign * draw(math.radians(8), math.radians(TURNED + 2)), draw(-USUAL.turn, USUAL.turn))
        narrow = where("narrow", torch.where(draw(0, 1) < 0.6, draw(0.7, 0.95), torch.ones_like(turn)), 1.0)
        low = where("narrow", torch.where(draw(0, 1) < 0.5, draw(0.78, 0.97), torch.ones_like(turn)), 1.0)
        flip = either_way(n, self.device)
        # A cut shows a part of a face: a small box, or one that sits far off.
        cut = happens["cut"]
        zoom = torch.where(cut, draw(0.25, 0.5), draw(-USUAL.zoom, 0.2).exp())
        far_off = draw(0.3, 0.7)
        right = torch.where(cut, torch.where(draw(0, 1) < 0.5, -far_off, far_off), draw(-2 * USUAL.shift, 2 * USUAL.shift))
        down = torch.where(cut, draw(-0.7, 0.7), draw(-2 * USUAL.shift, 2 * USUAL.shift))
        return views.moved(images, SIDE, turn, zoom, right, down, flip * narrow, low)

    def _left(self, happens: dict[str, torch.Tensor]) -> torch.Tensor:
        masked, cut = happens["masked"].float(), happens["cut"].float()
        return (1 - (1 - LEFT_MASKED) * masked) * (1 - (1 - LEFT_CUT) * cut)

    def _families(self, n: int) -> dict[str, torch.Tensor]:
        above_all = torch.searchsorted(self.family_ends, torch.rand(n, device=self.device)).clamp(max=len(FAMILIES) - 1)
        also = torch.rand(n, len(FAMILIES), device=self.device) < self.also
        happens = also | (above_all.unsqueeze(1) == torch.arange(len(FAMILIES), device=self.device))
        return dict(zip(FAMILIES, happens.unbind(1)))

    def _look(self, n: int, present: torch.Tensor) -> Look:
        def draw(low: float, high: float) -> torch.Tensor:
            return uniform(n, low, high, self.device)

        here = present.float()
        dark, shines = draw(0, 1) < 0.15, draw(0, 1) < 0.35
        return Look(
            line=draw(EYE_LINE - 2, EYE_LINE + 2), apart=draw(EYE_APART - 1, EYE_APART + 1), width=draw(5.5, 8.0), height=draw(3.8, 6.5), shape=draw(2, 5),
            thick=draw(0.7, 2.4), grey=torch.where(draw(0, 1) < 0.8, draw(0, 0.3), draw(0.3, 0.9)), present=here * draw(0.7, 1),
            tint=here * torch.where(dark, draw(0.75, 1), draw(0, 0.15)), glare=here * torch.where(shines, draw(0.4, 1), torch.zeros_like(here)),
            glare_at=draw(-0.5, 0.5), glare_wide=draw(0.2, 0.7), slant=draw(-0.8, 0.8),
        )


@dataclass(frozen=True)
class Look:
    """Spectacles, one number a picture each [n]: places and sizes in pixels of 48, the rest as shares."""

    line: torch.Tensor
    apart: torch.Tensor
    width: torch.Tensor
    height: torch.Tensor
    shape: torch.Tensor
    thick: torch.Tensor
    grey: torch.Tensor
    present: torch.Tensor
    tint: torch.Tensor
    glare: torch.Tensor
    glare_at: torch.Tensor
    glare_wide: torch.Tensor
    slant: torch.Tensor


def either_way(n: int, device: torch.device) -> torch.Tensor:
    """[n]: -1 or 1."""
    return (torch.rand(n, device=device) < 0.5).float() * 2 - 1


def both_ways(along: torch.Tensor, images: torch.Tensor) -> torch.Tensor:
    """Each picture's matrix [n, 48, 48] applied to its columns and its rows."""
    return torch.matmul(torch.matmul(along.unsqueeze(1), images), along.transpose(1, 2).unsqueeze(1))


def shrinking(size: int) -> torch.Tensor:
    """[48, 48]: its first `size` rows average 48 pixels to `size` by their areas, the others repeat the last (so that blocks of JPEG find no edge)."""
    edges = torch.arange(size + 1) * SIDE / size
    place = torch.arange(SIDE).float()
    shared = torch.minimum(edges[1:, None], place + 1) - torch.maximum(edges[:-1, None], place)
    rows = shared.clamp(min=0) * size / SIDE
    return torch.cat([rows, rows[-1:].expand(SIDE - size, -1)])


def growing(size: int) -> torch.Tensor:
    """[48, 48]: `size` pixels, the first of a row, to 48, bilinear."""
    rows = F.interpolate(torch.eye(size).unsqueeze(0), size=SIDE, mode="linear", align_corners=False)[0].T
    return F.pad(rows, (0, SIDE - size))


def softening(sigma: float) -> torch.Tensor:
    """[48, 48]: a Gaussian blur along a row; beyond the border is what the border shows."""
    if sigma == 0:
        return torch.eye(SIDE)
    reach = math.ceil(4 * sigma)
    kernel = torch.exp(-(torch.arange(-reach, reach + 1).float() ** 2) / (2 * sigma**2))
    kernel = kernel / kernel.sum()
    rows = torch.zeros(SIDE, SIDE)
    for place in range(SIDE):
        for offset in range(-reach, reach + 1):
            rows[place, min(max(place + offset, 0), SIDE - 1)] += kernel[offset + reach]
    return rows
