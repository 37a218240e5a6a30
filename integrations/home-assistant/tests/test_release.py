"""Which Home Assistant the integration needs, and what an older one is told."""

from importlib import reload
import json
from pathlib import Path
from unittest.mock import patch

import pytest

from custom_components.moodbox import release

HACS = json.loads((Path(__file__).parent.parent / "hacs.json").read_text(encoding="utf-8"))


def test_hacs_knows_the_same_release() -> None:
    """HACS refuses the releases that the integration refuses."""
    year, month = release.OLDEST
    assert HACS["homeassistant"] == f"{year}.{month}.0"


def test_an_older_release_is_told_so() -> None:
    """The error names both releases, and what to do."""
    with (
        patch("homeassistant.const.MAJOR_VERSION", 2025),
        patch("homeassistant.const.MINOR_VERSION", 9),
        patch("homeassistant.const.__version__", "2025.9.4"),
        pytest.raises(ImportError, match=r"moodbox needs Home Assistant 2025\.10 or newer, and this is 2025\.9\.4"),
    ):
        reload(release)
    reload(release)
