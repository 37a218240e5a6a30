"""Pack the faces that may be learned from (Training without PublicTest's twins) and two teachers so that they travel.

    python3 pack.py --data FER2013 --teachers run/teacher-3.pt run/teacher-4.pt --out data

`labels.csv.xz` has the lines of these faces, `pixels-NN.xz` what the median-edge predictor (JPEG-LS) leaves of their pictures, in parts that are
unpacked side by side (faces.py). `known.json` has the row numbers of faces that are pixel-identical to a face of PublicTest though `training_twin`
does not name them: they are never drawn. `teachers.xz` has the teachers with their kernels in steps of an eighth of a channel's standard deviation.
"""
from __future__ import annotations

import argparse
import csv
import io
import json
import lzma
from multiprocessing import Pool
from pathlib import Path

import numpy as np
import torch

SIDE = 48
PARTS = 16
FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9, "lc": 4, "lp": 0, "pb": 0}]
STEPS = 8
LARGE = 5000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with pixels.u8.bin and labels.csv")
    parser.add_argument("--teachers", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    header, *lines = (args.data / "labels.csv").read_text().splitlines(keepends=True)
    rows = list(csv.DictReader([header, *lines]))
    twins = {int(row["training_twin"]) for row in rows if row["training_twin"]}
    wanted = [index for index, row in enumerate(rows) if row["split"] == "Training" and int(row["row"]) not in twins]
    every = np.fromfile(args.data / "pixels.u8.bin", np.uint8).reshape(len(rows), SIDE, SIDE)
    pixels = every[wanted]
    (args.out / "labels.csv.xz").write_bytes(lzma.compress("".join([header, *(lines[index] for index in wanted)]).encode()))
    public = {image.tobytes() for image, row in zip(every, rows) if row["split"] == "PublicTest"}
    known = [int(rows[index]["row"]) for index, image in zip(wanted, pixels) if image.tobytes() in public]
    (args.out / "known.json").write_text(json.dumps(known) + "\n")
    with Pool(2) as pool:
        packed = pool.map(compressed, [remainders(part).tobytes() for part in np.array_split(pixels, PARTS)])
    for number, part in enumerate(packed):
        (args.out / f"pixels-{number:02}.xz").write_bytes(part)
    buffer = io.BytesIO()
    torch.save([coarse(torch.load(path, map_location="cpu")) for path in args.teachers], buffer)
    teachers = lzma.compress(buffer.getvalue(), format=lzma.FORMAT_XZ, filters=[{"id": lzma.FILTER_LZMA2, "preset": 6, "lc": 0, "lp": 0, "pb": 0}])
    (args.out / "teachers.xz").write_bytes(teachers)
    print(f"{len(wanted)} faces in {sum(map(len, packed)) / 2**20:.1f} MiB, {len(known)} of them known from PublicTest; teachers {len(teachers) / 2**20:.1f} MiB")


def remainders(pixels: np.ndarray) -> np.ndarray:
    """[n, 48, 48]: the pixel less what its neighbours predict, as 0, -1, 1, -2, ... in order of size."""
    p = pixels.astype(np.int16)
    left, above, corner = np.zeros_like(p), np.zeros_like(p), np.zeros_like(p)
    left[:, :, 1:], above[:, 1:], corner[:, 1:, 1:] = p[:, :, :-1], p[:, :-1], p[:, :-1, :-1]
    left[:, 1:, 0], above[:, 0] = above[:, 1:, 0], left[:, 0]
    corner[:, 0], corner[:, 1:, 0] = left[:, 0], above[:, 1:, 0]
    low, high = np.minimum(left, above), np.maximum(left, above)
    predicted = np.where(corner >= high, low, np.where(corner <= low, high, left + above - corner))
    signed = (p - predicted).astype(np.int8).astype(np.int16)
    return np.where(signed >= 0, 2 * signed, -2 * signed - 1).astype(np.uint8)


def coarse(weights: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Large kernels as int8 and one step a channel (`NAME.step`); everything else as it is."""
    told = {}
    for name, value in weights.items():
        if value.dim() == 4 and value.numel() > LARGE:
            value = value.float()
            step = (value.flatten(1).std(1) / STEPS).clamp(min=1e-8)
            told[name] = (value / step.view(-1, 1, 1, 1)).round().clamp(-127, 127).to(torch.int8)
            told[f"{name}.step"] = step
        else:
            told[name] = value
    return told


def compressed(raw: bytes) -> bytes:
    return lzma.compress(raw, format=lzma.FORMAT_XZ, filters=FILTERS)


if __name__ == "__main__":
    main()
