#include "leitong/cli/manual.hpp"

#include "leitong/cli/exit_status.hpp"
#include "leitong/report/display.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <vector>

namespace leitong::cli {

namespace {

// Of the source's lines; for Chinese also of the printed ones, so narrow enough for the indent of
// an explanation on 80 columns.
constexpr std::size_t k_columns = 68;

// Text as roff prints it, sign for sign: hyphens to be copied, quotes that stay upright.
std::string roff(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '\\':
                out += "\\e";
                break;
            case '-':
                out += "\\-";
                break;
            case '\'':
                out += "\\(aq";
                break;
            case '`':
                out += "\\(ga";
                break;
            case '^':
                out += "\\(ha";
                break;
            case '~':
                out += "\\(ti";
                break;
            default:
                if (c == '.' && (out.empty() || out.back() == '\n')) {
                    out += "\\&";
                }
                out += c;
        }
    }
    return out;
}

std::string bold(std::string_view text) {
    return "\\fB" + roff(text) + "\\fP";
}

// Words in capitals stand for something else: in italics.
std::string placeholders(std::string_view text) {
    const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    std::string out;
    while (!text.empty()) {
        const auto is_in_word = is_capital(text.front());
        const auto end =
            std::ranges::find_if(text, [&](char c) { return is_capital(c) != is_in_word; });
        const std::string_view part(text.begin(), end);
        out += is_in_word ? "\\fI" + std::string(part) + "\\fP" : roff(part);
        text.remove_prefix(part.size());
    }
    return out;
}

// Collects a page of one language.
class Page {
public:
    explicit Page(Language language) : m_language(language) {}

    void begin(Command command) {
        std::string title = page_name(command);
        std::ranges::transform(title, title.begin(), [](char c) {
            return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        });
        m_text =
            ".\\\" Made from the option table of leitong; tests/docs/pages.py makes it again.\n";
        m_text +=
            fmt::format(".TH {} 1 {} \"leitong {}\"\n", roff(title), LEITONG_DATE, LEITONG_VERSION);
    }

    void head(Msg name) { m_text += ".SH " + say(m_language, name) + '\n'; }
    void line(std::string_view roff_text) {
        m_text += roff_text;
        m_text += '\n';
    }
    // Running text. Chinese has no spaces to break lines at, so its lines are made here.
    void paragraph(std::string_view text) {
        const std::string lines = roff(report::wrapped(text, k_columns, 0));
        line(m_language == Language::zh ? ".nf\n" + lines + "\n.fi" : lines);
    }
    void item(std::string_view roff_term, std::string_view text) {
        line(".TP");
        line(roff_term);
        paragraph(text);
    }
    [[nodiscard]] std::string text(Msg id) const { return say(m_language, id); }
    [[nodiscard]] std::string take() { return std::move(m_text); }

    void name(Command command) {
        const bool is_program = command == Command::help;
        head(Msg::man_name);
        std::string summary = is_program ? text(Msg::man_program) : text(row_of(command).summary);
        if (summary.front() >= 'A' && summary.front() <= 'Z') {
            summary.front() = static_cast<char>(summary.front() - 'A' + 'a');
        }
        line(roff(page_name(command)) + " \\- " + roff(summary));
    }

    void option(const OptionRow& row) {
        std::string term = row.letter == '\0' ? "" : bold(fmt::format("-{}", row.letter)) + ", ";
        term += bold("--" + std::string(row.name));
        if (row.kind == ValueKind::choice) {
            term += " " + roff(row.value_name);
        } else if (row.kind != ValueKind::none) {
            term += " " + placeholders(row.value_name);
        }
        const std::string help = text(row.help);
        item(term, row.default_value.empty()
                       ? help
                       : say(m_language, Msg::help_default, help, row.default_value));
    }

    template <typename Wanted>
    void options(Msg head_name, const Wanted& wanted) {
        bool is_first = true;
        std::set<Option> seen;
        for (const OptionRow& row : option_rows()) {
            if (!wanted(row) || !seen.insert(row.id).second) {
                continue;
            }
            if (is_first) {
                head(head_name);
                is_first = false;
            }
            option(row);
        }
    }

    void examples(std::string_view lines) {
        head(Msg::man_examples);
        line(".EX");
        line(roff(lines));
        line(".EE");
    }

    void synopsis(Command command) {
        head(Msg::man_synopsis);
        const std::string options = text(Msg::man_placeholder_options);
        if (command == Command::help) {
            line(fmt::format("{} [{} \\fIFILE\\fP] \\fI{}\\fP [\\fI{}\\fP]", bold("leitong"),
                             bold("--db"), text(Msg::man_placeholder_command), options));
            line(".br");
            line(bold("leitong help") + " [\\fI" + text(Msg::man_placeholder_command) + "\\fP]");
            return;
        }
        const CommandRow& row = row_of(command);
        std::string words = bold("leitong " + std::string(row.name)) + " [\\fI" + options + "\\fP]";
        words += row.arguments.empty() ? "" : " " + placeholders(row.arguments);
        line(words);
    }

    void see_also(Command command) {
        head(Msg::man_see_also);
        std::string pages;
        for (const CommandRow& row : command_rows()) {
            // The program's page stands for help.
            if (row.id == command || (command == Command::help && row.id == Command::help)) {
                continue;
            }
            if (command == Command::help || row.id == Command::help) {
                pages += pages.empty() ? "" : ",\n";
                pages += bold(page_name(row.id)) + "(1)";
            }
        }
        line(pages);
    }

    void environment() {
        head(Msg::man_environment);
        const auto rows = variable_rows();
        for (std::size_t i = 0; i < rows.size();) {
            std::string names;
            const Msg help = rows[i].help;
            for (; i < rows.size() && rows[i].help == help; ++i) {
                names += names.empty() ? "" : ", ";
                names += bold(rows[i].name);
            }
            item(names, text(help));
        }
    }

private:
    Language m_language;
    std::string m_text;
};

std::string program_page(Language language) {
    Page page(language);
    page.begin(Command::help);
    page.name(Command::help);
    page.synopsis(Command::help);
    page.head(Msg::man_description);
    page.paragraph(page.text(Msg::about_leitong));
    page.head(Msg::man_commands);
    for (const CommandRow& row : command_rows()) {
        const std::string arguments =
            row.arguments.empty() ? "" : " " + placeholders(row.arguments);
        page.item(bold(row.name) + arguments, page.text(row.summary));
    }
    page.options(Msg::man_common_options, is_common);
    page.head(Msg::man_exit_status);
    for (const StatusRow& row : status_rows()) {
        page.item(bold(std::to_string(static_cast<unsigned>(row.status))), page.text(row.meaning));
    }
    page.environment();
    page.head(Msg::man_files);
    page.item("\\fIleitong.db\\fP", page.text(Msg::man_store_file));
    page.see_also(Command::help);
    return page.take();
}

}  // namespace

std::string page_name(Command command) {
    return command == Command::help ? "leitong" : "leitong-" + std::string(row_of(command).name);
}

std::string man_page(Command command, Language language) {
    if (command == Command::help) {
        return program_page(language);
    }
    const CommandRow& row = row_of(command);
    Page page(language);
    page.begin(command);
    page.name(command);
    page.synopsis(command);
    page.head(Msg::man_description);
    page.paragraph(page.text(row.description));
    // --format differs from command to command; the other common ones are in leitong(1).
    page.options(Msg::man_options, [command](const OptionRow& option) {
        return option.commands.holds(command) &&
               (!is_common(option) || option.id == Option::format);
    });
    page.line(".PP");
    page.paragraph(page.text(Msg::man_rest));
    page.examples(row.examples);
    page.see_also(command);
    return page.take();
}

}  // namespace leitong::cli
