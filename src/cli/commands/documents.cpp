#include "leitong/cli/commands.hpp"
#include "leitong/cli/printing.hpp"
#include "leitong/engine/reading.hpp"

namespace leitong::cli {

namespace {

using Documents = std::vector<DocumentRecord>;
using Pairs = std::vector<DocumentPairRecord>;

std::string argument(const std::string& document) {
    return report::shell_word(document);
}

void print_tables(const Context& context, Output& output, const Documents& documents,
                  const Pairs& pairs) {
    const Language language = context.language();
    if (documents.empty()) {
        print_note(context, output, say(language, Msg::no_documents));
        print_hint(context, output, "help index");
        return;
    }
    report::append_table(output.buffer(), documents, context.display);
    print_note(context, output,
               say(language, Msg::count_documents, report::grouped(documents.size())));
    if (pairs.empty()) {
        print_hint(context, output, "works --document " + argument(documents.front().document));
        return;
    }
    output.buffer() += '\n';
    report::append_table(output.buffer(), pairs, context.display);
    print_note(context, output,
               say(language, Msg::count_document_pairs, report::grouped(pairs.size())));
    print_hint(context, output, "pairs --document " + argument(pairs.front().a));
}

bool print_all(const Context& context, Output& output, const auto& records) {
    for (const auto& record : records) {
        if (!print_for_programs(context, output, record)) {
            return false;
        }
    }
    return true;
}

}  // namespace

Result<ExitStatus> run_documents(const Context& context) {
    LEITONG_TRY_ASSIGN(engine::Reader reader, engine::Reader::open(context.invocation.db));
    const engine::Filter& filter = context.invocation.filter;
    LEITONG_TRY_ASSIGN(const Documents documents, reader.documents(filter));
    LEITONG_TRY_ASSIGN(const Pairs pairs, reader.document_pairs(filter));
    Output output(context);
    if (context.invocation.format == Format::text) {
        print_tables(context, output, documents, pairs);
        return finished(context, ExitStatus::done);
    }
    begin_listing<DocumentRecord>(context, output);
    if (print_all(context, output, documents) && print_all(context, output, pairs)) {
        end_listing(context, output,
                    {{"documents", documents.size()}, {"document_pairs", pairs.size()}});
    }
    return finished(context, ExitStatus::done);
}

}  // namespace leitong::cli
