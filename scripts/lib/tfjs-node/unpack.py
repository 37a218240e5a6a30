"""unpack.py WHEEL FOLDER: takes TensorFlow's library, the headers that tfjs-node is compiled with, and the licences out of a wheel of TensorFlow."""
from __future__ import annotations

import shutil
import sys
import zipfile
from pathlib import Path, PurePosixPath

LIBRARIES = ("libtensorflow_cc.so.2", "libtensorflow_framework.so.2")
HEADERS = ("tensorflow/c", "tensorflow/core/platform", "tsl/c", "tsl/platform")
# What the library of the 64-bit ARM wheel is linked with; it looks for it beside its own folder.
BESIDE = "tensorflow_cpu_aws.libs"
LICENCES = ("LICENSE", "THIRD_PARTY_NOTICES.txt")


def place(name: str) -> str | None:
    """Where a file of the wheel goes, or None if it is not needed."""
    path = PurePosixPath(name)
    if path.parent == PurePosixPath("tensorflow") and path.name in LIBRARIES:
        return f"lib/{path.name}"
    if path.suffix == ".h" and name.startswith(tuple(f"tensorflow/include/{folder}/" for folder in HEADERS)):
        return name.removeprefix("tensorflow/")
    if path.parts[0] == BESIDE:
        return name
    return path.name if path.name in LICENCES and len(path.parts) == 2 else None


def unpack(wheel: Path, folder: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            target = place(name)
            if target is None or name.endswith("/"):
                continue
            (folder / target).parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as packed, (folder / target).open("wb") as unpacked:
                shutil.copyfileobj(packed, unpacked, 1 << 20)


if __name__ == "__main__":
    unpack(Path(sys.argv[1]), Path(sys.argv[2]))
