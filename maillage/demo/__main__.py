"""`python -m maillage.demo FOLDER`: write the demo study into a folder."""

from __future__ import annotations

import sys
from pathlib import Path

from maillage.demo import generate

if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m maillage.demo FOLDER")
    generate(Path(sys.argv[1]))
