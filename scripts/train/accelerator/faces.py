"""The faces on the device: pictures, and what people and FER-2013's labels say of them, in eight classes.

The eighth is "cannot tell": FERPlus' votes for `unknown` and `not a face`, which data.py leaves out. Split and order are data.py's.
"""
from __future__ import annotations

import csv
import io
import lzma
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

import data

CLASSES = len(data.EMOTIONS) + 1
CANNOT_TELL = CLASSES - 1
DOUBTS = ("votes_unknown", "votes_not_a_face")
# The share of the votes in what stands for the label.
SMOOTHING = 0.1


@dataclass(frozen=True)
class Deck:
    """Pictures [n, 48, 48] uint8, targets [n, 2, 8] (votes, label), labels [n], and the emotion with most votes [n] (-1: another, or none)."""

    pixels: torch.Tensor
    targets: torch.Tensor
    labels: torch.Tensor
    majority: torch.Tensor

    def __len__(self) -> int:
        return len(self.labels)

    def to(self, device: torch.device) -> Deck:
        return Deck(self.pixels.to(device), self.targets.to(device), self.labels.to(device), self.majority.to(device))

    def first(self, count: int) -> Deck:
        return Deck(self.pixels[:count], self.targets[:count], self.labels[:count], self.majority[:count])


def unpacked(folder: Path) -> tuple[data.Rows, np.ndarray]:
    """What pack.py wrote: the lines of labels.csv, and the pictures [n, 48, 48]."""
    rows = list(csv.DictReader(io.StringIO(lzma.decompress((folder / "labels.csv.xz").read_bytes()).decode())))
    with ThreadPoolExecutor() as threads:
        parts = list(threads.map(lambda path: lzma.decompress(path.read_bytes()), sorted(folder.glob("pixels-*.xz"))))
    coded = np.frombuffer(b"".join(parts), np.uint8).reshape(len(rows), data.SIDE, data.SIDE)
    return rows, _pictures(coded)


def _pictures(coded: np.ndarray) -> np.ndarray:
    """[n, 48, 48]: what pack.remainders was made of, pixel by pixel for all pictures at once."""
    coded = np.ascontiguousarray(coded.transpose(1, 2, 0)).astype(np.int16)
    signed = np.where(coded & 1, -((coded + 1) >> 1), coded >> 1)
    made = np.zeros_like(signed)
    nothing = np.zeros_like(made[0, 0])
    for y in range(data.SIDE):
        for x in range(data.SIDE):
            left = made[y, x - 1] if x else made[y - 1, x] if y else nothing
            above = made[y - 1, x] if y else left
            corner = (made[y - 1, x - 1] if x else above) if y else left
            low, high = np.minimum(left, above), np.maximum(left, above)
            # The median of left, above and left + above - corner.
            made[y, x] = (np.maximum(low, np.minimum(high, left + above - corner)) + signed[y, x]) & 255
    return np.ascontiguousarray(made.transpose(2, 0, 1).astype(np.uint8))


def deck(rows: data.Rows, pixels: np.ndarray, wanted: list[int]) -> Deck:
    faces = data.chosen(rows, pixels, wanted)
    columns = (*data.VOTES, *DOUBTS)
    counts = torch.tensor([[float(rows[index][column] or 0) for column in columns] for index in wanted]).reshape(-1, len(columns))
    votes = torch.cat([counts[:, :CANNOT_TELL], counts[:, CANNOT_TELL:].sum(1, keepdim=True)], 1)
    hard = torch.nn.functional.one_hot(faces.labels, CLASSES).float()
    people = shares_or(votes, hard)
    decided = shares_or(torch.nn.functional.pad(votes[:, :CANNOT_TELL], (0, 1)), hard)
    return Deck(faces.pixels, torch.stack([people, torch.lerp(hard, decided, SMOOTHING)], 1), faces.labels, faces.majority)


def shares_or(counts: torch.Tensor, otherwise: torch.Tensor) -> torch.Tensor:
    """Each row as shares of its sum; `otherwise` where the sum is nought."""
    total = counts.sum(1, keepdim=True)
    return torch.where(total > 0, counts / total.clamp(min=1e-9), otherwise)


def numbers(rows: data.Rows, wanted: list[int]) -> list[int]:
    """FER-2013's row numbers."""
    return [int(rows[index]["row"]) for index in wanted]
