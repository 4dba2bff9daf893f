"""Fixtures of the models' tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture
def multilingual_model() -> Path:
    """A real multilingual encoder: the folder named by WORKBENCH_TEST_MULTILINGUAL_MODEL, as it is 470 MB."""
    named = os.environ.get("WORKBENCH_TEST_MULTILINGUAL_MODEL", "")
    if not named:
        pytest.skip("WORKBENCH_TEST_MULTILINGUAL_MODEL names no folder")
    return Path(named)
