#include "leitong/cli/commands.hpp"
#include "leitong/cli/printing.hpp"
#include "leitong/cli/show.hpp"
#include "leitong/engine/queries.hpp"
#include "leitong/engine/reading.hpp"
#include "leitong/report/utf8.hpp"

#include <istream>
#include <iterator>

namespace leitong::cli {

namespace {

using Hits = std::vector<HitRecord>;

// Prints hits as they come, and counts.
class Answers {
public:
    explicit Answers(const Context& context) : m_context(context), m_output(context) {
        begin_listing<HitRecord>(context, m_output);
    }

    // Of one question, or of the paragraphs of one. Returns whether more is wanted.
    [[nodiscard]] bool add(const Hits& hits) {
        for (const HitRecord& hit : hits) {
            if (m_hits == 0 || hit.query != m_query) {
                ++m_answered;
                m_query = hit.query;
                print_head();
            }
            if (m_hits == 0) {
                m_first_place = report::place_argument(hit.ref);
            }
            ++m_hits;
            if (!print_record(m_context, m_output, hit)) {
                return false;
            }
        }
        return m_output.goes_on();
    }

    void end() {
        end_listing(m_context, m_output, {{"answered", m_answered}, {"hits", m_hits}});
        if (m_hits == 0) {
            print_note(m_context, m_output, say(m_context.language(), Msg::no_hits));
            print_hint(m_context, m_output, "help query");
            return;
        }
        print_note(m_context, m_output,
                   say(m_context.language(), Msg::count_hits, report::grouped(m_hits)));
        print_hint(m_context, m_output, "query --paragraph " + m_first_place);
    }

    [[nodiscard]] bool is_empty() const noexcept { return m_hits == 0; }

private:
    // Only where there are several questions: one needs no name.
    void print_head() {
        const QuerySource source = m_context.invocation.query_source;
        if (m_context.invocation.format == Format::text && source != QuerySource::text &&
            source != QuerySource::paragraph) {
            m_output.buffer() += report::toned(m_context.display, report::Tone::strong,
                                               say(m_context.language(), Msg::query_head,
                                                   report::printable(m_query))) +
                                 '\n';
        }
    }

    const Context& m_context;
    Output m_output;
    std::string m_query;
    std::string m_first_place;
    std::uint64_t m_answered = 0;
    std::uint64_t m_hits = 0;
};

std::string read_all(std::istream& in) {
    return {std::istreambuf_iterator<char>(in), {}};
}

Result<std::string> read_file_or_input(const Context& context) {
    if (context.invocation.query == "-") {
        return read_all(context.streams.in);
    }
    return engine::read_query_file(context.invocation.query);
}

Result<Hits> ask_once(const Context& context, engine::Reader& reader) {
    const Invocation& invocation = context.invocation;
    const engine::QueryOptions& options = invocation.query_options;
    switch (invocation.query_source) {
        case QuerySource::paragraph:
            return reader.query_paragraph(invocation.query_paragraph.document,
                                          invocation.query_paragraph.paragraph, options);
        case QuerySource::text:
            // A terminal that does not speak UTF-8 hands over its own bytes.
            return report::is_utf8(invocation.query)
                       ? reader.query(invocation.query, "", options)
                       : reader.query_bytes(invocation.query, options);
        default:
            break;
    }
    LEITONG_TRY_ASSIGN(const std::string bytes, read_file_or_input(context));
    return reader.query_bytes(bytes, options);
}

// Returns how many lines of the file were no questions.
Result<std::size_t> ask_batch(const Context& context, engine::Reader& reader, Answers& answers) {
    LEITONG_TRY_ASSIGN(const std::string bytes, read_file_or_input(context));
    const engine::Queries batch = engine::parse_queries(bytes, context.invocation.query);
    for (const engine::SkippedInput& skipped : batch.skipped) {
        context.complain(skipped_line(skipped, context.language()));
    }
    for (const engine::Queries::Query& query : batch.queries) {
        LEITONG_TRY_ASSIGN(const Hits hits,
                           reader.query(query.text, query.id, context.invocation.query_options));
        if (!answers.add(hits)) {
            break;
        }
    }
    return batch.skipped.size();
}

}  // namespace

Result<ExitStatus> run_query(const Context& context) {
    LEITONG_TRY_ASSIGN(engine::Reader reader, engine::Reader::open(context.invocation.db));
    Answers answers(context);
    std::size_t skipped = 0;
    if (context.invocation.query_source == QuerySource::batch) {
        LEITONG_TRY_ASSIGN(skipped, ask_batch(context, reader, answers));
    } else {
        LEITONG_TRY_ASSIGN(const Hits hits, ask_once(context, reader));
        static_cast<void>(answers.add(hits));
    }
    if (!context.is_interrupted()) {
        answers.end();
    }
    return finished(context, skipped > 0          ? ExitStatus::inputs_skipped
                             : answers.is_empty() ? ExitStatus::nothing_found
                                                  : ExitStatus::done);
}

}  // namespace leitong::cli
