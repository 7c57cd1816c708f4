#include "leitong/cli/commands.hpp"
#include "leitong/cli/output_file.hpp"
#include "leitong/cli/printing.hpp"
#include "leitong/engine/reading.hpp"

namespace leitong::cli {

namespace {

Result<ExitStatus> export_to_stdout(const Context& context, engine::Reader& reader) {
    Output output(context);
    LEITONG_TRY(reader.export_to([&output](std::string_view line) {
        output.buffer() += line;
        output.buffer() += '\n';
        return output.goes_on();
    }));
    return finished(context, ExitStatus::done);
}

Result<ExitStatus> export_to_file(const Context& context, engine::Reader& reader) {
    const std::string& path = context.invocation.out;
    LEITONG_TRY_ASSIGN(OutputFile file, OutputFile::create(path));
    std::uint64_t lines = 0;
    LEITONG_TRY(reader.export_to([&](std::string_view line) {
        ++lines;
        return file.write_line(line) && !context.is_interrupted();
    }));
    if (context.is_interrupted()) {
        return fail(Errc::interrupted, Msg::run_interrupted);
    }
    LEITONG_TRY(file.commit());
    Output output(context);
    end_listing(context, output, {{"lines", lines}});
    print_note(context, output,
               say(context.language(), Msg::exported_lines, report::grouped(lines),
                   report::printable(path)));
    print_hint(context, output, "status");
    return ExitStatus::done;
}

}  // namespace

Result<ExitStatus> run_export(const Context& context) {
    LEITONG_TRY_ASSIGN(engine::Reader reader, engine::Reader::open(context.invocation.db));
    return context.invocation.out == "-" ? export_to_stdout(context, reader)
                                         : export_to_file(context, reader);
}

}  // namespace leitong::cli
