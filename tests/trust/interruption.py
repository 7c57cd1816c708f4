"""Whether a store outlives whatever ends a run.

Usage: interruption.py PROGRAM SOURCE_DIR KILLS DOCUMENTS

SIGKILL at KILLS random moments (of a fixed seed) of index, of an index that updates, and of remove;
SIGINT and SIGTERM besides. After each the store opens, verify finds nothing, the same command goes
on, and the export is that of an undisturbed run.
"""

import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

import trust


def stop_after(store, seconds, how, *arguments):
    """Starts a command, sends it a signal after a while. Returns its status."""
    process = subprocess.Popen(store.command(*arguments), stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, env=trust.ENVIRONMENT)
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(how)
    process.communicate()
    return process.returncode


class Story:
    """A command that turns a store of one state into one of another, and is interrupted."""

    def __init__(self, name, store, start, arguments, failures):
        self.name, self.store, self.arguments, self.failures = name, store, arguments, failures
        self.start = start  # path of a store to begin with, or None
        self.interrupted = self.moments = 0
        self.longest = 0.0

    def begin(self):
        self.store.remove_files()
        if self.start:
            shutil.copyfile(self.start, self.store.path)

    def undisturbed(self):
        self.begin()
        self.seconds = min(self.store.run(*self.arguments).seconds for _ in range(1))
        self.wanted = self.store.digest()
        if self.start:
            self.begin()
            self.failures.expect(f"{self.name} changes something",
                                 self.store.digest() != self.wanted)

    def one(self, how, moments):
        """Interrupts the command at each of the moments in turn, then lets it end."""
        self.begin()
        for moment in moments:
            status = stop_after(self.store, moment, how, *self.arguments)
            self.moments += 1
            was_stopped = status in (-how, 130)
            self.interrupted += was_stopped
            if status in (0, 3):
                break  # it came to its end first
            what = f"{self.name}, {how.name} after {moment:.3f} s"
            if not was_stopped and status == 2:
                self.failures.expect(what, False, "the command failed")
            if not Path(self.store.path).exists():
                continue
            if how == signal.SIGKILL and self.store.run("status", statuses=None).status == 2:
                said = self.store.run("status", statuses=None).err
                self.failures.expect(f"{what}: the store opens", "no store" in said, said)
                continue
            problems = self.store.problems()
            self.failures.expect(f"{what}: sound", problems == "", problems)
        self.longest = max(self.longest, self.store.run(*self.arguments, statuses=(0, 2)).seconds)
        self.failures.expect(f"{self.name} after {how.name}: export",
                             self.store.digest() == self.wanted)
        problems = self.store.problems()
        self.failures.expect(f"{self.name} after {how.name}: sound", problems == "", problems)


def main():
    program, source, kills, count = trust.arguments("KILLS", "DOCUMENTS")
    kills = int(kills)
    rng = random.Random(50)
    failures = trust.Failures()
    with trust.scratch() as folder:
        folder = Path(folder)
        docs = trust.make_documents(source, int(count), seed=4)
        trust.write_documents(folder / "a", docs)
        work = trust.Store(program, folder / "work.db")

        # A store of another state of the same folder: some documents changed, some to come.
        half = trust.Store(program, folder / "half.db")
        (folder / "h").mkdir()
        (folder / "h" / "a").mkdir()
        for number in range(0, int(count), 2):
            text = docs[number] if number % 6 else "\n".join(reversed(docs[number].split("\n")))
            (folder / "h" / "a" / f"d{number:04d}.txt").write_text(text, encoding="utf-8")
        (folder / "a").rename(folder / "kept")
        (folder / "h" / "a").rename(folder / "a")
        half.run("index", folder / "a")
        shutil.rmtree(folder / "a")
        (folder / "kept").rename(folder / "a")

        full = trust.Store(program, folder / "full.db")
        full.run("index", folder / "a")
        doomed = [f"a/d{number:04d}.txt" for number in range(0, int(count), 3)]
        stories = [
            Story("index", work, None, ("index", folder / "a"), failures),
            Story("update", work, half.path, ("index", folder / "a"), failures),
            Story("remove", work, full.path, ("remove", *doomed), failures),
        ]
        for story in stories:
            story.undisturbed()
        for number in range(kills):
            story = stories[number % len(stories)]
            # Some commands are hit several times before they are let go on.
            story.one(signal.SIGKILL,
                      [rng.uniform(0, story.seconds) for _ in range(rng.choice((1, 1, 2, 3)))])
        for how in (signal.SIGINT, signal.SIGTERM):
            for story in stories:
                for _ in range(max(1, kills // 25)):
                    story.one(how, [rng.uniform(0.01, story.seconds)])
        for story in stories:
            print(f"{story.name}: {story.interrupted} of {story.moments} signals met it running; "
                  f"undisturbed {story.seconds:.2f} s, going on {story.longest:.2f} s at most")
            failures.expect(f"{story.name} was interrupted at all", story.interrupted > 0)
    failures.leave("interruption")


if __name__ == "__main__":
    main()
