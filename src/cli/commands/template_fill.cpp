#include "leitong/cli/commands.hpp"
#include "leitong/cli/output_folder.hpp"
#include "leitong/cli/printing.hpp"
#include "leitong/engine/filling.hpp"
#include "leitong/report/json_writer.hpp"
#include "leitong/report/read_templates.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace leitong::cli {

namespace {

constexpr std::string_view k_list = "filled.jsonl";

using Texts = std::vector<engine::FilledText>;

// Errors of what a file holds name the file.
template <typename T>
Result<T> of_file(const Context& context, const std::string& path, Result<T> result) {
    if (!result) {
        return fail(result.error().code, Msg::fill_in_file, path,
                    result.error().message.text(context.language()));
    }
    return result;
}

Result<Texts> fill_named(const report::TemplateSet& set, const std::string& id,
                         std::span<const engine::ValueTable> tables, engine::Blanks blanks) {
    const auto block = std::ranges::find(set.blocks, id, &BlockTemplateRecord::id);
    if (block != set.blocks.end()) {
        return engine::fill_block(*block, set.templates, tables, blanks);
    }
    return engine::fill_template(*std::ranges::find(set.templates, id, &TemplateRecord::id), tables,
                                 blanks);
}

// The template that is named, or the only one. A block stands with the templates it is made of.
Result<std::string> choose(const report::TemplateSet& set,
                           const std::optional<std::string>& wanted) {
    if (wanted) {
        const bool is_there = std::ranges::count(set.blocks, *wanted, &BlockTemplateRecord::id) +
                                  std::ranges::count(set.templates, *wanted, &TemplateRecord::id) >
                              0;
        if (!is_there) {
            return fail(Errc::not_found, Msg::fill_not_there, *wanted);
        }
        return *wanted;
    }
    if (set.blocks.size() == 1) {
        const std::vector<BlockStep>& steps = set.blocks.front().steps;
        const bool is_alone = std::ranges::all_of(set.templates, [&](const TemplateRecord& made) {
            return std::ranges::find(steps, made.id, &BlockStep::template_id) != steps.end();
        });
        if (is_alone) {
            return set.blocks.front().id;
        }
    }
    const std::size_t count = set.templates.size() + set.blocks.size();
    if (count == 0) {
        return fail(Errc::bad_record, Msg::fill_no_template);
    }
    const std::string& first =
        set.templates.empty() ? set.blocks.front().id : set.templates.front().id;
    if (count > 1) {
        return fail(Errc::invalid_argument, Msg::fill_which_template, count, first);
    }
    return first;
}

// What a row's document is called as a file: its number, and what of its name is harmless anywhere.
std::string file_name(const engine::FilledText& text, std::size_t row, std::size_t rows) {
    constexpr std::size_t k_most_bytes = 80;
    constexpr std::string_view k_unsafe = "<>:\"|?*\\/#";
    const std::size_t slash = text.document.rfind('/');
    std::string_view name = std::string_view(text.document);
    name = slash == std::string_view::npos ? name : name.substr(slash + 1);
    name = name.ends_with(".txt") ? name.substr(0, name.size() - 4) : name;
    std::string safe;
    for (const char c : name) {
        const bool is_harmless =
            static_cast<unsigned char>(c) > 0x20 && c != 0x7F && k_unsafe.find(c) == k_unsafe.npos;
        safe += is_harmless ? c : '_';
    }
    std::size_t size = std::min(safe.size(), k_most_bytes);
    while (size < safe.size() && (static_cast<unsigned char>(safe[size]) & 0xC0U) == 0x80) {
        --size;  // not within a character
    }
    safe.resize(size);
    const std::size_t digits = std::to_string(rows).size();
    std::string made = fmt::format("{:0{}}", row, digits);
    made += safe.empty() ? "" : "-" + safe;
    made += text.paragraph == 0 ? "" : fmt::format("-{}", text.paragraph);
    return made + ".txt";
}

void append_record(std::string& out, const std::string& id, const engine::FilledText& text,
                   std::string_view file) {
    report::JsonWriter json(out);
    json.open_object().string("type", "filled").string("template", id).number("line", text.line);
    if (!text.document.empty()) {
        json.string("document", text.document)
            .number("work", text.work)
            .number("paragraph", text.paragraph);
    }
    json.number("blanks", text.blanks);
    if (file.empty()) {
        json.string("text", text.text);
    } else {
        json.string("file", file);
    }
    json.close_object().end_line();
}

// Writes a file a text and their list, which is returned.
Result<std::string> write_folder(const Context& context, const std::string& id,
                                 const Texts& texts) {
    LEITONG_TRY_ASSIGN(OutputFolder folder,
                       OutputFolder::create(context.invocation.out, std::string(k_list)));
    std::string list;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const std::string name = file_name(texts[i], i + 1, texts.size());
        LEITONG_TRY(folder.write(name, texts[i].text));
        append_record(list, id, texts[i], name);
    }
    LEITONG_TRY(folder.append(k_list, list));
    LEITONG_TRY(folder.commit());
    return list;
}

}  // namespace

Result<ExitStatus> run_template_fill(const Context& context) {
    const Invocation& invocation = context.invocation;
    const std::string& template_path = invocation.names[0];
    const std::string& values_path = invocation.names[1];
    LEITONG_TRY_ASSIGN(const std::string json, read_argument(context, template_path));
    LEITONG_TRY_ASSIGN(const std::string csv, read_argument(context, values_path));
    LEITONG_TRY_ASSIGN(const report::TemplateSet set,
                       of_file(context, template_path, report::read_templates(json)));
    LEITONG_TRY_ASSIGN(const std::string id,
                       of_file(context, template_path, choose(set, invocation.template_filter.id)));
    LEITONG_TRY_ASSIGN(const auto tables, of_file(context, values_path, engine::read_values(csv)));
    LEITONG_TRY_ASSIGN(const Texts texts, of_file(context, values_path,
                                                  fill_named(set, id, tables, invocation.blanks)));
    Output output(context);
    if (invocation.out.empty() && invocation.format == Format::jsonl) {
        for (const engine::FilledText& text : texts) {
            append_record(output.buffer(), id, text, {});
            if (!output.goes_on()) {
                break;
            }
        }
        return finished(context, ExitStatus::done);
    }
    if (invocation.out.empty() && texts.size() > 1) {
        return fail(Errc::invalid_argument, Msg::fill_many, texts.size());
    }
    if (invocation.out.empty()) {
        output.buffer() += texts.front().text;  // to the byte: no line end of ours
        return ExitStatus::done;
    }
    LEITONG_TRY_ASSIGN(const std::string list, write_folder(context, id, texts));
    if (invocation.format == Format::jsonl) {
        output.buffer() += list;
    }
    std::uint64_t blanks = 0;
    for (const engine::FilledText& text : texts) {
        blanks += text.blanks;
    }
    if (invocation.format == Format::jsonl) {
        report::append_summary(output.buffer(), {{"documents", texts.size()}, {"blanks", blanks}});
        return ExitStatus::done;
    }
    print_note(context, output,
               say(context.language(), Msg::fill_written, report::grouped(texts.size()),
                   report::printable(without_slash(invocation.out))));
    if (blanks > 0) {
        print_note(context, output,
                   say(context.language(), Msg::fill_blanks_left, report::grouped(blanks)));
    }
    return ExitStatus::done;
}

}  // namespace leitong::cli
