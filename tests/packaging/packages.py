"""Whether what is installed works: from `cmake --install`, and from the Debian packages.

Usage: packages.py BUILD_DIR SOURCE_DIR CMAKE VERSION CXX_COMPILER
       packages.py --lintian BUILD_DIR

Installs into a scratch prefix; the program, its manual and completions must be there, and
docs/example must build against the library and answer. Then CPack makes the packages; they are
unpacked, not installed, and the program in them is run. With --lintian, lintian must find no error
and no warning in them; 77 where it is not installed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TEXT = "要抓紧清欠，1月15日以前把拖欠中小企业的账款清偿80%以上"
# What lintian says of every package that is not part of Debian.
NOT_OURS = ("initial-upload-closes-no-bugs",)


def run(*words, **more):
    done = subprocess.run([str(word) for word in words], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False, **more)
    text = done.stdout.decode("utf-8", "replace")
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, words))} exits {done.returncode}:\n{text}")
    return text


def need(*paths):
    for path in paths:
        if not path.exists():
            sys.exit(f"{path} was not installed")


def check_program(root, version, source, scratch):
    """root holds bin/ and share/; the manual may be compressed."""
    program = root / "bin/leitong"
    need(program, root / "share/bash-completion/completions/leitong",
         root / "share/zsh/vendor-completions/_leitong",
         root / "share/fish/vendor_completions.d/leitong.fish")
    for language in ("", "zh_CN/"):
        made = {p.name for p in (source / f"docs/man/{language}").glob("*.1")}
        kept = {p.name.removesuffix(".gz")
                for p in (root / f"share/man/{language}man1").glob("*.1*")}
        if not made or made != kept:
            sys.exit(f"{root}: man pages {sorted(made ^ kept)}")
    if run(program, "--version") != f"leitong {version}\n":
        sys.exit(f"{program} is of another version")
    db = scratch / f"{root.parent.name}.db"
    run(program, "--db", db, "index", source / "data/speeches")
    if "speeches/01_economic_work_2022.txt:22" not in run(program, "--db", db, "query", TEXT):
        sys.exit(f"{program} does not find the sample")


def check_example(prefix, source, cmake, compiler, scratch):
    build = scratch / "example"
    run(cmake, "-S", source / "docs/example", "-B", build, "-G", "Ninja",
        f"-DCMAKE_PREFIX_PATH={prefix}", f"-DCMAKE_CXX_COMPILER={compiler}",
        "-DCMAKE_CXX_FLAGS=-Wall -Wextra -Wpedantic -Werror")
    run(cmake, "--build", build)
    said = run(build / "where", scratch / "where.db", source / "data/speeches", TEXT)
    lines = said.splitlines()
    if not lines[0].endswith(" documents") or not any(
            line.startswith("speeches/01_economic_work_2022.txt:22  ") for line in lines):
        sys.exit(f"the example says:\n{said}")
    lone = subprocess.run([build / "where", scratch / "none.db", scratch / "no such folder", TEXT],
                          stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, check=False)
    if lone.returncode not in (1, 2):
        sys.exit(f"the example exits {lone.returncode} for a folder that is not there")


def make_packages(build, packages):
    # Fast compression: what is tested is what is in them.
    run("cpack", "-G", "DEB", "-B", packages, "-D", "CPACK_DEBIAN_COMPRESSION_TYPE=gzip", cwd=build,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1795392000"})
    files = {p.name.split("_")[0]: p for p in packages.glob("*.deb")}
    if set(files) != {"leitong", "libleitong-dev"}:
        sys.exit(f"cpack made {sorted(files)}")
    return files


def check_packages(build, source, version, scratch):
    files = make_packages(build, scratch / "packages")
    for name, file in files.items():
        run("dpkg-deb", "-x", file, scratch / name)
        need(scratch / name / f"usr/share/doc/{name}/copyright",
             scratch / name / f"usr/share/doc/{name}/changelog.Debian.gz")
    depends = run("dpkg-deb", "-f", files["leitong"], "Depends")
    for library in ("libc6", "libstdc++6", "libicu", "libsqlite3-0", "libfmt", "libboost-program"):
        if library not in depends:
            sys.exit(f"leitong depends on {depends}, not on {library}")
    check_program(scratch / "leitong/usr", version, source, scratch)
    need(scratch / "libleitong-dev/usr/include/leitong/engine/reading.hpp")


def check_with_lintian(build):
    if not shutil.which("lintian"):
        print("SKIPPED: lintian is not installed")
        return 77
    with tempfile.TemporaryDirectory(prefix="leitong_lintian_") as folder:
        files = make_packages(build, Path(folder))
        said = run("sh", "-c", 'lintian --no-tag-display-limit "$@" || true', "sh", *files.values())
    found = [line for line in said.splitlines() if line[:2] in ("E:", "W:")]
    bad = [line for line in found if not any(tag in line for tag in NOT_OURS)]
    print(f"{len(found)} errors and warnings, {len(found) - len(bad)} of them because no bug of "
          "Debian's asked for this package")
    print("\n".join(bad))
    return 1 if bad else 0


def main(build, source, cmake, version, compiler):
    build, source = Path(build), Path(source)
    with tempfile.TemporaryDirectory(prefix="leitong_packages_") as folder:
        scratch = Path(folder)
        prefix = scratch / "prefix/usr"
        run(cmake, "--install", build, "--prefix", prefix)
        need(prefix / "share/doc/leitong/LICENSE")
        check_program(prefix, version, source, scratch)
        check_example(prefix, source, cmake, compiler, scratch)
        if shutil.which("dpkg-deb") and shutil.which("dpkg-shlibdeps"):
            check_packages(build, source, version, scratch)
        else:
            print("NOT CHECKED: no dpkg-deb and dpkg-shlibdeps here")


if __name__ == "__main__":
    if sys.argv[1] == "--lintian":
        sys.exit(check_with_lintian(sys.argv[2]))
    main(*sys.argv[1:])
