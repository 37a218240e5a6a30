"""What teachers answered about each face, kept as files, so that many students can learn from one effort.

The faces are those of the part `everything` in its order, so that a student of the part `train` learns from the first of them.

`NAME.f4` is [faces, 2, 7] floats: what the teacher NAME holds likely, by most people and by FER-2013's labels, as the mean over many views.
"""
from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from data import EMOTIONS


def answers_file(folder: Path, teacher: str) -> Path:
    return folder / f"{teacher}.f4"


def answers(folder: Path, faces: int) -> torch.Tensor:
    """[faces, 2, 7]: the mean of all teachers. Raises ValueError where none has answered, or one about other faces."""
    files = sorted(folder.glob("*.f4"))
    if not files:
        raise ValueError(f"{folder}: no teacher has answered to anything; run teach.py first")
    return torch.from_numpy(np.mean([_answers(file, faces) for file in files], 0))


def _answers(file: Path, faces: int) -> np.ndarray:
    kept = np.fromfile(file, np.float32)
    if kept.size != faces * 2 * len(EMOTIONS):
        raise ValueError(f"{file} was answered about other data than these {faces} faces; remove it and run teach.py again")
    return kept.reshape(faces, 2, len(EMOTIONS))
