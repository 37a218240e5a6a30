"""What the near and the far network are shown of a face, and what they are told of it.

The near network learns from teachers that look at the same view as it does (clean, lit, partly covered or blended with another face), so that it meets no
answer twice: with one lesson a face it learns lessons by heart (divergence from them 0.031 on what it learned, 0.056 on other faces). What a room
does to a face is told by the lesson of the clean face, as for all of the far network's pictures: the teachers have never seen a blurred face, and the
mean of clean lessons over all faces that look alike when blurred is just what can be said of them.
"""
from __future__ import annotations

import math
from dataclasses import dataclass

import torch

import views
from augment import CONTRAST, ERASE_CHANCE, GAMMA, NOISE, ROOM
from course import Batch, Show
from data import SIDE
from faces import CANNOT_TELL, Deck
from live import Teacher, answered
from measure import eight_bits
from model import INPUT_SIDE
from rooms import Habits, Room
from views import uniform, wide

# Shares of a batch of the near network: a face as it is, in another light, blended with another; the rest as a room makes it, with mild blur at most.
NEAR_CLEAN, NEAR_LIT, NEAR_BLENDED = 0.36, 0.12, 0.22
# The share of a batch of the far network that is shown as it is: sharpness sends it soft faces of any size.
FAR_CLEAN = 0.18
LEAST_PLACING, MOST_PLACING = 0.4, 1.0
# How much of what a teacher says of a view comes from the view; the rest is the lesson of the clean face by four teachers.
LIVE_SHARE = 0.75
# Votes and labels in the loss; they add up to 2.
HEADS = (1.2, 0.8)

NEAR = Habits(
    families={
        "far": 0.5, "focus": 0.4, "motion": 0.2, "camera": 1.8, "spectacles": 3.0, "infrared": 1.5, "night": 1.5, "side_light": 1.2,
        "turned": 3.0, "narrow": 1.6, "exposure": 0.8, "hidden": 0.8, "masked": 1.2, "cut": 0.5,
    },
    also={
        "far": 0.06, "focus": 0.05, "motion": 0.02, "camera": 0.15, "spectacles": 0.06, "infrared": 0.03, "night": 0.04, "side_light": 0.06,
        "turned": 0.1, "narrow": 0.08, "exposure": 0.06, "hidden": 0.03, "masked": 0.01, "cut": 0.0,
    },
    size=(33.5, 46.5), sigma=(0.3, 1.1), length=(2.0, 4.5), quality=(12.0, 80.0), noise=20.0,
)
FAR = Habits(
    families={
        "far": 4.0, "focus": 3.0, "motion": 2.6, "camera": 1.2, "spectacles": 0.5, "infrared": 0.6, "night": 0.4, "side_light": 0.3,
        "turned": 0.5, "narrow": 0.3, "exposure": 0.3, "hidden": 0.3, "masked": 0.5, "cut": 0.3,
    },
    also={
        "far": 0.4, "focus": 0.15, "motion": 0.1, "camera": 0.3, "spectacles": 0.08, "infrared": 0.05, "night": 0.05, "side_light": 0.08,
        "turned": 0.1, "narrow": 0.08, "exposure": 0.08, "hidden": 0.03, "masked": 0.02, "cut": 0.0,
    },
    size=(15.5, 40.5), sigma=(0.6, 2.8), length=(3.0, 9.5), quality=(12.0, 75.0), noise=14.0,
)


@dataclass(frozen=True)
class Told:
    """Numbers on the device that a course changes as it goes: the lessons' share of the targets, and the chance that a picture of the blended part is blended."""

    lesson_share: torch.Tensor
    blend_chance: torch.Tensor


def to_near(deck: Deck, lessons: torch.Tensor, told: Told, room: Room, batch: int, teachers: list[Teacher]) -> Show:
    """Without teachers: the lesson of the clean face (of both faces, where two are blended)."""
    clean, lit, blended = (round(share * batch) for share in (NEAR_CLEAN, NEAR_LIT, NEAR_BLENDED))
    seen = clean + lit + blended
    place = torch.arange(seen, device=room.device)
    is_lit, is_blended = (place >= clean) & (place < clean + lit), (place >= clean + lit).float()

    def show(indices: torch.Tensor) -> Batch:
        rounds = indices.view(-1, batch)
        near, rough = (part.reshape(-1) for part in rounds.split([seen, batch - seen], 1))
        pair = placed(views.grey(deck.pixels[near]))
        pair = in_light(pair, is_lit.repeat(len(rounds)))
        pair, (targets, lesson) = blended_with_next(pair, (deck.targets[near], lessons[near]), is_blended.repeat(len(rounds)) * told.blend_chance)
        if teachers:
            lesson = torch.lerp(lesson, answered(teachers, pair[1]), LIVE_SHARE)
        shown, room_targets = from_room(deck, lessons, told, room, rough)
        images = in_rounds(pair[0], shown, len(rounds))
        return images, in_rounds(torch.lerp(targets, lesson, told.lesson_share), room_targets, len(rounds)) * weights(room.device)

    return show


def to_far(deck: Deck, lessons: torch.Tensor, told: Told, room: Room, batch: int) -> Show:
    clean = round(FAR_CLEAN * batch)

    def show(indices: torch.Tensor) -> Batch:
        rounds = indices.view(-1, batch)
        plain, rough = (part.reshape(-1) for part in rounds.split([clean, batch - clean], 1))
        as_it_is, _ = placed(views.grey(deck.pixels[plain]))
        shown, room_targets = from_room(deck, lessons, told, room, rough)
        targets = torch.lerp(deck.targets[plain], lessons[plain], told.lesson_share)
        return in_rounds(as_it_is, shown, len(rounds)), in_rounds(targets, room_targets, len(rounds)) * weights(room.device)

    return show


def weights(device: torch.device) -> torch.Tensor:
    """[2, 1]; built by filling, which a CUDA graph can capture."""
    return torch.cat([torch.full((1, 1), share, device=device) for share in HEADS])


def in_rounds(first: torch.Tensor, second: torch.Tensor, rounds: int) -> torch.Tensor:
    """Both parts of each batch side by side, batch after batch."""
    return torch.cat([part.view(rounds, -1, *part.shape[1:]) for part in (first, second)], 1).flatten(0, 1)


def from_room(deck: Deck, lessons: torch.Tensor, told: Told, room: Room, indices: torch.Tensor) -> Batch:
    shown = room.varied(views.grey(deck.pixels[indices]))
    images = views.plain(eight_bits(shown.images), INPUT_SIDE)
    people, labels = torch.lerp(deck.targets[indices], lessons[indices], told.lesson_share).unbind(1)
    doubt = torch.zeros_like(people)
    doubt[:, CANNOT_TELL].fill_(1)
    return images, torch.stack([torch.lerp(doubt, people, shown.left.view(-1, 1)), labels], 1)


# --- one view at two sizes: 64 pixels for the student, 48 for its teachers

Pair = tuple[torch.Tensor, torch.Tensor]


def placed(images: torch.Tensor) -> Pair:
    """augment.placed by between LEAST_PLACING and MOST_PLACING of ROOM for each face."""
    n, device = len(images), images.device
    flip = (torch.rand(n, device=device) < 0.5).float() * 2 - 1
    scale = uniform(n, LEAST_PLACING, MOST_PLACING, device)
    turn, zoom = (scale * uniform(n, -most, most, device) for most in (ROOM.turn, ROOM.zoom))
    right, down = (scale * uniform(n, -2 * ROOM.shift, 2 * ROOM.shift, device) for _ in range(2))
    first, second = (views.moved(images, side, turn, zoom.exp(), right, down, flip, torch.ones_like(flip)) for side in (INPUT_SIDE, SIDE))
    return first, second


def in_light(pair: Pair, which: torch.Tensor) -> Pair:
    """augment.lit for the faces of `which` [n]; the noise is another for each size."""
    n, device = len(which), which.device
    gamma, contrast = wide(uniform(n, -GAMMA, GAMMA, device).exp()), wide(uniform(n, -CONTRAST, CONTRAST, device).exp())
    bright, sigma = wide(uniform(n, -0.1, 0.1, device)), wide(uniform(n, 0, NOISE, device))
    height, width = (uniform(n, 6 / 64, 22 / 64, device) for _ in range(2))
    top, left = (uniform(n, 0, 1 - 6 / 64, device) for _ in range(2))
    grey, erased = wide(torch.rand(n, device=device)), wide(torch.rand(n, device=device) < ERASE_CHANCE)

    def shone_on(images: torch.Tensor) -> torch.Tensor:
        side = images.shape[-1]
        x = images.clamp(1e-4, 1) ** gamma
        middle = x.mean((1, 2, 3), keepdim=True)
        x = ((x - middle) * contrast + middle + bright + torch.randn_like(x) * sigma).clamp(0, 1)
        x = torch.where(views.box(side, side * top, side * left, side * height, side * width) & erased, grey, x)
        return torch.where(wide(which), x, images)

    return shone_on(pair[0]), shone_on(pair[1])


def blended_with_next(pair: Pair, told: tuple[torch.Tensor, ...], chance: torch.Tensor) -> tuple[Pair, tuple[torch.Tensor, ...]]:
    """views.blended with a `chance` [n] for each face."""
    n, device = len(chance), chance.device
    share, middle_y, middle_x = (torch.rand(n, device=device) for _ in range(3))
    long, mixed = share.sqrt(), wide((torch.rand(n, device=device) < 1 / 3).float())
    happens = wide((torch.rand(n, device=device) < chance).float())

    def weight(side: int) -> torch.Tensor:
        cut = views.box(side, side * (middle_y - long / 2), side * (middle_x - long / 2), side * long, side * long).float()
        return torch.lerp(cut, wide(share).expand_as(cut), mixed) * happens

    by_size = [weight(images.shape[-1]) for images in pair]
    of_theirs = by_size[0].mean((1, 2, 3)).view(-1, 1, 1)
    first, second = (torch.lerp(images, images.roll(1, 0), each) for images, each in zip(pair, by_size))
    return (first, second), tuple(torch.lerp(mine, mine.roll(1, 0), of_theirs) for mine in told)


def sharpness(images: torch.Tensor) -> torch.Tensor:
    """[n]: var(Laplacian) / var(picture) of pictures [n, 1, 48, 48]; what decides which network reads a face."""
    middle = images[:, :, 1:-1, 1:-1]
    laplacian = images[:, :, :-2, 1:-1] + images[:, :, 2:, 1:-1] + images[:, :, 1:-1, :-2] + images[:, :, 1:-1, 2:] - 4 * middle
    return laplacian.flatten(1).var(1, unbiased=False) / images.flatten(1).var(1, unbiased=False).clamp(min=1e-8)
