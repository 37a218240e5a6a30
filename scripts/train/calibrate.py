"""The temperature that makes a network as sure as it is right (Guo et al., 2017), fitted on the validation part.

    python3 scripts/train/calibrate.py --data DATA --weights ~/.cache/moodbox/train/compact-fine/best.pt

Prints one JSON object: for `scores` (against the majority of the votes) and `labels` the temperature for `export.py`, and the
calibration error before and after.
"""
from __future__ import annotations

import argparse
import json
from pathlib import Path

import processor  # before torch

import torch
import torch.nn.functional as F

import data
from networks import NETWORKS, made
from train import logits_of

BINS = 15
STEPS = 60


def main() -> None:
    args = arguments()
    torch.set_num_threads(1)
    validation = data.load(args.data)["validation"]
    network = made(args.network, args.weights).eval()
    people, labels = logits_of(network, validation, args.equalise).unbind(1)
    clear = validation.majority >= 0
    # Faces of somebody else's folders have no votes: both heads were taught by their labels.
    voted = told(people[clear], validation.majority[clear]) if clear.any() else told(people, validation.labels)
    print(json.dumps({"scores": voted, "labels": told(labels, validation.labels)}))


def told(logits: torch.Tensor, right: torch.Tensor) -> dict[str, float]:
    temperature = fitted(logits, right)
    before, after = (round(calibration_error(logits / t, right), 4) for t in (1.0, temperature))
    return {"temperature": round(temperature, 3), "ece_before": before, "ece_after": after, "faces": len(right)}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with pixels.u8.bin and labels.csv")
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--network", choices=NETWORKS, default="compact-xception")
    parser.add_argument("--equalise", action="store_true", help="the weights were trained on equalised images")
    return parser.parse_args()


def fitted(logits: torch.Tensor, labels: torch.Tensor) -> float:
    """The temperature of the least cross-entropy: golden-section search on its logarithm, between a quarter and four."""
    low, high = -1.386, 1.386
    share = (5**0.5 - 1) / 2
    for _ in range(STEPS):
        left, right = high - share * (high - low), low + share * (high - low)
        if _loss(logits, labels, left) < _loss(logits, labels, right):
            high = right
        else:
            low = left
    return float(torch.tensor((low + high) / 2).exp())


def calibration_error(logits: torch.Tensor, labels: torch.Tensor) -> float:
    """Expected calibration error, 0 to 1: the mean distance of confidence and accuracy over 15 equal bins of confidence."""
    sure, answers = torch.softmax(logits, 1).max(1)
    which = (sure * BINS).long().clamp(max=BINS - 1)
    gap = torch.zeros(BINS).index_add_(0, which, sure - (answers == labels).float())
    return float(gap.abs().sum() / len(labels))


def _loss(logits: torch.Tensor, labels: torch.Tensor, log_temperature: float) -> float:
    return float(F.cross_entropy(logits / torch.tensor(log_temperature).exp(), labels))


if __name__ == "__main__":
    main()
