"""Whether what the machine refuses is said clearly and loses nothing.

Usage: limits.py PROGRAM SOURCE_DIR CHECK     (CHECK: disk_full, file_size, memory, read_only,
lock)

disk_full and read_only mount a small tmpfs in a mount namespace of their own and are skipped where
that may not be done.
"""

import ctypes
import fcntl
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import trust

CLONE_NEWNS = 0x20000
MS_RDONLY, MS_REMOUNT, MS_REC, MS_PRIVATE = 1, 32, 0x4000, 1 << 18
LIBC = ctypes.CDLL(None, use_errno=True)


def mount(kind, target, flags=0, data=None):
    done = LIBC.mount(kind.encode() if kind else None, str(target).encode(),
                      kind.encode() if kind else None, flags, data.encode() if data else None)
    return done == 0


def own_mounts():
    """Leaves for a mount namespace that ends with this process; skips where it may not."""
    if LIBC.unshare(CLONE_NEWNS) != 0 or not mount("none", "/", MS_REC | MS_PRIVATE):
        print("SKIPPED: no file system can be mounted here (not root); file_size stands in for it")
        sys.exit(trust.SKIPPED)


def expect_refusal(failures, what, done, statuses, words):
    failures.expect(f"{what}: status", done.status in statuses, f"{done.status}: {done.err}")
    failures.expect(f"{what}: said, with what to do", any(w in done.err for w in words), done.err)
    failures.expect(f"{what}: no more than a few lines", 0 < done.err.count("\n") <= 4, done.err)


def states_of(store, folder):
    """Exports after each of the two roots, made where there is room."""
    first = trust.Store(store.program, folder / "first.db")
    first.run("index", folder / "a")
    one = first.export()
    first.run("index", folder / "b")
    return first, one, first.export()


def disk_full(program, source, folder, failures):
    own_mounts()
    reference, one, both = states_of(trust.Store(program, folder / "x.db"), folder)
    needed = os.path.getsize(reference.path)
    print(f"the store needs {needed >> 10} KiB")
    reached = set()
    # From too small for the first page to room for all of it and its journal.
    for share in (0.0, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 1.1, 2.5):
        place = folder / f"full{share}"
        place.mkdir()
        size = max(4096, int(needed * share))
        if not mount("tmpfs", place, 0, f"size={size}"):
            failures.expect("a tmpfs can be mounted", False)
            return
        store = trust.Store(program, place / "s.db")
        for name in ("a", "b"):
            done = store.run("index", folder / name, statuses=None)
            if done.status == 0:
                reached.add(f"{name} fits")
                continue
            reached.add(f"{name} does not fit")
            expect_refusal(failures, f"index {name} in {size >> 10} KiB", done, (2,),
                           ("free some", "free space", "is full"))
            if Path(store.path).exists() and os.path.getsize(store.path):
                # What was committed is there and sound, or nothing was.
                said = store.run("verify", statuses=None)
                failures.expect(f"{size >> 10} KiB: sound", said.status == 0 or
                                "no store" in said.err, said.err + str(said.out))
        # With room, the same commands go on.
        if not mount(None, place, MS_REMOUNT, f"size={needed * 6}"):
            failures.expect("a tmpfs can be given room", False)
            return
        store.run("index", folder / "a")
        store.run("index", folder / "b")
        failures.expect(f"{size >> 10} KiB: with room the same commands go on",
                        store.export() == both)
        failures.expect(f"{size >> 10} KiB: then sound", store.problems() == "", store.problems())
        LIBC.umount2(str(place).encode(), 2)
    failures.expect("each case was met", len(reached) == 4, reached)
    # Output that cannot be written is a failure too.
    if Path("/dev/full").exists():
        with open("/dev/full", "w") as nowhere:
            done = subprocess.run(reference.command("export"), stdout=nowhere,
                                  stderr=subprocess.PIPE, env=trust.ENVIRONMENT, check=False)
        failures.expect("stdout on a full disk", done.returncode == 2, done.returncode)
    failures.expect("one state differs from the other", one != both)


def file_size(program, source, folder, failures):
    """The same with a limit on the size of files, which needs no privilege."""
    reference, _, both = states_of(trust.Store(program, folder / "x.db"), folder)
    needed = os.path.getsize(reference.path)
    refused = 0
    for share in (0.0, 0.02, 0.3, 0.6, 0.9):
        limit = int(needed * share)

        def limited(limit=limit):
            signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

        store = trust.Store(program, folder / f"size{share}.db")
        for name in ("a", "b"):
            done = store.run("index", folder / name, statuses=None, preexec=limited)
            if done.status != 0:
                refused += 1
                expect_refusal(failures, f"index {name} with files of {limit >> 10} KiB", done,
                               (2,), ("disk", "room", "free", "write"))
        store.run("index", folder / "a")
        store.run("index", folder / "b")
        failures.expect(f"{limit >> 10} KiB: without the limit it goes on", store.export() == both)
        failures.expect(f"{limit >> 10} KiB: then sound", store.problems() == "", store.problems())
    failures.expect("it was refused at all", refused >= 5, refused)


def read_only(program, source, folder, failures):
    own_mounts()
    place = folder / "ro"
    place.mkdir()
    if not mount("tmpfs", place, 0, "size=64m"):
        failures.expect("a tmpfs can be mounted", False)
        return
    shutil.copytree(folder / "a", place / "a")
    store = trust.Store(program, place / "s.db")
    store.run("index", place / "a")
    wanted = store.export()
    new = trust.Store(program, place / "new.db")
    mount(None, place, MS_REMOUNT | MS_RDONLY)
    # Writing is refused.
    for what, other, command in (("index", store, ("index", place / "a")),
                                 ("index into a new store", new, ("index", place / "a")),
                                 ("remove", store, ("remove", "a"))):
        done = other.run(*command, statuses=None)
        expect_refusal(failures, f"{what} in a read-only folder", done, (2,),
                       ("writ", "read-only", "Read-only"))
        failures.expect(f"{what}: names the store or its lock", str(place) in done.err, done.err)
    # Reading needs no writing.
    failures.expect("a read-only store answers", store.export() == wanted)
    failures.expect("… is sound", store.problems() == "", store.problems())
    for command in (("status",), ("clusters",), ("pairs",), ("documents",), ("works",)):
        store.run(*command)
    done = store.run("index", place / "a", "--dry-run", statuses=None)
    print(f"index --dry-run of a read-only store: status {done.status} {done.err.strip()}")
    mount(None, place, MS_REMOUNT)
    store.run("index", place / "a")
    failures.expect("writable again, it goes on", store.export() == wanted)
    LIBC.umount2(str(place).encode(), 2)


def lock(program, source, folder, failures):
    """Another process writes: status 4 at once, readers go on reading, nothing is lost."""
    store = trust.Store(program, folder / "lock.db")
    store.run("index", folder / "a")
    wanted = store.export()
    with open(store.path + "-lock", "a+b") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        for command in (("index", folder / "b"), ("index",), ("remove", "a")):
            done = store.run(*command, statuses=None)
            expect_refusal(failures, f"{command[0]} while another writes", done, (4,),
                           ("another process", "wait", "again"))
            failures.expect(f"{command[0]} does not wait", done.seconds < 5, done.seconds)
        failures.expect("readers read", store.export() == wanted)
    # Two at once, both of this program: one does it, the other says why not.
    both = [subprocess.Popen(store.command("index", folder / name), stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, env=trust.ENVIRONMENT) for name in "bc"]
    for process in both:
        process.communicate()
    statuses = sorted(process.returncode for process in both)
    failures.expect("two writers at once", statuses in ([0, 4], [0, 0]), statuses)
    # Readers while a writer writes: each sees a whole state, never an error.
    writer = subprocess.Popen(store.command("index", folder / "c", folder / "b"),
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=trust.ENVIRONMENT)
    reads = 0
    while writer.poll() is None or reads < 3:
        done = store.run("status", "--json", statuses=None)
        failures.expect("a reader beside a writer", done.status == 0, done.err)
        reads += 1
        time.sleep(0.005)
    writer.communicate()
    failures.expect("the writer ends well beside readers", writer.returncode == 0,
                    writer.returncode)
    store.run("index", folder / "b")
    store.run("index", folder / "c")
    fresh = trust.Store(program, folder / "fresh.db")
    fresh.run("index", folder / "a", folder / "b", folder / "c")
    failures.expect("nothing is lost", store.export() == fresh.export())
    print(f"{reads} reads beside the writer; two at once: {statuses}")


def memory(program, source, folder, failures):
    """Where there is no memory, or none for another thread, it is said, and nothing is lost."""
    if trust.SANITIZED:
        print("SKIPPED: sanitizers take all addresses there are")
        sys.exit(trust.SKIPPED)
    whole = trust.Store(program, folder / "whole.db")
    whole.run("index", folder / "a", folder / "b")
    wanted = whole.export()
    commands = (("index", folder / "a", folder / "b"), ("passages",), ("works",), ("stock",),
                ("templates",), ("report", "--out", folder / "pages"))
    refused = {command[0]: 0 for command in commands}
    for mib in list(range(2, 40, 3)) + [64, 96, 128]:

        def limited(mib=mib):
            resource.setrlimit(resource.RLIMIT_DATA, (mib << 20, resource.RLIM_INFINITY))

        fresh = trust.Store(program, folder / f"memory{mib}.db")
        for command in commands:
            store = fresh if command[0] == "index" else whole
            done = store.run(*command, "--threads", 4, statuses=None, preexec=limited)
            if done.status != 0:
                refused[command[0]] += 1
                expect_refusal(failures, f"{command[0]} in {mib} MiB", done, (2,), ("memory",))
        fresh.run("index", folder / "a", folder / "b")
        failures.expect(f"{mib} MiB: without the limit it goes on", fresh.export() == wanted)
        failures.expect(f"{mib} MiB: then sound", fresh.problems() == "", fresh.problems())
    failures.expect("each was refused at all", all(refused.values()), refused)
    failures.expect("no pages are left over", not list(folder.glob("pages.part*")))
    print(f"refused: {refused}")


CHECKS = {"memory": memory, "disk_full": disk_full, "file_size": file_size, "read_only": read_only, "lock": lock}


def main():
    program, source, check = trust.arguments("CHECK")
    failures = trust.Failures()
    with trust.scratch() as folder:
        folder = Path(folder)
        made = trust.make_documents(source, 90, seed=6)
        for number, name in enumerate("abc"):
            trust.write_documents(folder / name, made[number::3])
        CHECKS[check](program, source, folder, failures)
    failures.leave(check)


if __name__ == "__main__":
    main()
