#include "leitong/cli/commands.hpp"
#include "leitong/cli/printing.hpp"
#include "leitong/engine/comparing.hpp"

#include <utility>

namespace leitong::cli {

namespace {

Result<engine::NamedBytes> read(const Context& context, const std::string& path) {
    LEITONG_TRY_ASSIGN(std::string bytes, read_argument(context, path));
    return engine::NamedBytes{path, std::move(bytes)};
}

void print_end(const Context& context, Output& output, const engine::TextComparison& found) {
    const Language language = context.language();
    const DocumentPairRecord& documents = found.documents;
    if (context.invocation.format == Format::jsonl) {
        report::append_jsonl(output.buffer(), documents);
    }
    end_listing(context, output,
                {{"passages", found.passages.size()}, {"letters", documents.letters}});
    const std::string hint =
        "compare --json " + report::shell_word(documents.a) + ' ' + report::shell_word(documents.b);
    if (found.passages.empty()) {
        print_note(context, output, say(language, Msg::no_passages));
        print_hint(context, output, "help compare");
        return;
    }
    print_note(context, output,
               say(language, Msg::count_passages, report::grouped(found.passages.size()),
                   report::grouped(documents.letters)));
    print_note(context, output,
               say(language, Msg::compare_shares, report::percent(documents.reused_share_a),
                   report::printable(documents.a), report::percent(documents.reused_share_b),
                   report::printable(documents.b)));
    print_hint(context, output, hint);
}

}  // namespace

Result<ExitStatus> run_compare(const Context& context) {
    const std::vector<std::string>& names = context.invocation.names;
    LEITONG_TRY_ASSIGN(const engine::NamedBytes a, read(context, names[0]));
    LEITONG_TRY_ASSIGN(const engine::NamedBytes b, read(context, names[1]));
    LEITONG_TRY_ASSIGN(const engine::TextComparison found,
                       engine::compare(a, b, context.invocation.filter));
    Output output(context);
    begin_listing<PassageRecord>(context, output);
    for (const PassageRecord& passage : found.passages) {
        if (!print_record(context, output, passage)) {
            return finished(context, ExitStatus::done);
        }
    }
    print_end(context, output, found);
    return finished(context, ExitStatus::done);
}

}  // namespace leitong::cli
