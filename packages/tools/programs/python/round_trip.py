"""What the Python programs share."""

import json
import sys
from pathlib import Path


def read_input():
    return json.loads(Path(sys.argv[1]).read_text())


def report(steps):
    """Runs the steps one after the other, and prints what each saw or how it failed."""
    seen = {}
    for name, step in steps.items():
        try:
            seen[name] = step()
        except Exception as error:
            seen[name] = {"failed": f"{type(error).__name__}: {error}"}
    print(json.dumps(seen))
