"""The option table, as `leitong_pages table` prints it, for tests that walk it."""

import subprocess
from dataclasses import dataclass, field


@dataclass
class Option:
    name: str  # without --
    letter: str  # without -; "" if it has none
    value: str  # as --help names it; "" for a flag
    default: str
    is_common: bool

    @property
    def choices(self):
        return self.value.split("|") if "|" in self.value else []


@dataclass
class Command:
    name: str
    arguments: str
    options: list = field(default_factory=list)


def read_table(pages_program):
    """Command by name, in the order of the table."""
    commands = {}
    text = subprocess.run([pages_program, "table"], check=True, stdout=subprocess.PIPE).stdout
    for line in text.decode("utf-8").splitlines():
        kind, name, *rest = line.split("\t")
        if kind == "command":
            commands[name] = Command(name, *rest)
        else:
            commands[name].options.append(Option(*rest[:4], is_common=rest[4] == "common"))
    if len(commands) < 5:
        raise SystemExit(f"the option table holds {len(commands)} commands only")
    return commands
