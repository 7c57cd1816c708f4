#include "leitong/cli/commands.hpp"
#include "leitong/cli/printing.hpp"
#include "leitong/engine/reading.hpp"
#include "leitong/report/html_report.hpp"

#include <functional>
#include <variant>

namespace leitong::cli {

namespace {

class Listing {
public:
    Listing(const Context& context, Output& output) : m_context(context), m_output(output) {}

    bool operator()(const TemplateRecord& made) {
        // The parts of a block that was asked for: for programs that fill it.
        const auto& wanted = m_context.invocation.template_filter.id;
        if (wanted && made.id != *wanted && m_context.invocation.format != Format::jsonl) {
            return m_output.goes_on();
        }
        if (m_templates++ == 0) {
            m_first_id = made.id;
        }
        return print(made);
    }
    bool operator()(const BlockTemplateRecord& block) {
        ++m_blocks;
        return print(block);
    }
    bool operator()(const OutlineTemplateRecord& outline) {
        ++m_outlines;
        return print(outline);
    }
    bool operator()(const FindingRecord& finding) {
        if (m_context.invocation.format == Format::csv && m_findings == 0) {
            report::append_csv_header(m_output.buffer(), &finding);
        }
        ++m_findings;
        return print_record(m_context, m_output, finding);
    }

    [[nodiscard]] bool is_empty() const noexcept {
        return m_templates + m_blocks + m_outlines == 0;
    }

    void end() {
        end_listing(m_context, m_output,
                    {{"templates", m_templates},
                     {"block_templates", m_blocks},
                     {"outline_templates", m_outlines},
                     {"findings", m_findings}});
        if (is_empty()) {
            print_note(m_context, m_output, say(m_context.language(), Msg::no_templates));
            print_hint(m_context, m_output, "status");
            return;
        }
        print_note(m_context, m_output,
                   say(m_context.language(), Msg::count_templates, report::grouped(m_templates),
                       report::grouped(m_blocks), report::grouped(m_findings),
                       report::grouped(m_outlines)));
        print_hint(m_context, m_output, "templates --template " + m_first_id);
    }

private:
    template <typename Record>
    bool print(const Record& record) {
        if (m_context.invocation.format != Format::text) {
            return print_for_programs(m_context, m_output, record);
        }
        const auto members =
            m_context.invocation.template_filter.id ? report::Members::all : report::Members::first;
        report::append_text(m_output.buffer(), record, members, m_context.display);
        return m_output.goes_on();
    }

    const Context& m_context;
    Output& m_output;
    std::uint64_t m_templates = 0;
    std::uint64_t m_blocks = 0;
    std::uint64_t m_outlines = 0;
    std::uint64_t m_findings = 0;
    std::string m_first_id;
};

Result<ExitStatus> print_page(const Context& context, engine::Reader& reader) {
    ReportTemplates all;
    const auto keep = [&](const engine::TemplateLine& line) {
        if (const auto* made = std::get_if<TemplateRecord>(&line)) {
            all.templates.push_back(*made);
        } else if (const auto* block = std::get_if<BlockTemplateRecord>(&line)) {
            all.blocks.push_back(*block);
        } else if (const auto* outline = std::get_if<OutlineTemplateRecord>(&line)) {
            all.outlines.push_back(*outline);
        } else {
            all.findings.push_back(std::get<FindingRecord>(line));
        }
        return !context.is_interrupted();
    };
    LEITONG_TRY(
        reader.templates(context.invocation.template_filter, context.invocation.threads, keep));
    Output output(context);
    const auto print = [&](std::string_view, std::string_view bytes) -> Result<void> {
        output.buffer() += bytes;
        return {};
    };
    LEITONG_TRY(report::write_templates_page(print, context.language(), all));
    return finished(context, ExitStatus::done);
}

}  // namespace

Result<ExitStatus> run_templates(const Context& context) {
    LEITONG_TRY_ASSIGN(engine::Reader reader, engine::Reader::open(context.invocation.db));
    if (context.invocation.format == Format::html) {
        return print_page(context, reader);
    }
    Output output(context);
    Listing listing(context, output);
    const auto print = [&](const engine::TemplateLine& line) {
        return std::visit(std::ref(listing), line);
    };
    const auto done =
        reader.templates(context.invocation.template_filter, context.invocation.threads, print);
    if (!done) {
        return fail(done.error());
    }
    if (!context.is_interrupted()) {
        const auto& id = context.invocation.template_filter.id;
        if (id && listing.is_empty()) {
            return fail(Errc::not_found, Msg::no_such_template, *id);
        }
        listing.end();
    }
    return finished(context, ExitStatus::done);
}

}  // namespace leitong::cli
