#include "template_sentences.hpp"

#include "leitong/cluster/stars.hpp"
#include "leitong/text/layout.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include "engine/finding/sentence_pairs.hpp"

namespace leitong::engine {

namespace {

constexpr std::size_t k_key_shingles = 16;  // at the beginning of a piece
constexpr std::size_t k_least_weight = 15;  // of a piece: 5 words, 8 characters
constexpr std::size_t k_most_tokens = 120;

// A stretch of a text: a sentence, or its end from a clause on.
struct Piece {
    TextId text;
    ByteRange range;  // in the text
};

// Where a text stands.
struct Spot {
    std::uint32_t document = 0;  // in order of name
    std::uint32_t work = 0;
    std::uint32_t paragraph = 0;
    std::uint64_t begin = 0;

    [[nodiscard]] std::uint64_t work_key() const noexcept {
        return std::uint64_t{document} << 32U | work;
    }
    [[nodiscard]] std::uint64_t paragraph_key() const noexcept {
        return std::uint64_t{document} << 32U | paragraph;
    }
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

class Sentences {
public:
    explicit Sentences(Reader::Impl& impl) : m_impl(impl) {}

    Result<std::vector<Family>> run(unsigned threads, TemplateCache& cache) {
        LEITONG_TRY(read_documents());
        std::vector<cluster::Edge> edges = m_pairs.alike(threads, cache.pairs());
        cache.put_pairs(m_pairs.take_compared());
        return families(std::move(edges));
    }

private:
    Result<void> read_documents() {
        Result<void> status;
        LEITONG_TRY(m_impl.store.documents([&](store::DocumentRow&& row) {
            const std::vector<store::StoredParagraph>& paragraphs = row.layout.paragraphs;
            const auto document = static_cast<std::uint32_t>(m_documents.size());
            m_documents.push_back(std::move(row.name));
            for (std::uint32_t i = 0; status && i < paragraphs.size(); ++i) {
                status = read_paragraph(paragraphs[i], {document, paragraphs[i].work, i + 1,
                                                        paragraphs[i].range.begin});
            }
            return status.has_value();
        }));
        return status;
    }

    Result<void> read_paragraph(const store::StoredParagraph& stored, const Spot& spot) {
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
            places.spots.push_back(spot);
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
        m_pieces.push_back(piece);
        // The beginning says where a piece begins, so that ends of sentences meet their like.
        sketch::shingles(tokens, m_shingles);
        const std::uint64_t first = base::mix64(m_shingles.front());
        m_shingles.resize(std::min(m_shingles.size(), k_key_shingles));
        std::ranges::sort(m_shingles);
        m_shingles.erase(std::unique(m_shingles.begin(), m_shingles.end()), m_shingles.end());
        for (sketch::Shingle& shingle : m_shingles) {
            shingle = base::mix64(shingle ^ first);
        }
        m_pairs.add(m_prepared.folded.typed.symbols, base::hash128(text), m_shingles);
    }

    // --- stars of what is alike

    Result<std::vector<Family>> families(std::vector<cluster::Edge> edges) {
        constexpr std::uint32_t k_none = ~std::uint32_t{0};
        std::vector<std::uint32_t> index(m_pieces.size(), k_none);
        std::vector<std::uint32_t> pieces;
        std::vector<cluster::Node> nodes;
        const auto node = [&](std::uint32_t piece) {
            if (index[piece] == k_none) {
                index[piece] = static_cast<std::uint32_t>(pieces.size());
                pieces.push_back(piece);
                nodes.push_back({m_pairs.hash(piece), spots_of(piece).size()});
            }
            return index[piece];
        };
        for (cluster::Edge& edge : edges) {
            edge.a = node(edge.a);
            edge.b = node(edge.b);
        }
        std::vector<Family> made;
        for (cluster::Star& star : cluster::stars(nodes, edges)) {
            std::ranges::transform(star.members, star.members.begin(),
                                   [&](std::uint32_t member) { return pieces[member]; });
            if (!is_spread(star.members)) {
                continue;
            }
            LEITONG_TRY_ASSIGN(Family family, family_of(star.members));
            if (family.size() >= k_fewest_sentence_works) {
                made.push_back(std::move(family));
            }
        }
        return without_shorter(std::move(made));
    }

    [[nodiscard]] const std::vector<Spot>& spots_of(std::uint32_t piece) const {
        return m_places.at(m_pieces[piece].text).spots;
    }

    // Whether the pieces stand in enough works.
    [[nodiscard]] bool is_spread(const std::vector<std::uint32_t>& pieces) const {
        std::set<std::uint64_t> works;
        for (const std::uint32_t piece : pieces) {
            for (const Spot& spot : spots_of(piece)) {
                works.insert(spot.work_key());
                if (works.size() >= k_fewest_sentence_works) {
                    return true;
                }
            }
        }
        return false;
    }

    Result<Family> family_of(const std::vector<std::uint32_t>& pieces) const {
        std::map<std::string, Passage> texts;
        std::set<std::uint64_t> paragraphs;
        for (const std::uint32_t number : pieces) {
            const Piece& piece = m_pieces[number];
            LEITONG_TRY_ASSIGN(const auto row, m_impl.store.text(piece.text));
            if (!row) {
                return fail(Errc::store_damaged, Msg::store_bad_row, "texts", piece.text.value);
            }
            Passage& passage = texts[row->text.substr(piece.range.begin, piece.range.size())];
            for (const Spot& spot : spots_of(number)) {
                // Two ends of one sentence are one place.
                if (paragraphs.insert(spot.paragraph_key()).second) {
                    passage.places.push_back(
                        {m_documents[spot.document],
                         spot.work,
                         spot.paragraph,
                         {spot.begin + piece.range.begin, spot.begin + piece.range.end}});
                }
            }
        }
        Family family;
        for (auto& [text, passage] : texts) {
            passage.text = text;
            passage.works = static_cast<std::uint32_t>(passage.places.size());
            if (!passage.places.empty()) {
                family.push_back(std::move(passage));
            }
        }
        return family;
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
        std::vector<Spot> spots;
    };

    Reader::Impl& m_impl;
    std::unordered_map<TextId, Places> m_places;
    std::vector<std::string> m_documents;  // names
    std::vector<Piece> m_pieces;
    SentencePairs m_pairs;  // of the same pieces
    match::Prepared m_prepared;
    std::vector<sketch::Shingle> m_shingles;
};

}  // namespace

Result<std::vector<Family>> sentence_families(Reader::Impl& impl, unsigned threads,
                                              TemplateCache& cache) {
    return Sentences(impl).run(threads, cache);
}

}  // namespace leitong::engine
