#include "skips.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "engine/common/skipped.hpp"

namespace leitong::engine {

Result<void> Skips::load_last_run(store::Store& store, const std::vector<RootToIndex>& roots) {
    LEITONG_TRY_ASSIGN(m_before, store.skipped());
    std::ranges::sort(m_before, {}, &store::SkippedRow::source);
    LEITONG_TRY_ASSIGN(const std::vector<store::RootRow> known, store.roots());
    const bool comes_to_all = std::ranges::all_of(known, [&](const store::RootRow& row) {
        return std::ranges::any_of(
            roots, [&](const RootToIndex& root) { return root.row.path == row.path; });
    });
    if (comes_to_all) {
        return {};
    }
    std::set<std::string_view> listed;
    for (const RootToIndex& root : roots) {
        if (!root.is_list()) {
            continue;
        }
        for (const ingest::SourceFile& file : root.listing.files) {
            listed.insert(file.path);
        }
        for (const ingest::Refused& refused : root.listing.refused) {
            listed.insert(refused.path);
        }
    }
    std::ranges::copy_if(m_before, std::back_inserter(m_elsewhere), [&](const auto& row) {
        const std::string_view file = file_of(row);
        return !listed.contains(file) &&
               std::ranges::none_of(roots, [&](const auto& root) { return root.holds(file); });
    });
    return {};
}

template <typename Use>
void Skips::for_each_before(const std::string& path, const Use& use) const {
    auto row = std::ranges::lower_bound(m_before, path, {}, &store::SkippedRow::source);
    for (; row != m_before.end() && row->source.starts_with(path); ++row) {
        const std::string_view rest = std::string_view(row->source).substr(path.size());
        if (rest.empty() || rest.front() == ':' || rest.front() == '#') {
            use(*row);
        }
    }
}

void Skips::add(const std::string& source, const Error& error) {
    m_skipped.push_back({source, error.code, error.message});
}

void Skips::add_as_before(const std::string& path) {
    for_each_before(path, [&](const store::SkippedRow& row) {
        m_skipped.push_back({row.source, static_cast<Errc>(row.code), reason_of(row)});
    });
}

bool Skips::was_skipped(const std::string& path) const {
    bool was = false;
    for_each_before(path, [&](const store::SkippedRow&) { was = true; });
    return was;
}

void Skips::read_again(const std::string& path) {
    for_each_before(path, [&](const store::SkippedRow& row) { m_read_again.insert(row.source); });
}

Result<void> Skips::write_so_far(store::Store& store) const {
    std::vector<store::SkippedRow> kept;
    std::ranges::copy_if(m_before, std::back_inserter(kept),
                         [&](const auto& row) { return !m_read_again.contains(row.source); });
    return write_with(store, std::move(kept));
}

Result<void> Skips::write_all(store::Store& store) const {
    return write_with(store, m_elsewhere);
}

Result<void> Skips::write_with(store::Store& store, std::vector<store::SkippedRow> kept) const {
    std::set<std::string_view> named;
    for (const SkippedInput& input : m_skipped) {
        named.insert(input.source);
    }
    std::erase_if(kept, [&](const auto& row) { return named.contains(row.source); });
    std::ranges::move(skipped_rows(m_skipped), std::back_inserter(kept));
    return store.replace_skipped(kept);
}

void Skips::sort() {
    std::ranges::sort(m_skipped, {}, &SkippedInput::source);
}

}  // namespace leitong::engine
