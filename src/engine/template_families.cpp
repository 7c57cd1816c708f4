#include "template_families.hpp"

#include <algorithm>

namespace leitong::engine {

namespace {

Result<void> add_texts(Reader::Impl& impl, TypedId typed, Family& family) {
    LEITONG_TRY_ASSIGN(const auto texts, impl.library.texts_of(typed));
    for (const TextId id : texts) {
        LEITONG_TRY_ASSIGN(const auto occurrences, impl.library.occurrences(id));
        Passage passage;
        for (const Occurrence& occurrence : occurrences) {
            const store::StoredParagraph& stored = occurrence.stored();
            if (!is_structure(stored.role) && stored.work != 0) {
                passage.places.push_back(Reader::Impl::ref(occurrence));
            }
        }
        if (passage.places.empty()) {
            continue;
        }
        LEITONG_TRY_ASSIGN(const auto row, impl.store.text(id));
        if (!row) {
            return fail(Errc::store_damaged, Msg::store_bad_row, "texts", id.value);
        }
        passage.text = row->text;
        family.push_back(std::move(passage));
    }
    return {};
}

}  // namespace

Result<void> for_families(Reader::Impl& impl, const std::function<bool(Family&&)>& sink) {
    Result<void> status;
    LEITONG_TRY(impl.store.clusters([&](const store::ClusterRow& row) {
        Family family;
        for (const store::Neighbour& member : row.members) {
            status = add_texts(impl, member.typed, family);
            if (!status) {
                return false;
            }
        }
        std::ranges::sort(family, {}, &Passage::text);
        return family.size() < 2 || sink(std::move(family));
    }));
    return status;
}

}  // namespace leitong::engine
