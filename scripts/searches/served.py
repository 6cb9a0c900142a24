"""Tunebook's tuners from outside: `tunebook tuner serve` over a pipe, asked and told one trial at a time."""
import hashlib
import json
import pathlib
import subprocess
import tempfile

from measuring import ENVIRONMENT, PROGRAM


class Served:
    """A search by `NAME` or `NAME:argument=value,…`, with an assessor `+NAME` or `+NAME:argument=value,…`; it minimises."""

    def __init__(self, tuner, space, seed, trials=None):
        tuner, _, assessor = tuner.partition("+")
        name, _, arguments = tuner.partition(":")
        judge, _, its = assessor.partition(":")
        self.folder = tempfile.TemporaryDirectory()
        path = pathlib.Path(self.folder.name) / "space.json"
        path.write_text(json.dumps(space))
        call = [PROGRAM, "tuner", "serve", "--space", path, "--tuner", name, "--minimize", "--seed", str(seed)]
        call += ["--tuner-args", *arguments.split(",")] if arguments else []
        call += ["--assessor", judge] if judge else []
        call += ["--assessor-args", *its.split(",")] if its else []
        # Optuna and hyperopt are not told how many trials there will be, so neither is this, unless it is asked for.
        call += ["--max-trials", str(trials)] if trials else []
        self.process = subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT)

    def _answer(self, message):
        try:
            self.process.stdin.write(json.dumps(message) + "\n")
            self.process.stdin.flush()
        except OSError:
            pass
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the service ended: {self.process.stderr.read().strip()}")
        answer = json.loads(line)
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer

    def ask(self):
        """A trial and its parameters, or nothing where the space is exhausted."""
        answer = self._answer({"ask": 1})
        if "parameters" in answer:
            return answer["id"], answer["parameters"]
        if answer["status"] != "exhausted":
            raise RuntimeError(f"a sequential search is told '{answer['status']}'")
        return None

    def tell(self, trial, value):
        self._answer({"tell": {"id": trial, "value": value}})

    def report(self, trial, epoch, value):
        """What becomes of a trial after an epoch: `continue`, `stop` or `pause`."""
        return self._answer({"report": {"id": trial, "step": epoch, "value": value}})["decision"]

    def megabytes(self):
        """The most memory that the service had."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()
        self.process.stderr.close()
        self.folder.cleanup()


def program_version():
    """A hash of the program: another build is another version."""
    return hashlib.sha256(pathlib.Path(PROGRAM).read_bytes()).hexdigest()[:12]
