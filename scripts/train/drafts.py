"""Files that are whole or not there: written beside and renamed, so that an interruption never leaves half a file."""
from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path


def written(path: Path, write: Callable[[Path], object]) -> None:
    """Lets `write` write a draft, and gives it its name."""
    draft = path.with_suffix(".draft")
    write(draft)
    os.replace(draft, path)
