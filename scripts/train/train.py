"""Train a network on FER-2013; stop it at any time, start it again, and it goes on from its last finished epoch.

    python3 scripts/train/train.py --data ../shared/data/fer2013 --run ~/.cache/moodbox/train/base --epochs 30

One thread a process: on two cores two runs side by side are faster than one run on both. The best weights are chosen
on the validation part only; PublicTest is never looked at here.
"""
from __future__ import annotations

import argparse
import copy
import json
import math
import time
from dataclasses import dataclass
from pathlib import Path

import processor  # before torch

import torch
import torch.nn.functional as F
from torch import nn

import augment
import data
import lessons
from drafts import written
from equalise import equalised
from manifest import worth
from model import parameter_count
from networks import NETWORKS, both, made, quick_logits

BATCH = 64
WEIGHT_DECAY = 0.02
EMA_DECAY = 0.999
WARM_UP = 0.2
# What training makes hard the room seldom does: a run may end on it.
CALM = "half"


@dataclass
class Training:
    """All that must survive an interruption, beside the two random generators."""

    model: nn.Module
    average: nn.Module
    optimiser: torch.optim.Optimizer
    rng: torch.Generator
    epoch: int = 0
    best: float = 0.0


@dataclass(frozen=True)
class Course:
    """What there is to learn: faces [n, 48, 48] uint8, what is to be said of them [n, 2, 7], and how often each may come."""

    pixels: torch.Tensor
    targets: torch.Tensor
    chances: torch.Tensor


def main() -> None:
    args = arguments()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    args.run.mkdir(parents=True, exist_ok=True)
    parts = data.load(args.data)
    train, validation = parts["everything" if args.everything else "train"], parts["validation"]
    if len(train) < BATCH or len(validation) == 0:
        raise SystemExit(f"{args.data} has {len(train)} faces to train on and {len(validation)} to validate on; {BATCH} and 1 are the least")
    state = begin(args)
    restore(state, args.run / "checkpoint.pt")
    course = course_of(train, len(parts["everything"]), args)
    print(f"{parameter_count(state.model)} parameters, {len(train)} faces to train on, {0 if args.everything else len(validation)} to validate on, from epoch {state.epoch}", flush=True)
    while state.epoch < args.epochs:
        started = time.monotonic()
        calm = state.epoch >= args.epochs - args.calm
        loss = one_epoch(state, course, CALM if calm else args.augment, args)
        state.epoch += 1
        seen = {} if args.everything else measured(state, validation, args.equalise)
        record = {"epoch": state.epoch, "loss": round(loss, 4), **seen, "seconds": round(time.monotonic() - started, 1)}
        if seen and worth(seen) > state.best:
            state.best = worth(seen)
            save(state.average.state_dict(), args.run / "best.pt")
        keep(state, args.run / "checkpoint.pt")
        with (args.run / "log.jsonl").open("a") as log:
            log.write(json.dumps(record) + "\n")
        print(json.dumps(record), flush=True)
    save(state.average.state_dict(), args.run / "last.pt")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with pixels.u8.bin and labels.csv")
    parser.add_argument("--run", type=Path, required=True, help="folder for checkpoint, log and best weights")
    parser.add_argument("--network", choices=NETWORKS, default="compact-xception")
    parser.add_argument("--epochs", type=int, default=24, help="a resumed run may be given another length: the rate follows from where it stands")
    parser.add_argument("--lr", type=float, default=0.006, help="peak of the schedule")
    parser.add_argument("--schedule", choices=SCHEDULES, default="one-cycle")
    parser.add_argument("--label-weight", type=float, default=0.5, help="share of the loss that is about FER-2013's labels; the rest is about FERPlus' votes")
    parser.add_argument("--smoothing", type=float, default=0.1, help="share of the votes in the target that stands for the label")
    parser.add_argument("--lessons", type=Path, help="folder that teach.py wrote: its teachers' answers take part in the targets")
    parser.add_argument("--lesson-weight", type=float, default=0.7, help="share of the teachers' answers in the target")
    parser.add_argument("--augment", choices=augment.KINDS, default="room", help="how much of what a room adds is added")
    parser.add_argument("--placing", type=float, default=1.0, help="share of the turns, zooms and shifts")
    parser.add_argument("--calm", type=int, default=0, help="in the last so many epochs every second image is in full light, as with --augment half")
    parser.add_argument("--begin", type=Path, help="weights to begin with, instead of random ones: best.pt of a run, or the model.onnx that is shipped")
    parser.add_argument("--everything", action="store_true", help="learn from the validation part too: for a recipe that is settled; nothing is validated, and last.pt is what counts")
    parser.add_argument("--mixup", type=float, default=0.0, help="up to this share of another image is mixed into each")
    parser.add_argument("--balance", type=float, default=0.0, help="0: each face comes once an epoch; 1: each emotion equally often")
    parser.add_argument("--equalise", action="store_true", help="spread the greys of each image first; export with --equalise too, so that the daemon does it as well")
    parser.add_argument("--seed", type=int, default=27849)
    return parser.parse_args()


def begin(args: argparse.Namespace) -> Training:
    model = made(args.network, args.begin).to(memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(model.parameters(), lr=args.lr, weight_decay=WEIGHT_DECAY)
    rng = torch.Generator().manual_seed(args.seed)
    return Training(model, copy.deepcopy(model).eval(), optimiser, rng)


def course_of(train: data.Faces, taught_faces: int, args: argparse.Namespace) -> Course:
    """The votes and labels, and, where there are lessons, what teachers answered about `taught_faces` faces, of which these are the first."""
    targets = data.soft_targets(train, args.smoothing)
    if args.lessons:
        targets = torch.lerp(targets, lessons.answers(args.lessons, taught_faces)[: len(train)], args.lesson_weight)
    return Course(train.pixels, targets, torch.bincount(train.labels).float().pow(-args.balance)[train.labels])


def one_epoch(state: Training, course: Course, augmentation: str, args: argparse.Namespace) -> float:
    state.model.train()
    total, batches = 0.0, len(course.chances) // BATCH
    for index, chosen in enumerate(order(course.chances, args.balance > 0, state.rng)[: batches * BATCH].view(batches, BATCH)):
        step = state.epoch * batches + index
        set_rate(state.optimiser, args.lr * SCHEDULES[args.schedule](step / (args.epochs * batches)))
        shown = augment.varied(course.pixels[chosen], augmentation, args.placing, state.rng)
        images, targets = mixed(shown, course.targets[chosen], args.mixup, state.rng)
        loss = loss_of(quick_logits(state.model, seen_as(images, args.equalise)), targets, args.label_weight)
        state.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        state.optimiser.step()
        follow(state.average, state.model, step)
        total += loss.item()
    return total / batches


def loss_of(logits: torch.Tensor, targets: torch.Tensor, label_weight: float) -> torch.Tensor:
    """Cross-entropy of both answers, [n, 2, 7] each; `label_weight` is the share of the second."""
    people, labels = (F.cross_entropy(logits[:, head], targets[:, head]) for head in (0, 1))
    return (1 - label_weight) * people + label_weight * labels


def order(chances: torch.Tensor, drawn: bool, rng: torch.Generator) -> torch.Tensor:
    """Every face once, or as many drawn by their chances."""
    if drawn:
        return torch.multinomial(chances, len(chances), replacement=True, generator=rng)
    return torch.randperm(len(chances), generator=rng)


def mixed(images: torch.Tensor, targets: torch.Tensor, most: float, rng: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Mixup (Zhang et al., 2018) with the images' neighbours in the batch."""
    if most == 0:
        return images, targets
    share = torch.rand(len(images), 1, generator=rng) * most
    pixels = share.view(-1, 1, 1, 1)
    return torch.lerp(images, images.roll(1, 0), pixels), torch.lerp(targets, targets.roll(1, 0), share.view(-1, 1, 1))


def one_cycle(progress: float) -> float:
    """The share of the peak rate after this share of the training: a fifth of the way up, then down to nothing, both as a cosine."""
    if progress < WARM_UP:
        return 0.04 + 0.96 * (1 - math.cos(math.pi * progress / WARM_UP)) / 2
    return (1 + math.cos(math.pi * (progress - WARM_UP) / (1 - WARM_UP))) / 2


def cosine(progress: float) -> float:
    """From the peak rate down to nothing, without a way up but for the first hundredth."""
    return min(1.0, 0.1 + progress * 90) * (1 + math.cos(math.pi * progress)) / 2


SCHEDULES = {"one-cycle": one_cycle, "cosine": cosine}


def set_rate(optimiser: torch.optim.Optimizer, rate: float) -> None:
    for group in optimiser.param_groups:
        group["lr"] = rate


@torch.no_grad()
def follow(average: nn.Module, model: nn.Module, step: int) -> None:
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
def logits_of(model: nn.Module, faces: data.Faces, equalise: bool = False) -> torch.Tensor:
    """[n, 2, 7], in float32, each face as it is."""
    return torch.cat([both(model(seen_as(augment.plain(part), equalise))) for part in faces.pixels.split(256)])


def measured(state: Training, faces: data.Faces, equalise: bool) -> dict[str, float]:
    """`accuracies` of the averaged weights, and by the labels of the others too."""
    return {**accuracies(state.average, faces, equalise), "unaveraged": accuracies(state.model.eval(), faces, equalise)["validation"]}


def accuracies(model: nn.Module, faces: data.Faces, equalise: bool = False) -> dict[str, float]:
    """Shares of right answers: `validation` by FER-2013's labels, `votes` by the majority of FERPlus where it names one of our seven;
    each by the head that is for it. `surprise` is the cross-entropy of the label, which tells runs apart sooner."""
    logits = logits_of(model, faces, equalise)
    people, labels = logits.argmax(2).unbind(1)
    clear = faces.majority >= 0
    right, agreed = (labels == faces.labels).float().mean(), (people == faces.majority)[clear].float().mean()
    surprise = F.cross_entropy(logits[:, 1], faces.labels)
    told = {"validation": round(float(right), 4), "surprise": round(float(surprise), 4)}
    return {**told, **({"votes": round(float(agreed), 4)} if clear.any() else {})}


def keep(state: Training, path: Path) -> None:
    save(
        {
            "model": state.model.state_dict(),
            "average": state.average.state_dict(),
            "optimiser": state.optimiser.state_dict(),
            "rng": state.rng.get_state(),
            "dropout": torch.get_rng_state(),
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
    torch.set_rng_state(kept["dropout"])
    state.epoch, state.best = kept["epoch"], kept["best"]


def save(what: object, path: Path) -> None:
    written(path, lambda draft: torch.save(what, draft))


if __name__ == "__main__":
    main()
