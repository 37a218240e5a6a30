"""From trained weights to models/: ONNX and TensorFlow.js files, a parity sample, the Haar cascade, and the manifest over all.

    python3 scripts/train/export.py --weights ~/.cache/moodbox/train/base/best.pt --out models/mini-xception

Both model files hold the same weights. `parity.json` keeps what PyTorch itself answers to a few seeded inputs, so that
the tests can hold every engine to it without PyTorch.
"""
from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import processor  # before torch

import torch
from torch import nn

import manifest
import to_keras
import to_onnx
from branched import fold
from equalise import equalised
from model import INPUT_SIDE, OUTPUTS, heads
from networks import NETWORKS, made

CASCADE = Path("/usr/share/opencv4/haarcascades/haarcascade_frontalface_default.xml")
PARITY_SEEDS = (1, 2, 3, 4)


def main() -> None:
    args = arguments()
    torch.set_num_threads(1)
    temperature = (args.temperature, args.label_temperature or args.temperature)
    network = load(args.network, args.weights, temperature)
    args.out.mkdir(parents=True, exist_ok=True)
    epochs = manifest.epochs_of(args.logs or [args.weights.parent / "log.jsonl"])
    if epochs:
        (args.out / manifest.CURVE).write_text("".join(json.dumps(epoch) + "\n" for epoch in epochs))
    training = manifest.training_summary(epochs, args.weights)
    version = args.version or manifest.version_of(args.weights, training)
    write_files(network, args.out, {"version": version, "temperature": " ".join(map(str, temperature))})
    cascade = with_cascade(args.out.parent, args.cascade)
    about = manifest.About(args.network, version, temperature[: heads(network)], args.equalise, args.margin, training)
    manifest.write(args.out, cascade, network, about)
    print(f"wrote {args.out.parent / 'manifest.json'}, version {version}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True, help="best.pt or last.pt of a run; the run's log.jsonl is read from beside it")
    parser.add_argument("--out", type=Path, required=True, help="folder for the model files; manifest.json is written beside that folder")
    parser.add_argument("--network", choices=NETWORKS, default="compact-xception")
    parser.add_argument("--temperature", type=float, default=1.0, help="divides the logits: above 1 softer scores, below 1 sharper ones")
    parser.add_argument("--label-temperature", type=float, help="the same for what FER-2013's labels say (default: as --temperature)")
    parser.add_argument("--equalise", action="store_true", help="the weights were trained on equalised crops: the daemon must equalise too")
    parser.add_argument("--margin", type=float, default=0.0, help="share of its size by which a found face box is widened on each side")
    parser.add_argument("--version", help="name of these weights; by default the run, their epoch and the first digits of the weights' hash")
    parser.add_argument("--logs", type=Path, nargs="+", help="logs of the runs that led to the weights, in their order (default: the log beside them)")
    parser.add_argument("--cascade", type=Path, default=CASCADE, help="the Haar cascade to ship (Debian's opencv-data)")
    args = parser.parse_args()
    for name, temperature in (("--temperature", args.temperature), ("--label-temperature", args.label_temperature)):
        if temperature is not None and temperature <= 0:
            parser.error(f"{name} wants a number above 0")
    return args


def write_files(network: nn.Module, folder: Path, about: dict[str, str]) -> None:
    """The files of one network; `about` is kept in the ONNX file."""
    folder.mkdir(parents=True, exist_ok=True)
    to_onnx.write(network, folder / "model.onnx", about)
    to_keras.write(network, folder)
    (folder / "parity.json").write_text(json.dumps(parity(network)) + "\n")


def with_cascade(models: Path, source: Path) -> Path:
    """Where the cascade lies in the models folder, to which it is copied."""
    cascade = models / "haarcascade" / CASCADE.name
    cascade.parent.mkdir(parents=True, exist_ok=True)
    if source.resolve() != cascade.resolve():
        shutil.copyfile(source, cascade)
    return cascade


def load(name: str, weights: Path, temperatures: tuple[float, float]) -> nn.Module:
    """The network ready to measure, folded; each temperature divides its head, which changes no other output."""
    network = fold(made(name, weights))
    with torch.no_grad():
        for head, temperature in zip(("head", "label_head")[: heads(network)], temperatures):
            getattr(network, head).weight.div_(temperature)
            getattr(network, head).bias.div_(temperature)
    return network.eval()


@torch.no_grad()
def parity(network: nn.Module) -> dict[str, object]:
    """Scores for inputs that any language can make again: the linear congruential noise of `noise`, one input a seed."""
    inputs = torch.stack([noise(seed) for seed in PARITY_SEEDS])
    answers = {name: answer.tolist() for name, answer in zip(OUTPUTS, to_onnx.Daemon(network)(inputs))}
    return {"inputs": "x = (x * 1664525 + 1013904223) mod 2^32 from x = seed; input = x / 2^32", "seeds": PARITY_SEEDS, **answers, "equalised": equalised_sample()}


def equalised_sample() -> list[float]:
    """The first row of the first seed's input, squared so that it is dark, then equalised: the daemon's equalisation is held to it."""
    return equalised(noise(PARITY_SEEDS[0]).square().view(1, 1, INPUT_SIDE, INPUT_SIDE))[0, 0, 0].tolist()


def noise(seed: int) -> torch.Tensor:
    values, x = [], seed
    for _ in range(INPUT_SIDE * INPUT_SIDE):
        x = (x * 1664525 + 1013904223) % 2**32
        values.append(x / 2**32)
    return torch.tensor(values).view(INPUT_SIDE, INPUT_SIDE, 1)


if __name__ == "__main__":
    main()
