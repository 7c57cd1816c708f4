#include "template_sentences.hpp"

#include "leitong/cluster/stars.hpp"
#include "leitong/match/align.hpp"
#include "leitong/text/layout.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

namespace leitong::engine {

namespace {

constexpr std::size_t k_key_shingles = 16;  // at the beginning of a piece
constexpr std::size_t k_least_weight = 15;  // of a piece: 5 words, 8 characters
constexpr std::size_t k_most_tokens = 120;
constexpr std::size_t k_fewest_works = 3;
constexpr std::uint64_t k_fewest_shared = 8;  // symbols that two sentences must have in common
constexpr std::size_t k_most_leaders = 4;     // that a sentence is compared with for one key

// A stretch of a text: a sentence, or its end from a clause on.
struct Piece {
    TextId text;
    ByteRange range;  // in the text
};

// A piece that was read again to be compared.
struct ReadPiece {
    std::string text;
    std::u32string symbols;
    base::Hash128 key;
};

bool is_clause_end(std::string_view text, std::size_t at) {
    return text.substr(at).starts_with("，") || text[at] == ',';
}

// Beginnings of pieces within a sentence: its own, and those after its commas.
std::vector<std::size_t> beginnings(std::string_view sentence) {
    std::vector<std::size_t> found{0};
    for (std::size_t at = 0; at < sentence.size(); ++at) {
        if (is_clause_end(sentence, at)) {
            found.push_back(at + (sentence[at] == ',' ? 1 : 3));
        }
    }
    return found;
}

std::uint64_t common_beginning(std::u32string_view a, std::u32string_view b) {
    return static_cast<std::uint64_t>(std::ranges::mismatch(a, b).in1 - a.begin());
}

class Sentences {
public:
    explicit Sentences(Reader::Impl& impl) : m_impl(impl) {}

    Result<std::vector<Family>> run() {
        LEITONG_TRY(read_documents());
        std::ranges::sort(m_keys);
        LEITONG_TRY(compare_all());
        return families();
    }

private:
    Result<void> read_documents() {
        Result<void> status;
        LEITONG_TRY(m_impl.store.documents([&](store::DocumentRow&& row) {
            auto document = std::make_shared<const store::DocumentRow>(std::move(row));
            for (std::uint32_t i = 1; status && i <= document->layout.paragraphs.size(); ++i) {
                status = read_paragraph({document, i});
            }
            return status.has_value();
        }));
        return status;
    }

    Result<void> read_paragraph(const Occurrence& occurrence) {
        const store::StoredParagraph& stored = occurrence.stored();
        if (stored.role != Role::body || stored.work == 0) {
            return {};
        }
        auto& places = m_places[stored.text];
        if (!places.is_read) {
            places.is_read = true;
            LEITONG_TRY_ASSIGN(const auto row, m_impl.store.text(stored.text));
            if (!row) {
                return fail(Errc::store_damaged, Msg::store_bad_row, "texts", stored.text.value);
            }
            LEITONG_TRY_ASSIGN(const auto link, m_impl.store.link(row->typed));
            places.is_wanted = !(link && link->cluster);
            if (places.is_wanted) {
                cut(*row);
            }
        }
        if (places.is_wanted) {
            places.refs.push_back(Reader::Impl::ref(occurrence));
        }
        return {};
    }

    // Keys of every piece of a text.
    void cut(const store::TextRow& row) {
        const std::vector<ByteRange> sentences = text::sentences(row.text);
        for (const ByteRange& sentence : sentences) {
            const std::string_view whole =
                std::string_view(row.text).substr(sentence.begin, sentence.size());
            std::vector<std::size_t> begins = beginnings(whole);
            if (sentence != sentences.back()) {
                begins.resize(1);  // what a text leads over to stands at its end
            }
            for (const std::size_t begin : begins) {
                add({row.id, {sentence.begin + begin, sentence.end}}, whole.substr(begin));
            }
        }
    }

    void add(const Piece& piece, std::string_view text) {
        match::prepare(text, m_prepared);
        const std::vector<Token>& tokens = m_prepared.tokens.values;
        const auto words = static_cast<std::size_t>(std::ranges::count_if(tokens, is_word));
        if (2 * tokens.size() + words < k_least_weight || tokens.size() > k_most_tokens) {
            return;
        }
        const auto number = static_cast<std::uint32_t>(m_pieces.size());
        m_pieces.push_back(piece);
        // The beginning says where a piece begins, so that ends of sentences meet their like.
        sketch::shingles(tokens, m_shingles);
        const std::uint64_t first = base::mix64(m_shingles.front());
        m_shingles.resize(std::min(m_shingles.size(), k_key_shingles));
        std::ranges::sort(m_shingles);
        m_shingles.erase(std::unique(m_shingles.begin(), m_shingles.end()), m_shingles.end());
        for (const sketch::Shingle shingle : m_shingles) {
            m_keys.emplace_back(base::mix64(shingle ^ first), number);
        }
    }

    Result<const ReadPiece*> read(std::uint32_t number) {
        if (const auto found = m_read.find(number); found != m_read.end()) {
            return &found->second;
        }
        const Piece& piece = m_pieces[number];
        LEITONG_TRY_ASSIGN(const auto row, m_impl.store.text(piece.text));
        if (!row) {
            return fail(Errc::store_damaged, Msg::store_bad_row, "texts", piece.text.value);
        }
        ReadPiece made;
        made.text = row->text.substr(piece.range.begin, piece.range.size());
        match::prepare(made.text, m_prepared);
        made.symbols = m_prepared.folded.typed.symbols;
        made.key = base::hash128(made.text);
        return &m_read.emplace(number, std::move(made)).first->second;
    }

    // Pieces with a key in common: each with a few leaders, so no key costs more than linear.
    Result<void> compare_all() {
        for (std::size_t begin = 0; begin < m_keys.size();) {
            std::size_t end = begin + 1;
            while (end < m_keys.size() && m_keys[end].first == m_keys[begin].first) {
                ++end;
            }
            if (end - begin >= 2) {
                LEITONG_TRY(compare(begin, end));
            }
            begin = end;
        }
        return {};
    }

    Result<void> compare(std::size_t begin, std::size_t end) {
        std::vector<std::uint32_t> members;
        for (std::size_t i = begin; i < end; ++i) {
            members.push_back(m_keys[i].second);
        }
        std::vector<std::pair<base::Hash128, std::uint32_t>> ordered;
        for (const std::uint32_t member : members) {
            LEITONG_TRY_ASSIGN(const ReadPiece* piece, read(member));
            ordered.emplace_back(piece->key, member);
        }
        std::ranges::sort(ordered);
        for (std::size_t i = 1; i < ordered.size(); ++i) {
            for (std::size_t leader = 0; leader < std::min(i, k_most_leaders); ++leader) {
                compare(ordered[leader].second, ordered[i].second);
            }
        }
        return {};
    }

    void compare(std::uint32_t a, std::uint32_t b) {
        const auto pair = std::minmax(a, b);
        if (m_edges.contains(pair)) {
            return;
        }
        const ReadPiece& left = m_read.at(a);
        const ReadPiece& right = m_read.at(b);
        const auto stretches = match::same_stretches(left.symbols, right.symbols);
        std::uint64_t shared = match::total_length(stretches);
        if (stretches.empty() || stretches.front().a > 0) {
            shared += common_beginning(left.symbols, right.symbols);
        }
        const std::size_t shorter = std::min(left.symbols.size(), right.symbols.size());
        const bool is_alike = shared >= k_fewest_shared && shared * 5 >= shorter * 2;
        m_edges.emplace(pair, is_alike ? static_cast<std::uint32_t>(shared) : 0);
    }

    // --- stars of what is alike

    Result<std::vector<Family>> families() {
        std::map<std::uint32_t, std::uint32_t> index;
        std::vector<std::uint32_t> pieces;
        std::vector<cluster::Node> nodes;
        const auto node = [&](std::uint32_t piece) {
            const auto [entry, is_new] =
                index.try_emplace(piece, static_cast<std::uint32_t>(pieces.size()));
            if (is_new) {
                pieces.push_back(piece);
                nodes.push_back(
                    {m_read.at(piece).key, m_places.at(m_pieces[piece].text).refs.size()});
            }
            return entry->second;
        };
        std::vector<cluster::Edge> edges;
        for (const auto& [pair, shared] : m_edges) {
            if (shared > 0) {
                const std::uint32_t a = node(pair.first);
                edges.push_back({a, node(pair.second), shared});
            }
        }
        std::vector<Family> made;
        for (const cluster::Star& star : cluster::stars(nodes, edges)) {
            Family family = family_of(star, pieces);
            if (!family.empty()) {
                made.push_back(std::move(family));
            }
        }
        return without_shorter(std::move(made));
    }

    Family family_of(const cluster::Star& star, const std::vector<std::uint32_t>& pieces) const {
        std::map<std::string_view, Passage> texts;
        std::set<std::pair<std::string, std::uint32_t>> works;
        std::set<std::pair<std::string, std::uint32_t>> paragraphs;
        for (const std::uint32_t member : star.members) {
            const ReadPiece& piece = m_read.at(pieces[member]);
            const ByteRange range = m_pieces[pieces[member]].range;
            Passage& passage = texts[piece.text];
            passage.text = piece.text;
            for (Ref ref : m_places.at(m_pieces[pieces[member]].text).refs) {
                // Two ends of one sentence are one place.
                if (paragraphs.emplace(ref.document, ref.paragraph).second) {
                    works.emplace(ref.document, ref.work);
                    ref.range = {ref.range.begin + range.begin, ref.range.begin + range.end};
                    passage.places.push_back(std::move(ref));
                }
            }
        }
        Family family;
        for (auto& [text, passage] : texts) {
            passage.works = static_cast<std::uint32_t>(passage.places.size());
            if (!passage.places.empty()) {
                family.push_back(std::move(passage));
            }
        }
        const bool is_enough = works.size() >= k_fewest_works && family.size() >= k_fewest_works;
        return is_enough ? family : Family{};
    }

    // Of families that lie in one another's paragraphs, the longest text stays.
    static std::vector<Family> without_shorter(std::vector<Family> families) {
        const auto size = [](const Family& family) {
            std::size_t bytes = 0;
            for (const Passage& passage : family) {
                bytes += passage.text.size() * passage.places.size();
            }
            return bytes;
        };
        std::ranges::stable_sort(families, std::ranges::greater(), size);
        std::map<std::pair<std::string, std::uint32_t>, std::vector<ByteRange>> used;
        std::vector<Family> kept;
        for (Family& family : families) {
            std::size_t overlaps = 0;
            std::size_t places = 0;
            for (const Passage& passage : family) {
                for (const Ref& ref : passage.places) {
                    ++places;
                    const auto& ranges = used[{ref.document, ref.paragraph}];
                    overlaps += std::ranges::any_of(ranges,
                                                    [&](const ByteRange& other) {
                                                        return other.begin < ref.range.end &&
                                                               ref.range.begin < other.end;
                                                    })
                                    ? 1U
                                    : 0U;
                }
            }
            if (overlaps * 2 > places) {
                continue;
            }
            for (const Passage& passage : family) {
                for (const Ref& ref : passage.places) {
                    used[{ref.document, ref.paragraph}].push_back(ref.range);
                }
            }
            kept.push_back(std::move(family));
        }
        return kept;
    }

    struct Places {
        bool is_read = false;
        bool is_wanted = false;
        std::vector<Ref> refs;
    };

    Reader::Impl& m_impl;
    std::unordered_map<TextId, Places> m_places;
    std::vector<Piece> m_pieces;
    std::vector<std::pair<std::uint64_t, std::uint32_t>> m_keys;  // key, piece
    std::unordered_map<std::uint32_t, ReadPiece> m_read;
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> m_edges;  // shared symbols
    match::Prepared m_prepared;
    std::vector<sketch::Shingle> m_shingles;
};

}  // namespace

Result<std::vector<Family>> sentence_families(Reader::Impl& impl) {
    return Sentences(impl).run();
}

}  // namespace leitong::engine
