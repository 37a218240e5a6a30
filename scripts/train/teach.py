"""Ask teachers about every face that may be learned from, and keep their answers for `train.py --lessons`.

    python3 scripts/train/teach.py --data DATA --teachers ~/.cache/moodbox/train/teacher/last.pt --lessons ~/.cache/moodbox/train/lessons

A teacher is shown each face many times, otherwise placed each time, in good light and uncovered; the mean of what it says is nearer the
truth than what it says of any one view, and stands for the face however the student is shown it (docs/model-card.md).
What is there already is left alone, so that an interrupted run goes on and a further teacher may be asked later.
"""
from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import processor  # before torch

import torch
from torch import nn

import augment
import data
import lessons
from drafts import written
from networks import NETWORKS, made, quick_logits

BATCH = 256


def main() -> None:
    args = arguments()
    torch.set_num_threads(1)
    args.lessons.mkdir(parents=True, exist_ok=True)
    pixels = data.load(args.data)["everything"].pixels
    for weights in args.teachers:
        path = lessons.answers_file(args.lessons, weights.parent.name)
        if not path.exists():
            said = answers(made(args.network, weights), pixels, args.views)
            written(path, said.numpy().tofile)
            print(f"{weights.parent.name} answered about {len(pixels)} faces in {args.views} views each", flush=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with pixels.u8.bin and labels.csv")
    parser.add_argument("--teachers", type=Path, nargs="+", required=True, help="weights of one or more teachers; each is known by its run's folder")
    parser.add_argument("--lessons", type=Path, required=True, help="folder for the answers")
    parser.add_argument("--network", choices=NETWORKS, default="teacher")
    parser.add_argument("--views", type=int, default=8, help="how often each face is shown to each teacher")
    return parser.parse_args()


def answers(teacher: nn.Module, pixels: torch.Tensor, views: int) -> torch.Tensor:
    """[n, 2, 7]: the mean over views that are the same for every teacher."""
    teacher = teacher.to(memory_format=torch.channels_last).eval()
    return torch.stack([torch.cat([probabilities(teacher, part) for part in view(pixels, number)]) for number in range(views)]).mean(0)


def view(pixels: torch.Tensor, number: int) -> Iterator[torch.Tensor]:
    """Batches of images [n, 1, 64, 64] in [0, 1], always the same for the same number."""
    rng = torch.Generator().manual_seed(number)
    return (augment.placed(part, augment.ROOM, rng) for part in pixels.split(BATCH))


@torch.no_grad()
def probabilities(teacher: nn.Module, images: torch.Tensor) -> torch.Tensor:
    return torch.softmax(quick_logits(teacher, images), 2)


if __name__ == "__main__":
    main()
