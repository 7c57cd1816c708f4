#include "gram_upkeep.hpp"

#include "leitong/sketch/grams.hpp"

#include <algorithm>

namespace leitong::engine {

namespace {

static_assert(sketch::k_gram_bits == store::k_gram_key_bits);

constexpr std::size_t k_most_grams = 8U << 20;  // held before they are written

Result<void> make_all(store::Store& store) {
    store::GramBatch batch;
    match::Prepared prepared;
    std::vector<sketch::Gram> grams;
    std::vector<TypedNumber> ids;
    LEITONG_TRY(store.signatures([&](const store::SignatureRow& row) {
        ids.push_back(static_cast<TypedNumber>(row.id.value));
        return true;
    }));
    Library library(store);
    for (const TypedNumber id : ids) {
        LEITONG_TRY_ASSIGN(const auto text, library.any_text_of(TypedId{id}));
        sketch::grams(text->prepared.tokens.values, grams);
        batch.add(id, grams);
        if (batch.size() > k_most_grams) {
            LEITONG_TRY(store.grams().append(batch));
        }
    }
    LEITONG_TRY(store.grams().append(batch));
    return store.note_grams_made();
}

}  // namespace

Result<void> forget_grams(Library& library, std::vector<TypedNumber> gone) {
    std::ranges::sort(gone);
    store::GramBatch batch;
    std::vector<sketch::Gram> grams;
    for (const TypedNumber id : gone) {
        LEITONG_TRY_ASSIGN(const auto signature, library.signature(TypedId{id}));
        if (!signature) {
            continue;  // a text without letters, or interrupted after it went
        }
        LEITONG_TRY_ASSIGN(const auto text, library.any_text_of(TypedId{id}));
        sketch::grams(text->prepared.tokens.values, grams);
        batch.add(id, grams);
    }
    return library.store().grams().forget(batch);
}

Result<void> make_missing_grams(store::Store& store) {
    LEITONG_TRY(store.begin());
    const auto make = [&]() -> Result<void> {
        LEITONG_TRY_ASSIGN(const bool are_missing, store.are_grams_missing());
        return are_missing ? make_all(store) : Result<void>();
    };
    auto made = make();
    if (!made) {
        (void)store.rollback();
        return made;
    }
    return store.commit();
}

}  // namespace leitong::engine
