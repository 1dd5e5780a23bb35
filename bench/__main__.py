"""Runs the benchmarks and prints one JSON: `python -m bench [--only NAME]...`."""

import argparse
import importlib
import json
import pkgutil
import sys
from pathlib import Path
from typing import Any


def names() -> list[str]:
    """The benchmarks there are: modules of this package that measure."""
    found = [module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)])]
    return [name for name in found if not name.startswith("_")]


def main() -> int:
    """Measure; end with 1 where a limit was not kept."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--only", action="append", choices=names(), metavar="NAME")
    wanted = parser.parse_args().only or names()
    results: dict[str, Any] = {}
    for name in wanted:
        print(f"measuring {name}", file=sys.stderr, flush=True)
        results[name] = importlib.import_module(f"bench.{name}").measure()
    print(json.dumps(results, indent=2, ensure_ascii=False))
    return 0 if all(result.get("kept", True) for result in results.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
