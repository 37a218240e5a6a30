"""Two networks, near and far, by the clock on one accelerator.

    python3 specialists.py run --seconds 575 --out OUT [--state DIR]      check everything for some seconds, then near, far, and how both do on validation
    python3 specialists.py more --seconds 100 --out OUT --state DIR       both a little further, on every face (validation has learned from then on)

The check comes first: it measures the teachers and the device, and settles how many teachers look at the near network's views (2, 1 or none). If it
fails the run ends at once with 1. In OUT: `near.pt`, `far.pt` (averaged weights, float32, unfolded), `report.json`, `validation.pt` (the answers of both to every row).
"""
from __future__ import annotations

import argparse
import gc
import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

STARTED = time.monotonic()

import numpy as np
import torch
from torch import nn

import course
import data
import faces
import live
import measure
import routed
import special
import views
from branched import fold
from data import SIDE
from faces import Deck
from model import INPUT_SIDE
from rooms import Room
from special import Told
from students import BranchedMirror
from teachers import ResNet

HERE = Path(__file__).resolve().parent
BATCH, DECAY, KEEP = 512, 0.03, 0.9995
# The peak of the rate; a tenth of the time goes up to it.
RATE, MORE_RATE, WARM_UP = 0.008, 0.002, 0.06
LESSON_SHARE, LATE_LESSON_SHARE, LATE = 0.85, 0.65, 0.7
CALM = 0.85
NEAR_SHARE = 0.68
# Seconds kept for the last comparison and for writing.
RESERVE = 35.0
# Epochs that the near network should have at least with so many teachers beside it.
WORTHWHILE = {2: 110.0, 1: 80.0}
# What a teacher must be right on (votes, validation, with the mirror image) to be asked at all.
FIT_TO_TEACH = 0.83
CHECKED_FACES = 512


@dataclass
class Run:
    """What all stages share."""

    device: torch.device
    data: Path
    out: Path
    state: Path | None
    seconds: float
    parts: dict[str, Deck]
    chosen: dict[str, torch.Tensor]
    lessons: torch.Tensor
    graphs: bool
    picture_graphs: bool
    batch: int
    seed: int
    rooms: dict[str, Room]
    alone: bool = False
    teachers: list[live.Teacher] = field(default_factory=list)
    report: dict[str, object] = field(default_factory=dict)

    def left(self) -> float:
        return self.seconds - (time.monotonic() - STARTED)

    @property
    def cuda(self) -> bool:
        return self.device.type == "cuda"

    def write(self) -> None:
        self.report["seconds_gone"] = round(time.monotonic() - STARTED, 1)
        draft = self.out / "report.draft"
        draft.write_text(json.dumps(self.report, indent=1) + "\n")
        os.replace(draft, self.out / "report.json")


def say(text: str) -> None:
    print(f"[{time.monotonic() - STARTED:6.1f}] {text}", flush=True)


def main() -> None:
    args = arguments()
    run = begun(args)
    try:
        if args.mode == "run":
            check(run)
            reserve = min(RESERVE, 0.1 * run.seconds)
            stage(run, "near", lambda: learned(run, "near", NEAR_SHARE * (run.left() - reserve)))
            stage(run, "far", lambda: learned(run, "far", run.left() - reserve))
            stage(run, "compared", lambda: compared(run))
        else:
            more(run)
    except course.NoGraph as error:
        again(args, error)
    if run.cuda:
        say(f"peak memory {torch.cuda.max_memory_allocated() / 2**30:.1f} GiB")
    failures = run.report.get("failures", {})
    run.write()
    say(f"done; failed: {', '.join(failures) or 'nothing'}")
    raise SystemExit(1 if failures else 0)


def stage(run: Run, name: str, work: Callable[[], None]) -> None:
    """A stage that fails leaves the others going."""
    since = time.monotonic()
    try:
        work()
    except course.NoGraph:
        raise
    except Exception:
        say(f"{name} failed:\n{traceback.format_exc()}")
        run.report.setdefault("failures", {})[name] = traceback.format_exc()
    run.report.setdefault("stage_seconds", {})[name] = round(time.monotonic() - since, 1)
    run.write()
    emptied(run)


def emptied(run: Run) -> None:
    gc.collect()
    if run.cuda:
        torch.cuda.empty_cache()


def again(args: argparse.Namespace, error: course.NoGraph) -> None:
    """Begins this process again without the graph that cannot be captured, with the time that is left."""
    say(f"no graph of {error}; again without")
    without = sorted({*args.without_graphs_of, error.what})
    os.execv(sys.executable, [sys.executable, __file__, *sys.argv[1:], "--begun", f"{time.monotonic() - STARTED:.1f}", "--without-graphs-of", *without])


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mode", choices=("run", "more"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seconds", type=float, required=True, help="for everything, from the start of Python on")
    parser.add_argument("--state", type=Path, help="a folder outside OUT where the weights are kept for `more`")
    parser.add_argument("--data", type=Path, default=HERE / "data")
    parser.add_argument("--device", default="cuda:0")
    parser.add_argument("--without-graphs-of", choices=("steps", "pictures"), nargs="*", default=[])
    parser.add_argument("--alone", action="store_true", help="no teachers beside the near network: where a run with them came to nothing")
    parser.add_argument("--begun", type=float, default=0.0, help="seconds that have gone before this process")
    parser.add_argument("--faces", type=int, help="only so many of each part: to try it")
    parser.add_argument("--batch", type=int, default=BATCH, help="to try it")
    parser.add_argument("--seed", type=int, default=20261127)
    return parser.parse_args()


def begun(args: argparse.Namespace) -> Run:
    global STARTED
    STARTED -= args.begun
    device = torch.device(args.device)
    name = "cpu"
    if device.type == "cuda":
        torch.cuda.init()
        torch.backends.cudnn.benchmark = True
        name = torch.cuda.get_device_name()
        say(f"{name}, torch {torch.__version__}")
    torch.manual_seed(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    rows, pixels = faces.unpacked(args.data)
    split = data.split(rows, pixels)
    lessons = np.fromfile(HERE / "lessons-clean.f2", np.float16).astype(np.float32).reshape(-1, 2, faces.CLASSES)
    assert len(lessons) == len(split["everything"]) and faces.numbers(rows, split["everything"]) == json.loads((HERE / "lessons-clean.json").read_text())["rows"]
    kept = torch.arange(len(lessons))
    if args.faces:
        trained = len(split["train"])
        kept = torch.cat([kept[:trained][: args.faces], kept[trained:][: args.faces]])
        split = {part: wanted[: args.faces] for part, wanted in split.items()}
        split["everything"] = split["train"] + split["validation"]
    everything = faces.deck(rows, pixels, split["everything"]).to(device)
    trained = len(split["train"])
    last = Deck(everything.pixels[trained:], everything.targets[trained:], everything.labels[trained:], everything.majority[trained:])
    known = set(json.loads((args.data / "known.json").read_text()))
    numbers = faces.numbers(rows, split["everything"])
    learnable = torch.tensor([index for index, number in enumerate(numbers) if number not in known], device=device)
    chosen = {"everything": learnable, "train": learnable[learnable < trained]}
    say(f"{len(chosen['train'])} of {trained} to train on, {len(last)} to validate on")
    rooms = {"near": Room(device, special.NEAR), "far": Room(device, special.FAR), "rows": Room(device)}
    return Run(
        device, args.data, args.out, args.state, args.seconds, {"everything": everything, "train": everything.first(trained), "validation": last}, chosen,
        torch.from_numpy(lessons)[kept].to(device), "steps" not in args.without_graphs_of, "pictures" not in args.without_graphs_of, args.batch, args.seed, rooms,
        args.alone, [], {"device": name, "torch": torch.__version__, "seed": args.seed, "seconds": args.seconds, "train": trained, "validation": len(last)},
    )


# --- check: a minute at most, before anything is learned


def check(run: Run) -> None:
    """Raises what makes a run pointless; what the run can do without is left out of it."""
    since = time.monotonic()
    teachers = [] if run.alone else fit_teachers(run)
    rates = run.report.setdefault("faces_a_second", {})
    rates["far"] = round(rate_of(run, "far", []))
    near_seconds = NEAR_SHARE * (run.seconds - 60 - RESERVE)
    for count in range(len(teachers), -1, -1):
        try:
            rate = rates[f"near, {count} teachers"] = round(rate_of(run, "near", teachers[:count]))
        except course.NoGraph:
            raise
        except Exception as error:
            if not count:
                raise
            say(f"near with {count} teachers: {(str(error).splitlines() or [type(error).__name__])[0]}")
            continue
        epochs = rate * near_seconds / max(1, len(run.chosen["train"]))
        if not count or epochs >= WORTHWHILE[min(count, 2)]:
            run.teachers = teachers[:count]
            say(f"near learns beside {count} teachers: {epochs:.0f} epochs")
            break
    fold_check(run)
    run.report["live_teachers"] = len(run.teachers)
    run.report.setdefault("stage_seconds", {})["check"] = round(time.monotonic() - since, 1)
    run.write()
    emptied(run)


def fit_teachers(run: Run) -> list[live.Teacher]:
    """The teachers that answer as well as they did when they were taught, the best first."""
    short = torch.bfloat16 if run.cuda else torch.float32
    told = []
    try:
        for number, weights in enumerate(live.unpacked(run.data / "teachers.xz"), 3):
            network = ResNet()
            network.load_state_dict(weights)
            teacher = live.Teacher(network, run.device, short)
            figures = accuracies(teacher_says([teacher], run), run.parts["validation"])
            say(f"teacher {number}: votes {figures['votes']:.4f}, labels {figures['labels']:.4f}")
            run.report.setdefault("teachers", {})[number] = figures
            if figures["votes"] >= FIT_TO_TEACH or not run.cuda:
                told.append((figures["votes"], teacher))
        teachers = [teacher for _, teacher in sorted(told, key=lambda each: -each[0])]
        if len(teachers) > 1:
            run.report["teachers"]["mean"] = accuracies(teacher_says(teachers, run), run.parts["validation"])
            say(f"their mean: {run.report['teachers']['mean']}")
        return teachers
    except Exception:
        say(f"no teachers:\n{traceback.format_exc()}")
        run.report.setdefault("notes", []).append("no live teachers: " + traceback.format_exc())
        return []


def teacher_says(teachers: list[live.Teacher], run: Run) -> torch.Tensor:
    with untuned():
        return torch.cat([live.both_sides(teachers, views.grey(part)) for part in run.parts["validation"].pixels.split(1024)])


def accuracies(said: torch.Tensor, deck: Deck) -> dict[str, float]:
    clear = deck.majority >= 0
    return {
        "votes": measure.mean((said[:, 0, : measure.SEVEN].argmax(1) == deck.majority)[clear]),
        "labels": measure.mean(said[:, 1, : measure.SEVEN].argmax(1) == deck.labels),
    }


class untuned:
    """For sizes that come once: cuDNN does not try which of its ways is the fastest."""

    def __enter__(self) -> None:
        self.tuned, torch.backends.cudnn.benchmark = torch.backends.cudnn.benchmark, False

    def __exit__(self, *_: object) -> None:
        torch.backends.cudnn.benchmark = self.tuned


def rate_of(run: Run, name: str, teachers: list[live.Teacher]) -> float:
    """Faces a second of whole steps, pictures and teachers included; raises where the loss is no number."""
    stepper, prepared, _ = machinery(run, name, "train", teachers, begin(run, name))
    stepper.optimiser.rate.fill_(1e-4)
    order = run.chosen["train"][torch.randint(len(run.chosen["train"]), (course.AHEAD * run.batch,), device=run.device)]
    rounds, since = -1, time.monotonic()
    while rounds < 2 or time.monotonic() - since < 1.2:
        images, targets = prepared(order)
        for pair in zip(images.split(run.batch), targets.split(run.batch)):
            stepper(*pair)
        waited(run)
        rounds += 1
        if rounds == 0:
            since = time.monotonic()
        if not run.cuda and rounds:
            break
    rate = rounds * len(order) / (time.monotonic() - since)
    loss = float(stepper.loss)
    say(f"{name} with {len(teachers)} teachers: {rate:.0f} faces/s, loss {loss:.3f}, graphs: {stepper.graph is not None}, {prepared.graph is not None}")
    if not np.isfinite(loss) or loss > 4:
        raise ValueError(f"a loss of {loss}")
    del stepper, prepared
    emptied(run)
    return rate


def waited(run: Run) -> None:
    if run.cuda:
        torch.cuda.synchronize()


@torch.no_grad()
def fold_check(run: Run) -> None:
    network = BranchedMirror()
    network.load_state_dict(begin(run, "near"))
    plain, probe = fold(network), views.plain(views.grey(run.parts["validation"].pixels[:64].cpu()), INPUT_SIDE)
    apart = float((plain(probe) - network.eval()(probe)).abs().max())
    parameters = sum(p.numel() for p in plain.parameters())
    if apart > 1e-4 or parameters > 60_000:
        raise ValueError(f"folded: {apart} apart, {parameters} parameters")
    say(f"folded: {apart:.1e} apart, {parameters} parameters")


# --- learning


def begin(run: Run, name: str) -> dict[str, torch.Tensor]:
    """Both begin as student B of the run before, which has not seen validation."""
    return torch.load(HERE / "student-b.pt", map_location="cpu")


def machinery(run: Run, name: str, part: str, teachers: list[live.Teacher], weights: dict[str, torch.Tensor]) -> tuple[course.Stepper, course.Prepared, Told]:
    model = BranchedMirror()
    model.load_state_dict(weights)
    model = model.to(run.device).to(memory_format=torch.channels_last).train()
    stepper = course.Stepper(model, course.Adam(list(model.parameters()), DECAY), course.Average(model), run.batch, INPUT_SIDE, course.Ways(run.graphs and run.cuda, True, run.cuda))
    told = Told(torch.tensor(LESSON_SHARE, device=run.device), torch.tensor(1.0, device=run.device))
    deck, room = run.parts[part], run.rooms[name]
    show = special.to_near(deck, run.lessons, told, room, run.batch, teachers) if name == "near" else special.to_far(deck, run.lessons, told, room, run.batch)
    return stepper, course.Prepared(show, course.AHEAD * run.batch, run.device, run.picture_graphs), told


def learned(run: Run, name: str, seconds: float, part: str = "train", weights: dict[str, torch.Tensor] | None = None, rate: float = RATE) -> None:
    since = time.monotonic()
    torch.manual_seed(run.seed + len(name))
    stepper, prepared, told = machinery(run, name, part, run.teachers if name == "near" else [], weights or begin(run, name))
    file = f"{name}.pt" if part == "train" else f"{name}-every.pt"
    entry = run.report.setdefault(name if part == "train" else f"{name} on every face", {"by_the_clock": []})

    def tell(text: str) -> None:
        figures = glance(run, stepper.average.model, name)
        saved(run, stepper.average.model, file)
        entry["by_the_clock"].append({"seconds": round(time.monotonic() - since, 1), **figures})
        run.write()
        say(f"{text}; {figures}")

    def on_progress(progress: float) -> None:
        told.lesson_share.fill_(LESSON_SHARE if progress < LATE and part == "train" else LATE_LESSON_SHARE)
        told.blend_chance.fill_(1.0 if progress < CALM and part == "train" else 0.0)

    plan = course.Plan(seconds - (time.monotonic() - since) - min(1.5, 0.05 * seconds), run.batch, rate, KEEP, WARM_UP)
    say(f"{name} on {part}, {plan.seconds:.0f} s")
    if plan.seconds < 1:
        saved(run, stepper.average.model, file)
        raise TimeoutError(f"no time is left for {name}: its weights are those that it began with")
    entry.update(asdict(course.taught(stepper, prepared, run.chosen[part], plan, on_progress, tell)))
    tell(f"{name}: {entry['epochs']:.0f} epochs at {entry['faces_a_second']:.0f} faces/s")


GLANCES = {"near": ("as it is", "frames", "turned +22"), "far": ("as it is", "24 px", "focus 1.5")}


def glance(run: Run, network: nn.Module, name: str) -> dict[str, object]:
    """Votes and labels of a few rows on validation, and how far the answers are from the lessons on what was learned and on what was not."""
    network.eval()
    told = {}
    with untuned(), torch.no_grad():
        for row in GLANCES[name]:
            logits = measure.logits_of(asked(network), run.parts["validation"], run.rooms["rows"], measure.ROWS[row])
            figures = measure.row(logits, run.parts["validation"], measure.Temperatures())
            told[row] = (figures["votes"], figures["labels"])
            if row == "as it is":
                told["apart"] = apart(logits, run.lessons[len(run.parts["train"]) :].cpu())
        first = run.parts["train"].first(len(run.parts["validation"]))
        told["apart, learned"] = apart(measure.logits_of(asked(network), first, run.rooms["rows"], measure.as_it_is), run.lessons[: len(first)].cpu())
    return told


def apart(logits: torch.Tensor, lessons: torch.Tensor) -> tuple[float, ...]:
    """Divergence of the answers from the lessons: votes, labels."""
    gap = (lessons * (lessons.clamp(min=1e-8).log() - torch.log_softmax(logits, 2))).sum(2).mean(0)
    return tuple(round(float(each), 4) for each in gap)


def asked(network: nn.Module) -> measure.Answer:
    return lambda images: network(views.plain(images, INPUT_SIDE).contiguous(memory_format=torch.channels_last))


def saved(run: Run, model: nn.Module, file: str) -> None:
    weights = {name: value.detach().cpu().contiguous().clone() for name, value in model.state_dict().items()}
    for folder in (run.out, *([run.state] if run.state else [])):
        folder.mkdir(parents=True, exist_ok=True)
        torch.save(weights, folder / "draft.pt")
        os.replace(folder / "draft.pt", folder / file)


# --- the end


def compared(run: Run) -> None:
    """Every row of validation by both, by B before, and by whichever sharpness chooses; temperatures of each for what it is sent."""
    networks = {"near": "near.pt", "far": "far.pt", "before": None}
    models = {}
    for name, file in networks.items():
        network = BranchedMirror()
        network.load_state_dict(torch.load(run.out / file, map_location="cpu") if file else begin(run, name))
        models[name] = network.to(run.device).to(memory_format=torch.channels_last).eval()
    with untuned(), torch.no_grad():
        rows, sharp = routed.answers({name: asked(model) for name, model in models.items()}, run.parts["validation"], run.rooms["rows"])
    told = {"sharpness": sharp.half(), "rows": list(measure.ROWS), **{name: logits.half() for name, logits in rows.items()}}
    torch.save(told, run.out / "validation.pt")
    figures = routed.figures(rows, sharp, run.parts["validation"])
    run.report["compared"] = figures
    run.report["folded_apart"] = {name: folded_apart(run, model) for name, model in models.items()}
    for line in routed.table(figures):
        say(line)


@torch.no_grad()
def folded_apart(run: Run, model: nn.Module) -> float:
    probe = views.plain(views.grey(run.parts["validation"].pixels[:64].cpu()), INPUT_SIDE)
    twin = BranchedMirror()
    twin.load_state_dict({name: value.cpu() for name, value in model.state_dict().items()})
    return float((fold(twin)(probe) - twin.eval()(probe)).abs().max())


def more(run: Run) -> None:
    """From the weights that are kept in the state's folder, with every face."""
    if run.state is None:
        raise ValueError("--state: where the weights are")
    run.teachers = [] if run.alone else fit_teachers(run)
    for name, share in (("near", 0.7), ("far", 1.0)):
        weights = torch.load(run.state / f"{name}.pt", map_location="cpu")
        stage(run, name, lambda name=name, share=share, weights=weights: learned(run, name, share * (run.left() - 2), "everything", weights, MORE_RATE))


if __name__ == "__main__":
    main()
