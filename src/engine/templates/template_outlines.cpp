#include "template_outlines.hpp"

#include "leitong/cluster/stars.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "template_records.hpp"

namespace leitong::engine {

namespace {

constexpr std::size_t k_fewest_headings = 3;
constexpr std::size_t k_fewest_works = 3;
constexpr std::size_t k_most_leaders = 4;  // that a work is compared with for one key
// Of a work; more are a numbered list. Two outlines are compared in the square of it.
constexpr std::size_t k_most_headings = 500;
constexpr std::size_t k_sample = 16;  // body paragraphs of a work that are looked at

// The headings of a work, by number of what they say.
struct Outline {
    std::uint32_t document = 0;
    std::uint32_t work = 0;
    std::vector<std::uint32_t> headings;
    std::vector<std::uint32_t> paragraphs;
    std::vector<TextId> bodies;  // a sample
    base::Hash128 key;
};

using Matches = std::vector<std::pair<std::size_t, std::size_t>>;

// A longest common subsequence, as pairs of indices. Outlines are short.
Matches common(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
    std::vector<std::vector<std::uint32_t>> length(a.size() + 1,
                                                   std::vector<std::uint32_t>(b.size() + 1, 0));
    for (std::size_t i = a.size(); i-- > 0;) {
        for (std::size_t j = b.size(); j-- > 0;) {
            length[i][j] = a[i] == b[j] ? length[i + 1][j + 1] + 1
                                        : std::max(length[i + 1][j], length[i][j + 1]);
        }
    }
    Matches found;
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        if (a[i] == b[j]) {
            found.emplace_back(i++, j++);
        } else if (length[i + 1][j] >= length[i][j + 1]) {
            ++i;
        } else {
            ++j;
        }
    }
    return found;
}

class Outlines {
public:
    explicit Outlines(Reader::Impl& impl) : m_impl(impl) {}

    Result<std::vector<OutlineTemplateRecord>> run() {
        LEITONG_TRY(read());
        std::vector<OutlineTemplateRecord> made;
        for (const cluster::Star& star : cluster::stars(nodes(), edges())) {
            if (star.members.size() >= k_fewest_works) {
                LEITONG_TRY_ASSIGN(auto record, record_of(star));
                if (record.works >= k_fewest_works) {
                    made.push_back(std::move(record));
                }
            }
        }
        std::ranges::stable_sort(made, [](const auto& a, const auto& b) {
            return std::tuple(a.works, a.headings.size(), std::string_view(b.id)) >
                   std::tuple(b.works, b.headings.size(), std::string_view(a.id));
        });
        return made;
    }

private:
    Result<void> read() {
        Result<void> status;
        LEITONG_TRY(m_impl.store.documents([&](store::DocumentRow&& row) {
            status = read_document(row.layout);
            m_documents.push_back(std::move(row.name));
            return status.has_value();
        }));
        return status;
    }

    Result<void> read_document(const store::StoredLayout& layout) {
        for (std::uint32_t work = 1; work <= layout.works.size(); ++work) {
            Outline outline{static_cast<std::uint32_t>(m_documents.size()), work, {}, {}, {}, {}};
            std::vector<TextId> bodies;
            const store::StoredWork& stored = layout.works[work - 1];
            for (std::uint32_t p = stored.first_paragraph; p <= stored.last_paragraph; ++p) {
                const store::StoredParagraph& paragraph = layout.paragraphs[p - 1];
                if (paragraph.role == Role::heading) {
                    if (outline.headings.size() == k_most_headings) {
                        continue;
                    }
                    LEITONG_TRY_ASSIGN(const std::uint32_t heading, heading_of(paragraph.text));
                    outline.headings.push_back(heading);
                    outline.paragraphs.push_back(p);
                } else if (paragraph.role == Role::body) {
                    bodies.push_back(paragraph.text);
                }
            }
            if (outline.headings.size() >= k_fewest_headings) {
                const std::size_t step = std::max<std::size_t>(1, bodies.size() / k_sample);
                for (std::size_t i = 0; i < bodies.size(); i += step) {
                    outline.bodies.push_back(bodies[i]);
                }
                add(std::move(outline));
            }
        }
        return {};
    }

    Result<std::uint32_t> heading_of(TextId text) {
        if (const auto found = m_heading_of.find(text); found != m_heading_of.end()) {
            ++found->second.times;
            return found->second.number;
        }
        LEITONG_TRY_ASSIGN(const auto row, m_impl.store.text(text));
        if (!row) {
            return fail(Errc::store_damaged, Msg::store_bad_row, "texts", text.value);
        }
        const auto number = m_numbers.try_emplace(row->letters_hash, m_hashes.size()).first->second;
        if (number == m_hashes.size()) {
            m_hashes.push_back(row->letters_hash);
            m_texts.emplace_back();
        }
        m_texts[number].emplace(row->text, text);
        m_heading_of.emplace(text, Heading{static_cast<std::uint32_t>(number), 1});
        return static_cast<std::uint32_t>(number);
    }

    // As most works write a heading.
    [[nodiscard]] const std::string& written(std::uint32_t heading) const {
        const auto times = [&](const auto& text) { return m_heading_of.at(text.second).times; };
        return std::ranges::max_element(m_texts[heading], {}, times)->first;
    }

    void add(Outline&& outline) {
        std::vector<base::Hash128> hashes;
        hashes.reserve(outline.headings.size());
        for (const std::uint32_t heading : outline.headings) {
            hashes.push_back(m_hashes[heading]);
        }
        outline.key =
            base::hash128(hashes.data(), hashes.size() * sizeof(base::Hash128), outline.work);
        m_outlines.push_back(std::move(outline));
    }

    // --- which are alike

    [[nodiscard]] std::vector<cluster::Node> nodes() const {
        std::vector<cluster::Node> found;
        found.reserve(m_outlines.size());
        for (const Outline& outline : m_outlines) {
            found.push_back({outline.key, 1});
        }
        return found;
    }

    [[nodiscard]] std::vector<cluster::Edge> edges() const {
        std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>,
                 std::vector<std::uint32_t>>
            buckets;
        for (std::uint32_t i = 0; i < m_outlines.size(); ++i) {
            const std::vector<std::uint32_t>& headings = m_outlines[i].headings;
            for (std::size_t at = 0; at + 3 <= headings.size(); ++at) {
                auto& bucket = buckets[{headings[at], headings[at + 1], headings[at + 2]}];
                if (bucket.empty() || bucket.back() != i) {
                    bucket.push_back(i);
                }
            }
        }
        std::set<std::pair<std::uint32_t, std::uint32_t>> pairs;
        for (auto& [key, bucket] : buckets) {
            std::ranges::sort(bucket, {},
                              [&](std::uint32_t i) { return std::pair(m_outlines[i].key, i); });
            for (std::size_t i = 1; i < bucket.size(); ++i) {
                for (std::size_t leader = 0; leader < std::min(i, k_most_leaders); ++leader) {
                    pairs.insert(std::minmax(bucket[leader], bucket[i]));
                }
            }
        }
        std::vector<cluster::Edge> found;
        for (const auto& [a, b] : pairs) {
            const std::size_t shared =
                common(m_outlines[a].headings, m_outlines[b].headings).size();
            const std::size_t longer =
                std::max(m_outlines[a].headings.size(), m_outlines[b].headings.size());
            if (shared >= k_fewest_headings && shared * 2 >= longer) {
                found.push_back({a, b, static_cast<std::uint32_t>(shared)});
            }
        }
        return found;
    }

    // --- the record

    // Clusters that the sampled bodies of a work stand in; a body in none is its own.
    Result<std::set<std::uint64_t>> groups_of(const Outline& outline) {
        std::set<std::uint64_t> groups;
        for (const TextId text : outline.bodies) {
            LEITONG_TRY_ASSIGN(const auto row, m_impl.store.text(text));
            if (!row) {
                return fail(Errc::store_damaged, Msg::store_bad_row, "texts", text.value);
            }
            LEITONG_TRY_ASSIGN(const auto link, m_impl.store.link(row->typed));
            constexpr std::uint64_t k_alone = std::uint64_t{1} << 63U;
            groups.insert(link && link->cluster ? link->cluster.value : row->typed.value | k_alone);
        }
        return groups;
    }

    // Copies of one text have one outline as well; they are block templates or clusters.
    Result<std::vector<std::uint32_t>> unrelated(const cluster::Star& star) {
        std::vector<std::uint32_t> kept;
        std::vector<std::set<std::uint64_t>> seen;
        std::vector<std::uint32_t> order = {star.centre};
        std::ranges::copy_if(star.members, std::back_inserter(order),
                             [&](std::uint32_t member) { return member != star.centre; });
        for (const std::uint32_t member : order) {
            LEITONG_TRY_ASSIGN(auto groups, groups_of(m_outlines[member]));
            const auto first = std::span(seen).first(std::min(seen.size(), k_sample));
            const bool is_copy = std::ranges::any_of(first, [&](const auto& other) {
                const auto shared = std::ranges::count_if(
                    groups, [&](std::uint64_t group) { return other.contains(group); });
                return static_cast<std::size_t>(shared) * 2 >= groups.size();
            });
            if (!groups.empty() && !is_copy) {
                kept.push_back(member);
                seen.push_back(std::move(groups));
            }
        }
        return kept;
    }

    Result<OutlineTemplateRecord> record_of(const cluster::Star& star) {
        LEITONG_TRY_ASSIGN(const std::vector<std::uint32_t> members, unrelated(star));
        OutlineTemplateRecord record;
        const Outline& centre = m_outlines[star.centre];
        std::vector<std::vector<std::uint32_t>> paragraphs;  // by member, by heading of the centre
        std::vector<std::uint32_t> counts(centre.headings.size(), 0);
        for (const std::uint32_t member : members) {
            paragraphs.emplace_back(centre.headings.size(), 0);
            for (const auto& [a, b] : common(centre.headings, m_outlines[member].headings)) {
                paragraphs.back()[a] = m_outlines[member].paragraphs[b];
                ++counts[a];
            }
        }
        std::string content;
        for (std::size_t i = 0; i < counts.size(); ++i) {
            if (counts[i] * 2 >= members.size() && counts[i] >= 2) {
                const base::Hash128& hash = m_hashes[centre.headings[i]];
                record.headings.push_back({written(centre.headings[i]), counts[i]});
                content += fmt::format("{:x}{:x}", hash.high, hash.low);
            }
        }
        if (record.headings.size() < k_fewest_headings) {
            return record;
        }
        record.id = content_id('o', content);
        for (std::size_t m = 0; m < members.size(); ++m) {
            const Outline& outline = m_outlines[members[m]];
            OutlineMember member{m_documents[outline.document], outline.work, {}};
            for (std::size_t i = 0; i < counts.size(); ++i) {
                if (counts[i] * 2 >= members.size() && counts[i] >= 2) {
                    member.paragraphs.push_back(paragraphs[m][i]);
                }
            }
            record.members.push_back(std::move(member));
        }
        std::ranges::sort(record.members, {}, [](const OutlineMember& member) {
            return std::tie(member.document, member.work);
        });
        record.works = static_cast<std::uint32_t>(record.members.size());
        return record;
    }

    Reader::Impl& m_impl;
    std::vector<std::string> m_documents;  // names
    std::vector<Outline> m_outlines;
    struct Heading {
        std::uint32_t number = 0;
        std::uint32_t times = 0;  // that it is written so
    };

    std::unordered_map<TextId, Heading> m_heading_of;
    std::map<base::Hash128, std::size_t> m_numbers;
    std::vector<base::Hash128> m_hashes;                 // by number of a heading
    std::vector<std::map<std::string, TextId>> m_texts;  // how it is written, by number
};

}  // namespace

Result<std::vector<OutlineTemplateRecord>> find_outlines(Reader::Impl& impl) {
    return Outlines(impl).run();
}

}  // namespace leitong::engine
