"""FER-2013 as tensors: pixels, labels, FERPlus votes, and an honest split.

The format is that of the data folder's own README: `pixels.u8.bin` is N x 48 x 48 raw grey bytes, `labels.csv` has one
line an image in the same order. Rows of Training that are pixel-identical to a PublicTest row are left out, and
pixel-identical Training rows always fall on the same side of the validation split.
"""
from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

EMOTIONS = ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")
SIDE = 48
# FERPlus columns in the order of EMOTIONS.
VOTES = ("votes_anger", "votes_disgust", "votes_fear", "votes_happiness", "votes_sadness", "votes_surprise", "votes_neutral")
# All of them in the order of the file, which settles ties.
ALL_VOTES = (
    "votes_neutral", "votes_happiness", "votes_surprise", "votes_sadness", "votes_anger", "votes_disgust", "votes_fear",
    "votes_contempt", "votes_unknown", "votes_not_a_face",
)
VALIDATION_SHARE = 0.1


@dataclass(frozen=True)
class Faces:
    """Images [n, 48, 48] uint8, labels [n] int64, vote shares [n, 7] float32 (a row of zeros where nobody voted for our seven),
    and the emotion with most votes [n] int64 (-1 where most went to contempt, unknown or no face)."""

    pixels: torch.Tensor
    labels: torch.Tensor
    votes: torch.Tensor
    majority: torch.Tensor

    def __len__(self) -> int:
        return len(self.labels)


Rows = list[dict[str, str]]


def load(folder: Path) -> dict[str, Faces]:
    """The parts of `split`. Raises FileNotFoundError where the data is absent."""
    rows, pixels = stored(folder)
    return {name: chosen(rows, pixels, wanted) for name, wanted in split(rows, pixels).items()}


def stored(folder: Path) -> tuple[Rows, np.ndarray]:
    """The lines of labels.csv, and the pictures [n, 48, 48] uint8 in the same order."""
    with (folder / "labels.csv").open() as file:
        rows = list(csv.DictReader(file))
    return rows, np.fromfile(folder / "pixels.u8.bin", np.uint8).reshape(len(rows), SIDE, SIDE)


def split(rows: Rows, pixels: np.ndarray) -> dict[str, list[int]]:
    """The indices of the parts `train`, `validation`, `everything` (the one and then the other) and `public_test`."""
    twins = {int(row["training_twin"]) for row in rows if row["training_twin"]}
    parts: dict[str, list[int]] = {"train": [], "validation": [], "public_test": []}
    for index, row in enumerate(rows):
        if row["split"] == "PublicTest":
            parts["public_test"].append(index)
        elif int(row["row"]) not in twins:
            parts["validation" if _in_validation(pixels[index]) else "train"].append(index)
    return {**parts, "everything": parts["train"] + parts["validation"]}


def soft_targets(faces: Faces, smoothing: float) -> torch.Tensor:
    """[n, 2, 7]: the votes (the label where nobody voted for our seven), and the label, of which `smoothing` goes to the votes."""
    hard = torch.nn.functional.one_hot(faces.labels, len(EMOTIONS)).float()
    voted = faces.votes.sum(1, keepdim=True) > 0
    votes = torch.where(voted, faces.votes, hard)
    return torch.stack([votes, (1 - smoothing) * hard + smoothing * votes], 1)


def _in_validation(image: np.ndarray) -> bool:
    """By a hash of the pixels, so that equal images are never on both sides and the split never moves."""
    first = int.from_bytes(hashlib.sha256(image.tobytes()).digest()[:4], "big")
    return first / 2**32 < VALIDATION_SHARE


def chosen(rows: Rows, pixels: np.ndarray, wanted: list[int]) -> Faces:
    """Some of the faces, by their indices."""
    votes = np.array([[float(rows[i][column] or 0) for column in VOTES] for i in wanted], np.float32).reshape(-1, len(VOTES))
    total = votes.sum(1, keepdims=True)
    shares = np.divide(votes, total, out=np.zeros_like(votes), where=total > 0)
    labels = np.array([int(rows[i]["emotion"]) for i in wanted], np.int64)
    majority = np.array([_majority(rows[i]) for i in wanted], np.int64)
    return Faces(torch.from_numpy(pixels[wanted]), torch.from_numpy(labels), torch.from_numpy(shares), torch.from_numpy(majority))


def _majority(row: dict[str, str]) -> int:
    counts = [float(row[column] or 0) for column in ALL_VOTES]
    most = ALL_VOTES[counts.index(max(counts))]
    return VOTES.index(most) if max(counts) > 0 and most in VOTES else -1
