"""Learners beside their peers, a family a module: scripts/bench learners [FAMILY …], all families by default."""
import importlib
import pathlib
import sys

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent.parent), str(pathlib.Path(__file__).resolve().parent)]
from measuring import head

FAMILIES = [path.stem.removeprefix("learners_") for path in sorted(pathlib.Path(__file__).parent.glob("learners_*.py"))]


def main():
    wanted = sys.argv[1:] or FAMILIES
    unknown = [family for family in wanted if family not in FAMILIES]
    if unknown:
        sys.exit(f"bench: there is {', '.join(FAMILIES)}, found '{unknown[0]}'")
    head()
    for family in wanted:
        importlib.import_module(f"learners_{family}").measure()


if __name__ == "__main__":
    main()
