"""Plants one breach at a time in a small tree that has none, and sees that rules.py finds it."""

import tempfile
import unittest
from pathlib import Path

import rules

GOOD_TREE = {
    "tests/arch/layers.txt": """
layer base
layer text
layer cli  text
layer engine text
part engine/common
part engine/indexing common
library fmt/      fmt::  *
library sys/      -      *
library unicode/  ICU::  src/text/
generated words.inc  src/text/
""",
    "include/leitong/base/hash.hpp": "// Hashes.\n#pragma once\n#include <cstdint>\n",
    "include/leitong/text/view.hpp": '// Views.\n#pragma once\n#include "leitong/base/hash.hpp"\n',
    "src/text/table.hpp": "#pragma once\n",
    "src/text/view.cpp": '#include "leitong/text/view.hpp"\n#include "table.hpp"\n'
                         '#include "words.inc"\n'
                         "#include <unicode/uchar.h>\n#include <fmt/core.h>\n",
    "src/engine/common/threads.hpp": "#pragma once\n",
    "src/engine/indexing/draft.hpp": "#pragma once\n",
    "src/engine/indexing/draft.cpp": '#include "draft.hpp"\n#include "engine/common/threads.hpp"\n',
    "tests/unit/engine/draft_test.cpp": '#include "engine/indexing/draft.hpp"\n',
    "src/cli/commands/main.cpp": '#include "leitong/text/view.hpp"\n// TODO(#12): more\n',
    "tests/unit/text/view_test.cpp": '#include "leitong/text/view.hpp"\n#include <gtest/gtest.h>\n',
}
GOOD_LINKS = {
    "base": ["leitong_options", "fmt::fmt"],
    "text": ["leitong_options", "leitong_base", "ICU::uc"],
    "cli": ["leitong_options", "leitong_text"],
    "engine": ["leitong_options", "leitong_text"],
}

# name, rule that must find it, path, content
PLANTED_FILES = [
    ("upward_include", "layer", "src/text/up.cpp", '#include "leitong/cli/command.hpp"\n'),
    ("upward_include_in_a_test", "layer", "tests/unit/text/up_test.cpp",
     '#include "leitong/cli/command.hpp"\n'),
    ("header_that_is_not_there", "layer", "src/text/gone.cpp", '#include "leitong/text/gone.hpp"\n'),
    ("private_header_of_another", "layer", "src/cli/peek.cpp", '#include "../text/table.hpp"\n'),
    ("private_header_that_is_not_there", "layer", "src/cli/peek.cpp", '#include "table.hpp"\n'),
    ("generated_file_of_another", "layer", "src/cli/words.cpp", '#include "words.inc"\n'),
    ("module_without_a_row", "layer", "src/serve/http.cpp", "int x;\n"),
    ("upward_include_between_parts", "part", "src/engine/common/up.cpp",
     '#include "engine/indexing/draft.hpp"\n'),
    ("upward_include_between_parts_by_a_relative_path", "part", "src/engine/common/up.cpp",
     '#include "../indexing/draft.hpp"\n'),
    ("source_in_no_part", "part", "src/engine/stray.cpp", "int x;\n"),
    ("part_without_a_row", "part", "src/engine/later/stray.cpp", "int x;\n"),
    ("private_header_of_another_by_its_part", "layer", "src/cli/peek.cpp",
     '#include "engine/common/threads.hpp"\n'),
    ("library_of_another", "library", "src/cli/icu.cpp", "#include <unicode/uchar.h>\n"),
    ("library_in_a_public_header", "library", "include/leitong/text/icu.hpp",
     "// ICU.\n#pragma once\n#include <unicode/uchar.h>\n"),
    ("library_nobody_owns", "library", "src/cli/json.cpp", "#  include <nlohmann/json.hpp>\n"),
    ("public_header_without_a_comment", "once", "include/leitong/base/bare.hpp", "#pragma once\n"),
    ("header_without_a_guard", "once", "src/text/bare.hpp", "// Bare.\nint x;\n"),
    ("header_with_a_guard_too_late", "once", "src/text/late.hpp", "#include <map>\n#pragma once\n"),
    ("long_file", "length", "src/text/long.cpp", "\n" * 501),
    ("path_of_a_machine", "path", "docs/NOTES.md", "See /" + "home/ann/leitong.\n"),
    ("address_of_a_network", "path", "docs/NOTES.md", "The mirror is at 10." + "1.2.3.\n"),
    ("todo_without_a_number", "todo", "src/text/later.cpp", "// TODO: later\n"),
]

# name, module, its link line
PLANTED_LINKS = [
    ("link_that_the_table_does_not_allow", "text", GOOD_LINKS["text"] + ["leitong_cli"]),
    ("link_that_is_missing", "cli", ["leitong_options", "leitong_base"]),
    ("library_linked_by_another", "cli", GOOD_LINKS["cli"] + ["ICU::uc"]),
    ("library_without_a_row", "serve", ["leitong_options"]),
]


def breaches_of(files, links):
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        return rules.Checker(folder, links).run()


class Rules(unittest.TestCase):
    def test_a_tree_without_breaches_passes(self):
        self.assertEqual(breaches_of(GOOD_TREE, GOOD_LINKS), [])

    def test_each_planted_file_is_found_by_its_rule(self):
        headers = {"include/leitong/cli/command.hpp": "// Commands.\n#pragma once\n"}
        for name, rule, path, content in PLANTED_FILES:
            with self.subTest(name):
                found = breaches_of(GOOD_TREE | headers | {path: content}, GOOD_LINKS)
                self.assertEqual([breach.split(": ")[:2] for breach in found], [[rule, path]])

    def test_each_planted_link_is_found(self):
        for name, module, targets in PLANTED_LINKS:
            with self.subTest(name):
                found = breaches_of(GOOD_TREE, GOOD_LINKS | {module: targets})
                self.assertEqual([breach.split(": ")[0] for breach in found], ["links"])

    def test_a_module_that_cmake_lacks_is_found(self):
        links = {module: line for module, line in GOOD_LINKS.items() if module != "cli"}
        self.assertIn("CMake has no library leitong_cli", breaches_of(GOOD_TREE, links)[0])

    def test_an_upward_row_of_the_table_is_refused(self):
        with self.assertRaisesRegex(ValueError, "store, which is not above it"):
            rules.parse_table("layer base\nlayer text store\nlayer store\n")

    def test_an_empty_tree_does_not_pass(self):
        only_table = {rules.TABLE: GOOD_TREE[rules.TABLE]}
        self.assertIn("found no sources", breaches_of(only_table, GOOD_LINKS)[0])


if __name__ == "__main__":
    unittest.main()
