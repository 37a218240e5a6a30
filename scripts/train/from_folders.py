"""Other faces in FER-2013's format: one folder of images for each emotion, such as an AffectNet-like set, to pixels and labels.

    python3 scripts/train/from_folders.py --images FACES --out DATA

FACES holds `angry`, `disgust`, `fear`, `happy`, `sad`, `surprise` and `neutral`, or a few of them; every image is one face,
cropped as the Haar cascade would (chin to brow). Give DATA to `train.py --data`; a part of it is held back for validation.
Images that cannot be read are named and left out. With `--test-share` some go to a split PublicTest for `evaluate`.
"""
from __future__ import annotations

import argparse
import csv
import hashlib
import sys
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError

from data import ALL_VOTES, EMOTIONS, SIDE

HEADER = ["row", "split", "emotion", "training_twin", *ALL_VOTES]


def main() -> None:
    args = arguments()
    files = [(path, emotion) for emotion, name in enumerate(EMOTIONS) for path in sorted((args.images / name).glob("*")) if path.is_file()]
    if not files:
        sys.exit(f"{args.images} has no images in folders named {', '.join(EMOTIONS)}")
    args.out.mkdir(parents=True, exist_ok=True)
    written, left_out = 0, 0
    with (args.out / "labels.csv").open("w", newline="") as labels, (args.out / "pixels.u8.bin").open("wb") as pixels:
        rows = csv.writer(labels)
        rows.writerow(HEADER)
        for path, emotion in files:
            face = grey(path)
            if face is None:
                left_out += 1
                continue
            pixels.write(face)
            rows.writerow([written, split_of(face, args.test_share), emotion, "", *[""] * len(ALL_VOTES)])
            written += 1
    print(f"{written} faces in {args.out}, {left_out} left out")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--images", type=Path, required=True, help="folder of folders, each named after an emotion")
    parser.add_argument("--out", type=Path, required=True, help="folder for pixels.u8.bin and labels.csv")
    parser.add_argument("--test-share", type=float, default=0.1, help="share that is only for evaluate")
    args = parser.parse_args()
    if args.images.resolve() == args.out.resolve():
        parser.error("--out must be another folder than --images")
    return args


def grey(path: Path) -> bytes | None:
    """48 x 48 grey bytes, or None where the file is no picture."""
    try:
        with Image.open(path) as image:
            return np.asarray(image.convert("L").resize((SIDE, SIDE), Image.Resampling.BOX if min(image.size) > SIDE else Image.Resampling.BILINEAR), np.uint8).tobytes()
    except (UnidentifiedImageError, OSError) as err:
        print(f"left out: {path}: {err}", file=sys.stderr)
        return None


def split_of(face: bytes, test_share: float) -> str:
    """By a hash of the pixels (not the bytes that choose validation), so that equal images are never on both sides."""
    return "PublicTest" if int.from_bytes(hashlib.sha256(face).digest()[4:8], "big") / 2**32 < test_share else "Training"


if __name__ == "__main__":
    main()
