// How long a query takes where the store is open: asks each line of a JSON Lines file in turn, all
// twice, and prints the times of the second round, in milliseconds, one a line.
//
// Usage: query_times STORE.db QUERIES.jsonl
#include "leitong/engine/queries.hpp"
#include "leitong/engine/reading.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace {

[[noreturn]] void give_up(const leitong::Error& error) {
    std::fprintf(stderr, "query_times: %s\n", error.message.text(leitong::Language::en).c_str());
    std::exit(2);
}

}  // namespace

int main(int count, char** arguments) {
    using Clock = std::chrono::steady_clock;
    if (count != 3) {
        std::fputs("usage: query_times STORE.db QUERIES.jsonl\n", stderr);
        return 2;
    }
    auto bytes = leitong::engine::read_query_file(arguments[2]);
    if (!bytes) {
        give_up(bytes.error());
    }
    auto reader = leitong::engine::Reader::open(arguments[1]);
    if (!reader) {
        give_up(reader.error());
    }
    const leitong::engine::Queries batch = leitong::engine::parse_queries(*bytes, arguments[2]);
    for (const bool is_timed : {false, true}) {
        for (const auto& query : batch.queries) {
            const Clock::time_point begin = Clock::now();
            const auto hits = reader->query(query.text, query.id, {});
            if (!hits) {
                give_up(hits.error());
            }
            const std::chrono::duration<double, std::milli> time = Clock::now() - begin;
            if (is_timed) {
                std::printf("%.4f\n", time.count());
            }
        }
    }
    return 0;
}
