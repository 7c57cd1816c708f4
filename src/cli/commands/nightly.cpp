#include "leitong/cli/commands.hpp"
#include "leitong/cli/night.hpp"
#include "leitong/cli/night_folder.hpp"
#include "leitong/cli/output_folder.hpp"
#include "leitong/cli/printing.hpp"
#include "leitong/cli/progress.hpp"
#include "leitong/cli/report_files.hpp"
#include "leitong/cli/show.hpp"
#include "leitong/engine/indexing.hpp"
#include "leitong/engine/locking.hpp"
#include "leitong/engine/reading.hpp"

#include <algorithm>

namespace leitong::cli {

namespace {

Result<engine::IndexReport> index_roots(const Context& context) {
    ProgressBar bar(context.streams.err, context.display);
    engine::RunContext run;
    if (context.streams.err_is_terminal && context.invocation.verbosity == Verbosity::normal) {
        run.progress = [&bar](const engine::Progress& progress) { bar.show(progress); };
    }
    run.interrupted = context.environment.interrupted;
    run.today = context.environment.today;
    run.command = "nightly";
    engine::IndexOptions options;
    options.prune = engine::Prune::unless_emptied;
    options.threads = context.invocation.threads;
    return engine::index(context.invocation.db, options, run);
}

// The run to compare with: that of `latest`, if it is a run of this store.
Result<std::optional<std::string>> baseline(const Context& context, engine::Reader& reader,
                                            const NightFolder& folder) {
    if (!folder.last()) {
        return std::nullopt;
    }
    LEITONG_TRY_ASSIGN(const std::vector<RunStamp> runs, reader.runs());
    const bool is_there = std::ranges::any_of(runs, [&](const RunStamp& run) {
        return run.run == folder.last()->run && run.day == folder.last()->day;
    });
    if (!is_there) {
        context.complain(say(context.language(), Msg::night_baseline_lost, folder.last()->run));
        return std::nullopt;
    }
    return std::to_string(folder.last()->run);
}

// Writes and publishes the report of the state that an index run has left.
Result<Night> publish(const Context& context, NightFolder& folder, std::uint64_t skipped) {
    LEITONG_TRY_ASSIGN(engine::Reader reader, engine::Reader::open(context.invocation.db));
    engine::ReportOptions options;
    LEITONG_TRY_ASSIGN(options.since, baseline(context, reader, folder));
    options.today = context.environment.today;
    options.threads = context.invocation.threads;
    options.interrupted = context.environment.interrupted;
    LEITONG_TRY_ASSIGN(const RunStamp run, reader.last_run());
    const std::string place = folder.place_for(context.environment.today, run.run);
    LEITONG_TRY_ASSIGN(OutputFolder files, OutputFolder::create(place, k_night_json));
    ReportFiles report(files, context.language());
    LEITONG_TRY(reader.report(options, report));
    const ReportOverview& overview = report.overview();
    Night night;
    night.day = overview.day;
    night.run = overview.run.run;
    night.run_day = overview.run.day;
    night.report = place;
    night.documents = overview.documents;
    night.clusters = overview.clusters;
    night.reused_share = overview.letters == 0 ? 0.0
                                               : static_cast<double>(overview.reused_letters) /
                                                     static_cast<double>(overview.letters);
    night.skipped = skipped;
    if (report.changes()) {
        night.since = report.changes()->since;
        night.changes = *report.changes();
    }
    for (const Condition& condition : context.invocation.fail_on) {
        if (holds(condition, night)) {
            night.failed_on.push_back(condition.text);
        }
    }
    std::string json;
    append_jsonl(json, night);
    LEITONG_TRY(files.write(k_night_json, json));
    LEITONG_TRY(files.commit());
    LEITONG_TRY(folder.publish(place, context.invocation.keep));
    return night;
}

Result<Night> run_night(const Context& context, NightFolder& folder) {
    LEITONG_TRY_ASSIGN(const engine::IndexReport index, index_roots(context));
    for (const engine::SkippedInput& skipped : index.skipped) {
        context.complain(skipped_line(skipped, context.language()));
    }
    return publish(context, folder, index.skipped.size());
}

}  // namespace

Result<ExitStatus> run_nightly(const Context& context) {
    LEITONG_TRY_ASSIGN(const std::string lock_path, NightFolder::lock_path(context.invocation.out));
    LEITONG_TRY_ASSIGN(const engine::ProcessLock lock, engine::ProcessLock::acquire(lock_path));
    LEITONG_TRY_ASSIGN(NightFolder folder, NightFolder::open(context.invocation.out));
    Result<Night> night = run_night(context, folder);
    if (!night) {
        Error error = std::move(night.error());
        const std::string reason = error.message.text(context.language());
        folder.note_failure(context.environment.today + "  " + report::printable(reason));
        error.message = message(Msg::night_failed, reason);
        return fail(std::move(error));
    }
    folder.forget_failure();
    Output output(context);
    if (context.invocation.format == Format::jsonl) {
        append_jsonl(output.buffer(), *night);
    } else {
        output.buffer() += night_line(*night, context.language()) + '\n';
        if (context.is_talkative()) {
            output.buffer() +=
                report::toned(context.display, report::Tone::dim,
                              say(context.language(), Msg::night_report,
                                  report::printable(folder.latest() + "/index.html"))) +
                '\n';
        }
    }
    if (context.invocation.format == Format::text) {
        print_hint(context, output,
                   night->since ? "clusters --since " + std::to_string(night->since->run)
                                : std::string("clusters"));
    }
    return !night->failed_on.empty() ? ExitStatus::condition_holds
           : night->skipped > 0      ? ExitStatus::inputs_skipped
                                     : ExitStatus::done;
}

}  // namespace leitong::cli
