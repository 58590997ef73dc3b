"""What standard output can show."""

from __future__ import annotations

import os
import shutil
import sys


def screen() -> tuple[int, bool]:
    """Columns, and whether colours are wanted."""
    width = shutil.get_terminal_size((80, 24)).columns
    return width, sys.stdout.isatty() and "NO_COLOR" not in os.environ
