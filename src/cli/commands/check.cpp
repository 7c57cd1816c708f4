#include "leitong/report/check.hpp"

#include "leitong/cli/commands.hpp"
#include "leitong/cli/output_file.hpp"
#include "leitong/cli/printing.hpp"
#include "leitong/cli/show.hpp"
#include "leitong/engine/queries.hpp"
#include "leitong/engine/reading.hpp"

#include <algorithm>
#include <istream>
#include <iterator>
#include <sstream>

namespace leitong::cli {

namespace {

Result<std::string> read(const Context& context, const std::string& path) {
    if (path == "-") {
        return std::string(std::istreambuf_iterator<char>(context.streams.in), {});
    }
    return engine::read_query_file(path);
}

// Lines without the white space around them, of a file in whatever encoding.
Result<std::vector<std::string>> read_phrases(const std::string& path) {
    LEITONG_TRY_ASSIGN(const std::string bytes, engine::read_query_file(path));
    LEITONG_TRY_ASSIGN(const std::string utf8, engine::decode_query(bytes));
    std::vector<std::string> phrases;
    std::istringstream lines(utf8);
    for (std::string line; std::getline(lines, line);) {
        phrases.push_back(line);
    }
    return phrases;
}

class Check {
public:
    explicit Check(const Context& context) : m_context(context) {}

    Result<ExitStatus> run() {
        const Invocation& invocation = m_context.invocation;
        LEITONG_TRY_ASSIGN(engine::Reader reader, engine::Reader::open(invocation.db));
        engine::CheckOptions options = invocation.check;
        options.threads = invocation.threads;
        if (invocation.stock_file) {
            LEITONG_TRY_ASSIGN(options.stock, read_phrases(*invocation.stock_file));
        }
        if (invocation.base_file) {
            LEITONG_TRY_ASSIGN(std::string base, engine::read_query_file(*invocation.base_file));
            options.base.push_back(std::move(base));
        }
        std::vector<engine::DraftFile> files;
        for (const std::string& path : invocation.names) {
            auto bytes = read(m_context, path);
            if (bytes) {
                files.push_back({path, std::move(*bytes)});
            } else {
                skip(path, bytes.error());
            }
        }
        LEITONG_TRY_ASSIGN(engine::CheckedDrafts checked, reader.check(files, options));
        for (std::size_t i = 0; i < checked.size(); ++i) {
            if (checked[i]) {
                m_drafts.push_back(std::move(*checked[i]));
            } else {
                skip(files[i].name, checked[i].error());
            }
        }
        LEITONG_TRY(print());
        return finished(m_context, status());
    }

private:
    void skip(const std::string& path, const Error& error) {
        m_context.complain(skipped_line({path, error.code, error.message}, m_context.language()));
        ++m_skipped;
    }

    [[nodiscard]] ExitStatus status() const {
        const bool is_found = std::ranges::any_of(
            m_drafts, [](const CheckedDraft& draft) { return draft.document.letters.reused > 0; });
        return m_skipped > 0 ? ExitStatus::inputs_skipped
               : is_found    ? ExitStatus::done
                             : ExitStatus::nothing_found;
    }

    Result<void> print() {
        Output output(m_context);
        if (m_context.invocation.out == "-") {
            append(output.buffer(), m_context.display);
            return {};
        }
        report::Display display = m_context.display;
        display.colour = report::Colour::off;
        std::string text;
        append(text, display);
        LEITONG_TRY_ASSIGN(OutputFile file, OutputFile::create(m_context.invocation.out));
        if (text.ends_with('\n')) {
            text.pop_back();
        }
        static_cast<void>(file.write_line(text));
        return file.commit();
    }

    void append(std::string& out, const report::Display& display) const {
        switch (m_context.invocation.format) {
            case Format::html:
                out += report::check_page(m_drafts, m_context.language());
                return;
            case Format::jsonl:
                append_jsonl(out);
                return;
            case Format::text:
            case Format::csv:
                for (const CheckedDraft& draft : m_drafts) {
                    report::append_text(out, draft, display);
                }
                append_hint(out, display);
                return;
        }
    }

    void append_jsonl(std::string& out) const {
        std::uint64_t paragraphs = 0;
        std::uint64_t reused = 0;
        for (const CheckedDraft& draft : m_drafts) {
            for (const CheckParagraph& paragraph : draft.paragraphs) {
                report::append_jsonl(out, paragraph);
            }
            report::append_jsonl(out, draft.document);
            paragraphs += draft.document.paragraphs;
            reused += draft.document.reused_paragraphs;
        }
        report::append_summary(out, {{"documents", m_drafts.size()},
                                     {"paragraphs", paragraphs},
                                     {"reused_paragraphs", reused}});
    }

    void append_hint(std::string& out, const report::Display& display) const {
        if (!m_context.is_talkative() || m_drafts.empty()) {
            return;
        }
        report::append_hint(
            out, "check --out check.html " + report::shell_word(m_drafts[0].document.document),
            display);
    }

    const Context& m_context;
    std::vector<CheckedDraft> m_drafts;
    std::size_t m_skipped = 0;
};

}  // namespace

Result<ExitStatus> run_check(const Context& context) {
    return Check(context).run();
}

}  // namespace leitong::cli
