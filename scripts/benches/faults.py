"""Breaks 2,000 experiments off at seeded random moments (scripts/faults.py), or as many as an argument says."""
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from measuring import PROGRAM, ROOT

sys.exit(subprocess.run([sys.executable, ROOT / "scripts/faults.py", PROGRAM, *(sys.argv[1:] or ["2000"])]).returncode)
