#include "leitong/cli/commands.hpp"
#include "leitong/cli/printing.hpp"
#include "leitong/engine/reading.hpp"

namespace leitong::cli {

namespace {

struct Counts {
    std::uint64_t clusters = 0;
    std::uint64_t members = 0;
    std::string first_id;
};

bool print_cluster(const Context& context, Output& output, const ClusterRecord& cluster) {
    if (context.invocation.format != Format::text) {
        return print_for_programs(context, output, cluster);
    }
    report::append_text(
        output.buffer(), cluster,
        context.invocation.filter.cluster ? report::Members::all : report::Members::first,
        context.display);
    return output.goes_on();
}

void print_end(const Context& context, Output& output, const Counts& counts) {
    end_listing(context, output, {{"clusters", counts.clusters}, {"members", counts.members}});
    if (counts.clusters == 0) {
        print_note(context, output, say(context.language(), Msg::no_clusters));
        print_hint(context, output, "status");
        return;
    }
    print_note(context, output,
               say(context.language(), Msg::count_clusters, report::grouped(counts.clusters),
                   report::grouped(counts.members)));
    print_hint(context, output, "pairs --cluster " + counts.first_id);
}

}  // namespace

Result<ExitStatus> run_clusters(const Context& context) {
    LEITONG_TRY_ASSIGN(engine::Reader reader, engine::Reader::open(context.invocation.db));
    Output output(context);
    begin_listing<ClusterRecord>(context, output);
    Counts counts;
    const auto print = [&](const ClusterRecord& cluster) {
        if (counts.clusters == 0) {
            counts.first_id = report::shell_word(cluster.id);
        }
        ++counts.clusters;
        counts.members += cluster.members.size();
        return print_cluster(context, output, cluster);
    };
    if (const auto listed = reader.clusters(context.invocation.filter, print); !listed) {
        return fail(listed.error());
    }
    if (!context.is_interrupted()) {
        print_end(context, output, counts);
    }
    return finished(context, ExitStatus::done);
}

}  // namespace leitong::cli
