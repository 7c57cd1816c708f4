// A maintainer's program, not installed: writes what docs/ holds of the option table.
//
// leitong_pages write DIR   DIR/man/*.1, DIR/man/zh_CN/*.1, DIR/completions/*
// leitong_pages table       the table, tab-separated, for tests:
//                           command NAME ARGUMENTS
//                           option COMMAND NAME LETTER VALUE DEFAULT is-common|own
// leitong_pages commands en|zh   a table of the commands, in Markdown, for the guides
#include "leitong/cli/completions.hpp"
#include "leitong/cli/manual.hpp"
#include "leitong/cli/options.hpp"

#include <fmt/core.h>

#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>

namespace leitong::cli {
namespace {

namespace fs = std::filesystem;

bool write(const fs::path& path, const std::string& text) {
    fs::create_directories(path.parent_path());
    std::ofstream out(path, std::ios::binary);
    out << text;
    out.close();
    return out.good();
}

bool write_pages(const fs::path& folder) {
    bool good = write(folder / "completions/leitong.bash", bash_completion()) &&
                write(folder / "completions/_leitong", zsh_completion()) &&
                write(folder / "completions/leitong.fish", fish_completion());
    for (const CommandRow& row : command_rows()) {
        const std::string name = page_name(row.id) + ".1";
        good = good && write(folder / "man" / name, man_page(row.id, Language::en)) &&
               write(folder / "man/zh_CN" / name, man_page(row.id, Language::zh));
    }
    return good;
}

void print_table() {
    for (const CommandRow& command : command_rows()) {
        std::cout << fmt::format("command\t{}\t{}\n", command.name, command.arguments);
        for (const OptionRow& row : option_rows()) {
            if (row.commands.holds(command.id)) {
                const std::string letter(row.letter == '\0' ? 0 : 1, row.letter);
                std::cout << fmt::format("option\t{}\t{}\t{}\t{}\t{}\t{}\n", command.name, row.name,
                                         letter, row.value_name, row.default_value,
                                         is_common(row) ? "common" : "own");
            }
        }
    }
}

void print_commands(Language language) {
    for (const CommandRow& row : command_rows()) {
        std::cout << fmt::format("| `{}` | {} |\n", row.name, say(language, row.summary));
    }
}

int run_pages(int count, char** words) {
    const std::string_view verb = count > 1 ? words[1] : "";
    if (verb == "table" && count == 2) {
        print_table();
        return 0;
    }
    if (verb == "commands" && count == 3) {
        print_commands(std::string_view(words[2]) == "zh" ? Language::zh : Language::en);
        return 0;
    }
    if (verb == "write" && count == 3) {
        return write_pages(words[2]) ? 0 : 2;
    }
    std::cerr << "usage: leitong_pages write DIR | table | commands en|zh\n";
    return 2;
}

}  // namespace
}  // namespace leitong::cli

int main(int argc, char** argv) {
    try {
        return leitong::cli::run_pages(argc, argv);
    } catch (const std::exception& error) {
        std::cerr << "leitong_pages: " << error.what() << '\n';
        return 2;
    }
}
