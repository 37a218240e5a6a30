"""models/manifest.json: what each file is, where it comes from, and its sha256, so that the daemon can refuse a wrong one."""
from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from torch import nn

from data import EMOTIONS
from model import INPUT_SIDE, OUTPUTS, heads, parameter_count

# The two networks of a pair.
NETWORKS_OF_PAIR = ("near", "far")

# One network; two of them (`write_pair`).
FORMAT, PAIR_FORMAT = 1, 2
OURS = "trained by this project with scripts/train on FER-2013 (labels) and FERPlus (votes)"
# What each file is for; the daemon asks for a file by its role.
ROLES = {"onnx": "model.onnx", "tfjs-topology": "model.json", "tfjs-weights": "weights.bin", "parity": "parity.json"}

# How the run went, epoch by epoch; for people and figures, not for the daemon.
CURVE = "training.jsonl"


@dataclass(frozen=True)
class About:
    """What the files themselves cannot tell."""

    network: str
    version: str
    temperature: tuple[float, ...]
    equalise: bool
    margin: float
    training: dict[str, object] | None


def write(folder: Path, cascade: Path, network: nn.Module, about: About) -> None:
    """Writes manifest.json beside `folder`, over its files and the cascade."""
    base = folder.parent
    manifest = {
        "format": FORMAT,
        **_described(network, about),
        "temperature": dict(zip(OUTPUTS, about.temperature)),
        "training": about.training,
        "files": [*_files_of(folder), _haar(base, cascade)],
    }
    (base / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


@dataclass(frozen=True)
class Routing:
    """Which network reads a face: `far` where the network's input is less sharp than `sharpness`, or the face smaller than `smallest` pixels."""

    sharpness: float
    smallest: int


def write_pair(base: Path, cascade: Path, network: nn.Module, about: dict[str, About], routing: Routing) -> None:
    """Writes manifest.json over the folders `near` and `far` of `base`; `network` is either of the two, which have the same shape."""
    near = about["near"]
    manifest = {
        "format": PAIR_FORMAT,
        **_described(network, near),
        "temperature": {name: dict(zip(OUTPUTS, each.temperature)) for name, each in about.items()},
        "training": near.training,
        "routing": {"sharpness": routing.sharpness, "smallest": routing.smallest},
        "files": [*(file for name in NETWORKS_OF_PAIR for file in _files_of(base / name, {"network": name})), _haar(base, cascade)],
    }
    (base / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


def _described(network: nn.Module, about: About) -> dict[str, object]:
    return {
        "name": about.network,
        "version": about.version,
        "input": {"name": "image", "shape": [None, INPUT_SIDE, INPUT_SIDE, 1], "layout": "NHWC", "type": "float32", "range": [0, 1]},
        "outputs": [{"name": name, "shape": [None, answers], "type": "float32", "activation": "softmax"} for name, answers in zip(OUTPUTS, answers_of(network))],
        "labels": list(EMOTIONS),
        "preprocessing": {"side": INPUT_SIDE, "equalise": about.equalise, "margin": about.margin},
        "parameters": parameter_count(network),
    }


def answers_of(network: nn.Module) -> list[int]:
    """How many answers each head gives: 7, or 8 where the eighth is "cannot tell"."""
    if heads(network) == 1:
        return [len(EMOTIONS)]
    return [network.head.out_features, network.label_head.out_features]


def _files_of(folder: Path, of: dict[str, str] | None = None) -> list[dict[str, object]]:
    return [{**_entry(folder.parent, folder / name, role, OURS, "MIT"), **(of or {})} for role, name in ROLES.items()]


def _haar(base: Path, cascade: Path) -> dict[str, object]:
    return _entry(base, cascade, "cascade", "OpenCV, as Debian's package opencv-data ships it", "Intel License Agreement (BSD-3-Clause like), inside the file")


def epochs_of(logs: list[Path]) -> list[dict[str, float]]:
    """The lines of a run's log, or of several that followed one another, numbered through; none where there is no log."""
    lines = [json.loads(line) for log in logs if log.exists() for line in log.read_text().splitlines()]
    return [{**line, "epoch": number} for number, line in enumerate(lines, 1)]


def training_summary(epochs: list[dict[str, float]], weights: Path) -> dict[str, object] | None:
    """The run in a few figures, those of its last epoch for `last.pt` and else of its best; None where nothing is known of it."""
    if not epochs:
        return None
    shipped = epochs[-1] if weights.stem == "last" else max(epochs, key=worth)
    seconds = sum(epoch["seconds"] for epoch in epochs)
    return {"epochs": len(epochs), "epoch": shipped["epoch"], "validation_accuracy": shipped["validation"], **({"validation_votes": shipped["votes"]} if "votes" in shipped else {}), "loss": shipped["loss"], "hours": round(seconds / 3600, 2)}


def worth(epoch: dict[str, float]) -> float:
    """What the best epoch is chosen by: both answers count the same."""
    return (epoch["validation"] + epoch.get("votes", epoch["validation"])) / 2


def version_of(weights: Path, summary: dict[str, object] | None) -> str:
    """Run, epoch and the first digits of the weights' hash, such as `base-e28-1a2b3c4d`."""
    epoch = f"-e{summary['epoch']}" if summary else ""
    return f"{weights.parent.name}{epoch}-{_sha256(weights)[:8]}"


def _entry(base: Path, path: Path, role: str, origin: str, licence: str) -> dict[str, object]:
    relative = path.relative_to(base).as_posix()
    return {"role": role, "path": relative, "bytes": path.stat().st_size, "sha256": _sha256(path), "origin": origin, "licence": licence}


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
