"""What teachers answered to fixed views of each face, kept as files, so that many students can learn from one effort.

The faces are those of the part `everything` in its order, so that a student of the part `train` learns from the first of them.

`view-NN.u8` is [faces, 64, 64] bytes; `NAME-NN.f2` is [faces, 2, 7] half floats, what
the teacher NAME holds likely for that view: by most people, and by FER-2013's labels.
"""
from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from data import EMOTIONS
from model import INPUT_SIDE


def views_file(folder: Path, view: int) -> Path:
    return folder / f"view-{view:02}.u8"


def answers_file(folder: Path, teacher: str, view: int) -> Path:
    return folder / f"{teacher}-{view:02}.f2"


class Lessons:
    """All views, and the mean of all teachers' answers to them. Raises ValueError where a teacher has not answered to every view."""

    def __init__(self, folder: Path, faces: int) -> None:
        files = sorted(folder.glob("view-*.u8"))
        teachers = sorted({file.name[: -len("-NN.f2")] for file in folder.glob("*.f2")})
        missing = [(t, v) for t in teachers for v in range(len(files)) if not answers_file(folder, t, v).exists()]
        if missing or not teachers:
            raise ValueError(f"{folder}: teachers {teachers} have not answered to {missing or 'anything'}; run teach.py to its end")
        self.views = [np.memmap(file, np.uint8, "r", shape=(faces, INPUT_SIDE, INPUT_SIDE)) for file in files]
        answers = [[np.fromfile(answers_file(folder, t, v), np.float16).reshape(faces, 2, len(EMOTIONS)) for v in range(len(files))] for t in teachers]
        self.answers = torch.from_numpy(np.mean(np.array(answers, np.float32), 0))

    def drawn(self, chosen: torch.Tensor, rng: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
        """One view of each chosen face by chance, half of them mirrored: images [n, 1, 64, 64] in [0, 1], answers [n, 2, 7]."""
        view = torch.randint(len(self.views), (len(chosen),), generator=rng)
        images = np.stack([self.views[v][face] for v, face in zip(view.tolist(), chosen.tolist())])
        tensor = torch.from_numpy(images).unsqueeze(1).float() / 255
        mirrored = torch.rand(len(chosen), 1, 1, 1, generator=rng) < 0.5
        return torch.where(mirrored, tensor.flip(3), tensor), self.answers[view, chosen]
