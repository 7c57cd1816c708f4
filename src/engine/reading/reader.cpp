#include "leitong/engine/reading.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "engine/common/parameters.hpp"
#include "engine/common/run_log.hpp"
#include "reader_impl.hpp"

namespace leitong::engine {

namespace {

constexpr std::size_t k_pair_cache = 50'000;

}  // namespace

std::vector<Run> shifted(const std::vector<Run>& runs, std::uint64_t a, std::uint64_t b) {
    std::vector<Run> moved;
    moved.reserve(runs.size());
    for (const Run& run : runs) {
        moved.push_back({{run.a.begin + a, run.a.end + a}, {run.b.begin + b, run.b.end + b}});
    }
    return moved;
}

Reader::Reader(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

Result<Reader> Reader::open(const std::string& store_path) {
    LEITONG_TRY_ASSIGN(store::Store store, store::Store::open_reader(store_path, parameters()));
    return Reader(std::make_unique<Impl>(std::move(store), store_path));
}

Result<TextPair> Reader::Impl::compare(TextId a, TextId b) {
    constexpr match::Thresholds k_thresholds;
    const std::uint64_t key = a.value << 32 | b.value;
    if (const auto found = pair_cache.find(key); found != pair_cache.end()) {
        return found->second;
    }
    LEITONG_TRY_ASSIGN(const auto text_a, library.text(a));
    LEITONG_TRY_ASSIGN(const auto text_b, library.text(b));
    TextPair pair;
    pair.comparison = match::compare(text_a->prepared, text_b->prepared);
    pair.verdict = match::relate(text_a->prepared, text_b->prepared, pair.comparison, k_thresholds);
    if (pair.verdict.relation) {
        pair.runs = match::runs(text_a->prepared, text_b->prepared);
    }
    if (pair_cache.size() >= k_pair_cache) {
        pair_cache.clear();
    }
    pair_cache.emplace(key, pair);
    return pair;
}

Result<Occurrence> Reader::Impl::paragraph(std::string_view document, std::uint32_t number) {
    LEITONG_TRY_ASSIGN(auto row, store.document_named(document));
    if (!row) {
        return fail(Errc::not_found, Msg::no_such_document, document);
    }
    const std::size_t count = row->layout.paragraphs.size();
    if (number == 0 || number > count) {
        return fail(Errc::not_found, Msg::no_such_paragraph, document, count, number);
    }
    return Occurrence{std::make_shared<const store::DocumentRow>(std::move(*row)), number};
}

Result<void> Reader::Impl::check(const Filter& filter) {
    if (!filter.document) {
        return {};
    }
    LEITONG_TRY_ASSIGN(const auto roots, store.roots());
    if (std::ranges::find(roots, *filter.document, &store::RootRow::name) != roots.end()) {
        return {};
    }
    bool is_there = false;
    LEITONG_TRY(store.documents([&](store::DocumentRow&& row) {
        is_there = passes(filter, row.name);
        return !is_there;
    }));
    if (!is_there) {
        return fail(Errc::not_found, Msg::no_such_name, *filter.document);
    }
    return {};
}

bool Reader::Impl::passes(const Filter& filter, const std::string& document) {
    if (!filter.document) {
        return true;
    }
    const std::string& wanted = *filter.document;
    return document == wanted ||
           (document.starts_with(wanted) && document.size() > wanted.size() &&
            (document[wanted.size()] == '/' || document[wanted.size()] == '#'));
}

Result<std::vector<RunStamp>> Reader::runs() {
    return m_impl->question([&]() -> Result<std::vector<RunStamp>> {
        LEITONG_TRY_ASSIGN(const auto rows, all_runs(m_impl->store));
        std::vector<RunStamp> runs;
        for (const store::RunRow& row : rows) {
            if (row.ended) {
                runs.push_back({row.id, row.day, row.command});
            }
        }
        return runs;
    });
}

Result<RunStamp> Reader::last_run() {
    LEITONG_TRY_ASSIGN(const std::vector<RunStamp> all, runs());
    return all.empty() ? RunStamp{} : all.back();
}

}  // namespace leitong::engine
