// Works and documents with how much of them is reused.
#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "reader_impl.hpp"

namespace leitong::engine {

namespace {

using Place = std::pair<std::string, std::uint32_t>;  // document, paragraph

// What of two documents stands in both, by the paragraphs of each side.
struct Shared {
    std::set<std::uint32_t> paragraphs_a;
    std::set<std::uint32_t> paragraphs_b;
};

// Which paragraphs are reused, and between which documents.
struct Reuse {
    std::set<Place> paragraphs;
    std::map<std::pair<std::string, std::string>, Shared> documents;
};

bool is_reuse(const PairRecord& pair) {
    const bool is_claimed = pair.relation == Relation::identical ||
                            pair.relation == Relation::variant || pair.relation == Relation::near ||
                            pair.relation == Relation::excerpt;
    const bool is_in_works = pair.a.work != 0 && pair.b.work != 0;
    return is_claimed && is_in_works && !pair.same_work;
}

Result<Reuse> find_reuse(Reader& reader) {
    Reuse reuse;
    LEITONG_TRY(reader.pairs({}, [&](const PairRecord& pair) {
        if (!is_reuse(pair)) {
            return true;
        }
        reuse.paragraphs.emplace(pair.a.document, pair.a.paragraph);
        reuse.paragraphs.emplace(pair.b.document, pair.b.paragraph);
        if (pair.a.document != pair.b.document) {
            const bool in_order = pair.a.document < pair.b.document;
            const Ref& a = in_order ? pair.a : pair.b;
            const Ref& b = in_order ? pair.b : pair.a;
            Shared& shared = reuse.documents[{a.document, b.document}];
            shared.paragraphs_a.insert(a.paragraph);
            shared.paragraphs_b.insert(b.paragraph);
        }
        return true;
    }));
    return reuse;
}

double share(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

// Letters of each paragraph of a document, in order.
Result<std::vector<std::uint64_t>> letters_of(store::Store& store, const store::DocumentRow& row) {
    std::vector<std::uint64_t> letters;
    letters.reserve(row.layout.paragraphs.size());
    for (const store::StoredParagraph& paragraph : row.layout.paragraphs) {
        LEITONG_TRY_ASSIGN(const auto text, store.text(paragraph.text));
        if (!text) {
            return fail(Errc::store_damaged, Msg::store_dangling, "documents", row.id.value,
                        "texts", paragraph.text.value);
        }
        letters.push_back(text->letters);
    }
    return letters;
}

// Calls `each` for every document that passes, with the letters of its paragraphs.
Result<void> for_documents(
    store::Store& store, const Filter& filter,
    const std::function<void(const store::DocumentRow&, const std::vector<std::uint64_t>&)>& each) {
    Result<void> status;
    LEITONG_TRY(store.documents([&](store::DocumentRow&& row) {
        if (!Reader::Impl::passes(filter, row.name)) {
            return true;
        }
        auto letters = letters_of(store, row);
        if (!letters) {
            status = fail(std::move(letters.error()));
            return false;
        }
        each(row, *letters);
        return true;
    }));
    return status;
}

}  // namespace

Result<std::vector<WorkRecord>> Reader::works(const Filter& filter) {
    LEITONG_TRY_ASSIGN(const Reuse reuse, find_reuse(*this));
    return m_impl->question([&]() -> Result<std::vector<WorkRecord>> {
        LEITONG_TRY(m_impl->check(filter));
        std::vector<WorkRecord> records;
        LEITONG_TRY(for_documents(
            m_impl->store, filter,
            [&](const store::DocumentRow& row, const std::vector<std::uint64_t>& letters) {
                for (std::uint32_t i = 0; i < row.layout.works.size(); ++i) {
                    const store::StoredWork& work = row.layout.works[i];
                    WorkRecord record{
                        row.name, i + 1, work.title, work.first_paragraph, work.last_paragraph,
                        0,        0};
                    std::uint64_t reused = 0;
                    for (std::uint32_t p = work.first_paragraph; p <= work.last_paragraph; ++p) {
                        record.letters += letters[p - 1];
                        reused += reuse.paragraphs.contains({row.name, p}) ? letters[p - 1] : 0;
                    }
                    record.reused_share = share(reused, record.letters);
                    records.push_back(std::move(record));
                }
            }));
        return records;
    });
}

Result<std::vector<DocumentRecord>> Reader::documents(const Filter& filter) {
    LEITONG_TRY_ASSIGN(const Reuse reuse, find_reuse(*this));
    return m_impl->question([&]() -> Result<std::vector<DocumentRecord>> {
        LEITONG_TRY(m_impl->check(filter));
        std::map<FileId, std::string> root_of;
        LEITONG_TRY_ASSIGN(const auto roots, m_impl->store.roots());
        for (const store::RootRow& root : roots) {
            LEITONG_TRY_ASSIGN(const auto files, m_impl->store.files(root.id));
            for (const store::FileRow& file : files) {
                root_of[file.id] = root.name;
            }
        }
        std::vector<DocumentRecord> records;
        LEITONG_TRY(for_documents(
            m_impl->store, filter,
            [&](const store::DocumentRow& row, const std::vector<std::uint64_t>& letters) {
                DocumentRecord record;
                record.document = row.name;
                record.root = root_of[row.file];
                record.encoding = row.encoding;
                record.encoding_name = row.encoding_name;
                record.size_bytes = row.size_bytes;
                record.replaced = row.replaced;
                record.paragraphs = row.mode;
                record.works = static_cast<std::uint32_t>(row.layout.works.size());
                record.paragraph_count = static_cast<std::uint32_t>(row.layout.paragraphs.size());
                record.letters = row.letters;
                std::uint64_t reused = 0;
                for (std::uint32_t p = 1; p <= letters.size(); ++p) {
                    reused += reuse.paragraphs.contains({row.name, p}) ? letters[p - 1] : 0;
                }
                record.reused_share = share(reused, row.letters);
                records.push_back(std::move(record));
            }));
        return records;
    });
}

Result<std::vector<DocumentPairRecord>> Reader::document_pairs(const Filter& filter) {
    LEITONG_TRY_ASSIGN(const Reuse reuse, find_reuse(*this));
    return m_impl->question([&]() -> Result<std::vector<DocumentPairRecord>> {
        std::map<std::string, std::pair<std::uint64_t, std::vector<std::uint64_t>>> cache;
        const auto letters_in = [&](const std::string& name,
                                    const std::set<std::uint32_t>& paragraphs)
            -> Result<std::pair<std::uint64_t, std::uint64_t>> {
            auto found = cache.find(name);
            if (found == cache.end()) {
                LEITONG_TRY_ASSIGN(const auto row, m_impl->store.document_named(name));
                if (!row) {
                    return fail(Errc::not_found, Msg::no_such_document, name);
                }
                LEITONG_TRY_ASSIGN(auto letters, letters_of(m_impl->store, *row));
                found = cache.emplace(name, std::pair(row->letters, std::move(letters))).first;
            }
            std::uint64_t sum = 0;
            for (const std::uint32_t paragraph : paragraphs) {
                sum += found->second.second[paragraph - 1];
            }
            return std::pair(sum, found->second.first);
        };
        std::vector<DocumentPairRecord> records;
        for (const auto& [names, shared] : reuse.documents) {
            const auto& [a, b] = names;
            if (!Impl::passes(filter, a) && !Impl::passes(filter, b)) {
                continue;
            }
            LEITONG_TRY_ASSIGN(const auto in_a, letters_in(a, shared.paragraphs_a));
            LEITONG_TRY_ASSIGN(const auto in_b, letters_in(b, shared.paragraphs_b));
            records.push_back({a, b, share(in_a.first, in_a.second), share(in_b.first, in_b.second),
                               std::max(shared.paragraphs_a.size(), shared.paragraphs_b.size()),
                               std::max(in_a.first, in_b.first)});
        }
        return records;
    });
}

}  // namespace leitong::engine
