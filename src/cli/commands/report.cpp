#include "leitong/cli/commands.hpp"
#include "leitong/cli/output_folder.hpp"
#include "leitong/cli/printing.hpp"
#include "leitong/cli/report_files.hpp"
#include "leitong/engine/reading.hpp"
#include "leitong/report/json_writer.hpp"

namespace leitong::cli {

Result<ExitStatus> run_report(const Context& context) {
    LEITONG_TRY_ASSIGN(engine::Reader reader, engine::Reader::open(context.invocation.db));
    LEITONG_TRY_ASSIGN(OutputFolder folder,
                       OutputFolder::create(context.invocation.out, std::string(k_report_json)));
    ReportFiles files(folder, context.language());
    engine::ReportOptions options;
    options.since = context.invocation.since;
    options.today = context.environment.today;
    options.threads = context.invocation.threads;
    options.interrupted = context.environment.interrupted;
    LEITONG_TRY(reader.report(options, files));
    LEITONG_TRY(folder.commit());
    const std::string start = without_slash(context.invocation.out) + "/index.html";
    Output output(context);
    if (context.invocation.format == Format::jsonl) {
        report::JsonWriter json(output.buffer());
        json.open_object()
            .string("type", "report")
            .string("page", start)
            .number("documents", files.overview().documents)
            .number("clusters", files.overview().clusters)
            .number("files", folder.files())
            .number("bytes", folder.bytes())
            .close_object()
            .end_line();
        return ExitStatus::done;
    }
    if (context.invocation.verbosity == Verbosity::normal) {
        output.buffer() +=
            say(context.language(), Msg::report_written,
                report::grouped(files.overview().documents), report::printable(start),
                report::grouped(folder.files() - 1), report::byte_size(folder.bytes())) +
            '\n';
        print_hint(context, output, "help nightly");
    }
    return ExitStatus::done;
}

}  // namespace leitong::cli
