"""Ask teachers about many views of every face that may be learned from, and keep their answers for `train.py --lessons`.

    python3 scripts/train/teach.py --data DATA --teachers ~/.cache/moodbox/train/teacher/last.pt --lessons ~/.cache/moodbox/train/lessons

A teacher sees each view in good light and uncovered; the student will be shown it darker, noisier and partly covered.
What is there already is left alone, so that an interrupted run goes on and a further teacher may be asked later.
"""
from __future__ import annotations

import argparse
from pathlib import Path

import processor  # before torch

import numpy as np
import torch
from torch import nn

import augment
import data
import lessons
from drafts import written
from model import INPUT_SIDE
from networks import NETWORKS, made, quick_logits

BATCH = 256


def main() -> None:
    args = arguments()
    torch.set_num_threads(1)
    args.lessons.mkdir(parents=True, exist_ok=True)
    pixels = data.load(args.data)["everything"].pixels
    for view in range(args.views):
        if not lessons.views_file(args.lessons, view).exists():
            written(lessons.views_file(args.lessons, view), placed(pixels, view).tofile)
    for weights in args.teachers:
        teacher = made(args.network, weights).to(memory_format=torch.channels_last).eval()
        for view in range(args.views):
            answer(teacher, weights.parent.name, args.lessons, view)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with pixels.u8.bin and labels.csv")
    parser.add_argument("--teachers", type=Path, nargs="+", required=True, help="weights of one or more teachers; each is known by its run's folder")
    parser.add_argument("--lessons", type=Path, required=True, help="folder for views and answers")
    parser.add_argument("--network", choices=NETWORKS, default="teacher")
    parser.add_argument("--views", type=int, default=16, help="each takes 105 MB on disk")
    return parser.parse_args()


def placed(pixels: torch.Tensor, view: int) -> np.ndarray:
    """One view of every face, [n, 64, 64] bytes, always the same for the same number."""
    rng = torch.Generator().manual_seed(view)
    parts = [augment.placed(part, rng).squeeze(1) for part in pixels.split(BATCH)]
    return torch.cat(parts).mul(255).round().byte().numpy()


def answer(teacher: nn.Module, name: str, folder: Path, view: int) -> None:
    path = lessons.answers_file(folder, name, view)
    if path.exists():
        return
    views = torch.from_numpy(np.fromfile(lessons.views_file(folder, view), np.uint8).reshape(-1, 1, INPUT_SIDE, INPUT_SIDE))
    answers = torch.cat([probabilities(teacher, part) for part in views.split(BATCH)])
    written(path, answers.half().numpy().tofile)
    print(f"{name} answered to view {view}", flush=True)


@torch.no_grad()
def probabilities(teacher: nn.Module, views: torch.Tensor) -> torch.Tensor:
    return torch.softmax(quick_logits(teacher, views.float() / 255), 2)


if __name__ == "__main__":
    main()
