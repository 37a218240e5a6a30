"""Train mini-XCEPTION on FER-2013; stop it at any time, start it again, and it goes on from its last finished epoch.

    python3 scripts/train/train.py --data ../shared/data/fer2013 --run ~/.cache/moodbox/train/base --epochs 30

One thread a process: on two cores two runs side by side are faster than one run on both. The best weights are chosen
on the validation part only; PublicTest is never looked at here.
"""
from __future__ import annotations

import argparse
import copy
import json
import math
import os
import time
from dataclasses import dataclass
from pathlib import Path

# PyTorch 1.13's oneDNN crashes in channels_last training on newer processors (seen with AVX512-FP16); AVX2 is as fast here.
os.environ.setdefault("DNNL_MAX_CPU_ISA", "AVX2")

import torch
import torch.nn.functional as F

import augment
import data
from equalise import equalised
from model import MiniXception, parameter_count

BATCH = 64
WEIGHT_DECAY = 0.02
EMA_DECAY = 0.999
WARM_UP = 0.2


@dataclass
class Training:
    """All that must survive an interruption, beside the two random generators."""

    model: MiniXception
    average: MiniXception
    optimiser: torch.optim.Optimizer
    rng: torch.Generator
    equalise: bool
    epoch: int = 0
    best: float = 0.0


def main() -> None:
    args = arguments()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    args.run.mkdir(parents=True, exist_ok=True)
    parts = data.load(args.data)
    train, validation = parts["train"], parts["validation"]
    targets = data.soft_targets(train, args.label_weight)
    state = begin(args)
    restore(state, args.run / "checkpoint.pt")
    print(f"{parameter_count(state.model)} parameters, {len(train)} faces to train on, {len(validation)} to validate on, from epoch {state.epoch}", flush=True)
    while state.epoch < args.epochs:
        started = time.monotonic()
        loss = one_epoch(state, train.pixels, targets, args)
        state.epoch += 1
        seen = accuracy(state.average, validation, args.equalise)
        record = {"epoch": state.epoch, "loss": round(loss, 4), "validation": round(seen, 4), "seconds": round(time.monotonic() - started, 1)}
        if seen > state.best:
            state.best = seen
            save(state.average.state_dict(), args.run / "best.pt")
        keep(state, args.run / "checkpoint.pt")
        with (args.run / "log.jsonl").open("a") as log:
            log.write(json.dumps(record) + "\n")
        print(json.dumps(record), flush=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with pixels.u8.bin and labels.csv")
    parser.add_argument("--run", type=Path, required=True, help="folder for checkpoint, log and best weights")
    parser.add_argument("--epochs", type=int, default=24, help="a resumed run may be given another length: the rate follows from where it stands")
    parser.add_argument("--lr", type=float, default=0.006, help="peak of the one-cycle schedule")
    parser.add_argument("--label-weight", type=float, default=0.6, help="share of FER-2013's label in the target; the rest is FERPlus votes")
    parser.add_argument("--equalise", action="store_true", help="spread the greys of each image first; export with --equalise too, so that the daemon does it as well")
    parser.add_argument("--seed", type=int, default=27849)
    return parser.parse_args()


def begin(args: argparse.Namespace) -> Training:
    model = MiniXception().to(memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(model.parameters(), lr=args.lr, weight_decay=WEIGHT_DECAY)
    rng = torch.Generator().manual_seed(args.seed)
    return Training(model, copy.deepcopy(model).eval(), optimiser, rng, args.equalise)


def one_epoch(state: Training, pixels: torch.Tensor, targets: torch.Tensor, args: argparse.Namespace) -> float:
    state.model.train()
    total, batches = 0.0, len(pixels) // BATCH
    order = torch.randperm(len(pixels), generator=state.rng)
    for index, chosen in enumerate(order[: batches * BATCH].view(batches, BATCH)):
        step = state.epoch * batches + index
        set_rate(state.optimiser, args.lr * one_cycle(step / (args.epochs * batches)))
        images = seen_as(augment.varied(pixels[chosen], state.rng), state.equalise).contiguous(memory_format=torch.channels_last)
        loss = F.cross_entropy(state.model(images), targets[chosen])
        state.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        state.optimiser.step()
        follow(state.average, state.model, step)
        total += loss.item()
    return total / batches


def one_cycle(progress: float) -> float:
    """The share of the peak rate after this share of the training: a fifth of the way up, then down to nothing, both as a cosine."""
    if progress < WARM_UP:
        return 0.04 + 0.96 * (1 - math.cos(math.pi * progress / WARM_UP)) / 2
    return (1 + math.cos(math.pi * (progress - WARM_UP) / (1 - WARM_UP))) / 2


def set_rate(optimiser: torch.optim.Optimizer, rate: float) -> None:
    for group in optimiser.param_groups:
        group["lr"] = rate


@torch.no_grad()
def follow(average: MiniXception, model: MiniXception, step: int) -> None:
    """An exponential moving average of the weights, quicker at the start; the normalisations' statistics are averaged too."""
    share = 1 - min(EMA_DECAY, (1 + step) / (10 + step))
    for slow, fast in zip(average.state_dict().values(), model.state_dict().values()):
        if slow.dtype.is_floating_point:
            slow.lerp_(fast, share)
        else:
            slow.copy_(fast)


def seen_as(images: torch.Tensor, equalise: bool) -> torch.Tensor:
    return equalised(images) if equalise else images


@torch.no_grad()
def accuracy(model: MiniXception, faces: data.Faces, equalise: bool = False) -> float:
    right = 0
    for start in range(0, len(faces), 256):
        logits = model(seen_as(augment.plain(faces.pixels[start : start + 256]), equalise))
        right += int((logits.argmax(1) == faces.labels[start : start + 256]).sum())
    return right / len(faces)


def keep(state: Training, path: Path) -> None:
    save(
        {
            "model": state.model.state_dict(),
            "average": state.average.state_dict(),
            "optimiser": state.optimiser.state_dict(),
            "rng": state.rng.get_state(),
            "epoch": state.epoch,
            "best": state.best,
        },
        path,
    )


def restore(state: Training, path: Path) -> None:
    if not path.exists():
        return
    kept = torch.load(path)
    for name in ("model", "average", "optimiser"):
        getattr(state, name).load_state_dict(kept[name])
    state.rng.set_state(kept["rng"])
    state.epoch, state.best = kept["epoch"], kept["best"]


def save(what: object, path: Path) -> None:
    """Written beside and renamed, so that an interruption never leaves half a file."""
    draft = path.with_suffix(".draft")
    torch.save(what, draft)
    os.replace(draft, path)


if __name__ == "__main__":
    main()
