#include "template_works.hpp"

#include "leitong/match/prepared.hpp"
#include "leitong/templates/paragraph_matching.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "engine/finding/alike_works.hpp"

namespace leitong::engine {

namespace {

// docs/decisions/0007-templates.md
constexpr double k_least_likeness = 0.75;  // of near copies
constexpr double k_least_to_join = 0.5;    // of what may read as their template

using Document = std::shared_ptr<const store::DocumentRow>;

// One text of a document, as numbers of its paragraphs that are text.
struct WorkText {
    Document document;
    std::vector<std::uint32_t> paragraphs;

    [[nodiscard]] const store::StoredParagraph& stored(std::size_t index) const {
        return document->layout.paragraphs[paragraphs[index] - 1];
    }
};

// Works of the same paragraphs in the same order.
struct Copies {
    std::vector<WorkText> works;
    sketch::ShingleSample sample;
};

// Works that are near copies of the centre, and others that may read as its template.
struct Kin {
    std::uint32_t centre = 0;
    std::vector<std::uint32_t> members;  // with the centre
    std::vector<std::uint32_t> joiners;
    std::size_t works = 0;  // without joiners
    // Of each member, then each joiner: what stands for the paragraphs of the centre.
    std::vector<std::vector<std::optional<templates::PieceMatch>>> matches = {};
};

// What stands in one place, by its text.
using Thread = std::map<std::string, Passage>;

class WorkFamilies {
public:
    explicit WorkFamilies(Reader::Impl& impl) : m_impl(impl) {}

    Result<ParagraphSet> run(const std::function<void(Family&&)>& sink) {
        LEITONG_TRY(read_works());
        std::vector<cluster::Node> nodes;
        std::vector<sketch::ShingleSample> samples;
        for (Copies& copies : m_copies) {
            m_keys.push_back(copies.sample.key());
            nodes.push_back({m_keys.back(), copies.works.size()});
            samples.push_back(std::move(copies.sample));
        }
        const std::vector<cluster::Edge> edges = alike_works(samples, k_least_to_join);
        std::vector<Kin> families = cores(nodes, edges);
        join(edges, families);
        loose(nodes, edges, families);
        for (Kin& kin : families) {
            LEITONG_TRY(match(kin));
        }
        for (const Kin& kin : families) {
            LEITONG_TRY(give_out(kin, sink));
        }
        return std::move(m_taken);
    }

private:
    // --- the works and their samples

    Result<void> read_works() {
        Result<void> status;
        LEITONG_TRY(m_impl.store.documents([&](store::DocumentRow&& row) {
            const auto document = std::make_shared<const store::DocumentRow>(std::move(row));
            const auto& paragraphs = document->layout.paragraphs;
            for (std::uint32_t i = 0; i < paragraphs.size() && status;) {
                WorkText work{document, {}};
                const std::uint32_t number = paragraphs[i].work;
                for (; i < paragraphs.size() && paragraphs[i].work == number; ++i) {
                    if (!is_structure(paragraphs[i].role)) {
                        work.paragraphs.push_back(i + 1);
                    }
                }
                if (number != 0 && !work.paragraphs.empty()) {
                    status = add(std::move(work));
                }
            }
            return status.has_value();
        }));
        return status;
    }

    Result<void> add(WorkText&& work) {
        std::vector<std::uint64_t> texts;
        for (std::size_t i = 0; i < work.paragraphs.size(); ++i) {
            texts.push_back(work.stored(i).text.value);
        }
        const auto [known, is_new] = m_known.try_emplace(
            base::hash128(texts.data(), texts.size() * sizeof(std::uint64_t)), m_copies.size());
        if (!is_new) {
            m_copies[known->second].works.push_back(std::move(work));
            return {};
        }
        sketch::ShingleSample sample;
        for (std::size_t i = 0; i < work.paragraphs.size(); ++i) {
            LEITONG_TRY_ASSIGN(const std::string text, text_of(work.stored(i).text));
            match::prepare(text, m_prepared);
            sample.add(m_prepared.shingles);
        }
        sample.close();
        m_copies.push_back({{}, std::move(sample)});
        m_copies.back().works.push_back(std::move(work));
        return {};
    }

    Result<std::string> text_of(TextId id) {
        LEITONG_TRY_ASSIGN(auto row, m_impl.store.text(id));
        if (!row) {
            return fail(Errc::store_damaged, Msg::store_bad_row, "texts", id.value);
        }
        return std::move(row->text);
    }

    // --- who is of one family

    // Stars of works that are near copies, as numbers of m_copies.
    std::vector<Kin> cores(const std::vector<cluster::Node>& nodes,
                           const std::vector<cluster::Edge>& edges) const {
        std::vector<cluster::Edge> near;
        std::ranges::copy_if(edges, std::back_inserter(near), [&](const cluster::Edge& edge) {
            return edge.strength >= static_cast<std::uint32_t>(k_least_likeness * 1000);
        });
        std::vector<Kin> families;
        for (const cluster::Star& star : cluster::stars(nodes, near)) {
            Kin kin{star.centre, star.members, {}, 0};
            for (const std::uint32_t member : star.members) {
                kin.works += m_copies[member].works.size();
            }
            families.push_back(std::move(kin));
        }
        return families;
    }

    // A family of one work joins the family to whose centre it is most alike.
    void join(const std::vector<cluster::Edge>& edges, std::vector<Kin>& families) const {
        std::map<std::uint32_t, std::size_t> family_of;  // of centres
        for (std::size_t i = 0; i < families.size(); ++i) {
            family_of.emplace(families[i].centre, i);
        }
        struct Choice {
            std::uint32_t strength = 0;
            base::Hash128 centre;
            std::size_t family = 0;
        };
        std::map<std::uint32_t, Choice> choices;  // by centre of the family that joins
        const auto offer = [&](std::uint32_t joiner, std::uint32_t centre, std::uint32_t strength) {
            const auto own = family_of.find(joiner);
            const auto other = family_of.find(centre);
            const bool may_join = own != family_of.end() && other != family_of.end() &&
                                  families[own->second].works == 1 &&
                                  families[other->second].works > 1;
            Choice& choice = choices[joiner];
            const base::Hash128 key = m_keys[centre];
            if (may_join && std::tie(strength, key) > std::tie(choice.strength, choice.centre)) {
                choice = {strength, key, other->second};
            }
        };
        for (const cluster::Edge& edge : edges) {
            offer(edge.a, edge.b, edge.strength);
            offer(edge.b, edge.a, edge.strength);
        }
        for (const auto& [joiner, choice] : choices) {
            if (choice.strength > 0) {
                families[choice.family].joiners.push_back(joiner);
                families[family_of.at(joiner)].works = 0;
            }
        }
    }

    // Works that stand alone, and are alike among themselves.
    void loose(const std::vector<cluster::Node>& nodes, const std::vector<cluster::Edge>& edges,
               std::vector<Kin>& families) const {
        std::map<std::uint32_t, std::uint32_t> index;
        std::vector<std::uint32_t> alone;
        std::vector<cluster::Node> own_nodes;
        for (const Kin& kin : families) {
            if (kin.works == 1) {
                index.emplace(kin.centre, static_cast<std::uint32_t>(alone.size()));
                alone.push_back(kin.centre);
                own_nodes.push_back(nodes[kin.centre]);
            }
        }
        std::vector<cluster::Edge> own_edges;
        for (const cluster::Edge& edge : edges) {
            const auto a = index.find(edge.a);
            const auto b = index.find(edge.b);
            if (a != index.end() && b != index.end()) {
                own_edges.push_back({a->second, b->second, edge.strength});
            }
        }
        std::erase_if(families, [](const Kin& kin) { return kin.works < 2; });
        for (const cluster::Star& star : cluster::stars(own_nodes, own_edges)) {
            if (star.members.size() < 2) {
                continue;
            }
            Kin kin{alone[star.centre], {}, {}, star.members.size()};
            for (const std::uint32_t member : star.members) {
                kin.members.push_back(alone[member]);
            }
            families.push_back(std::move(kin));
        }
    }

    // --- the paragraphs of one family

    Result<void> match(Kin& kin) {
        LEITONG_TRY_ASSIGN(const auto centre, texts_of(kin.centre));
        const std::vector<std::string_view> centre_views(centre.begin(), centre.end());
        std::vector<std::uint32_t> all = kin.members;
        all.insert(all.end(), kin.joiners.begin(), kin.joiners.end());
        for (const std::uint32_t member : all) {
            LEITONG_TRY_ASSIGN(const auto texts, texts_of(member));
            const std::vector<std::string_view> views(texts.begin(), texts.end());
            kin.matches.push_back(templates::match_paragraphs(centre_views, views));
            for (const auto& piece : kin.matches.back()) {
                for (const WorkText& work : m_copies[member].works) {
                    if (piece) {
                        m_taken.add(work.document->id, work.paragraphs[piece->paragraph]);
                    }
                }
            }
        }
        return {};
    }

    Result<void> give_out(const Kin& kin, const std::function<void(Family&&)>& sink) {
        std::vector<Thread> threads(m_copies[kin.centre].works.front().paragraphs.size());
        for (std::size_t m = 0; m < kin.matches.size(); ++m) {
            const bool joins = m >= kin.members.size();
            const std::uint32_t member =
                joins ? kin.joiners[m - kin.members.size()] : kin.members[m];
            const auto group = joins ? static_cast<std::uint32_t>(m + 1 - kin.members.size()) : 0U;
            LEITONG_TRY_ASSIGN(const auto texts, texts_of(member));
            for (std::size_t i = 0; i < threads.size(); ++i) {
                if (kin.matches[m][i]) {
                    add_piece(m_copies[member], texts, *kin.matches[m][i], group, threads[i]);
                }
            }
        }
        for (std::size_t i = 0; i < threads.size(); ++i) {
            Family family;
            for (auto& [text, passage] : threads[i]) {
                family.push_back(std::move(passage));
            }
            const auto joiners = static_cast<std::uint32_t>(kin.joiners.size());
            LEITONG_TRY(add_left_alone(m_copies[kin.centre].works.front().stored(i).text,
                                       joiners + 1, family));
            if (family.size() >= 2) {
                std::ranges::sort(family, {}, &Passage::text);
                sink(std::move(family));
            }
        }
        return {};
    }

    // The family of works may take all of a cluster but one text: that joins it, for it has no
    // other. More are a family of their own.
    Result<void> add_left_alone(TextId text, std::uint32_t group, Family& family) {
        LEITONG_TRY_ASSIGN(const auto row, m_impl.store.text(text));
        LEITONG_TRY_ASSIGN(const auto link, row ? m_impl.store.link(row->typed)
                                                : Result<std::optional<store::LinkRow>>());
        if (!link || !link->cluster || !m_asked.insert(link->cluster.value).second) {
            return {};
        }
        LEITONG_TRY_ASSIGN(const auto cluster, m_impl.store.cluster(link->cluster));
        Family left;
        for (std::size_t i = 0; cluster && i < cluster->members.size() && left.size() < 2; ++i) {
            LEITONG_TRY(add_passages(m_impl, cluster->members[i].typed, group, m_taken, left));
        }
        const bool is_known =
            left.size() == 1 && std::ranges::any_of(family, [&](const Passage& p) {
                return p.text == left.front().text;
            });
        if (left.size() == 1 && !is_known) {
            family.push_back(std::move(left.front()));
        } else if (is_known) {
            Passage& same = *std::ranges::find(family, left.front().text, &Passage::text);
            std::ranges::move(left.front().places, std::back_inserter(same.places));
            same.works += left.front().works;
        }
        return {};
    }

    Result<std::vector<std::string>> texts_of(std::uint32_t copies) {
        std::vector<std::string> texts;
        const WorkText& work = m_copies[copies].works.front();
        for (std::size_t i = 0; i < work.paragraphs.size(); ++i) {
            LEITONG_TRY_ASSIGN(texts.emplace_back(), text_of(work.stored(i).text));
        }
        return texts;
    }

    void add_piece(const Copies& copies, const std::vector<std::string>& texts,
                   const templates::PieceMatch& piece, std::uint32_t group, Thread& thread) {
        std::string text = texts[piece.paragraph].substr(piece.range.begin, piece.range.size());
        const auto [entry, is_new] = thread.try_emplace(text);
        Passage& passage = entry->second;
        if (is_new) {
            passage.text = std::move(text);
            passage.group = group;
        }
        for (const WorkText& work : copies.works) {
            Ref ref = Reader::Impl::ref({work.document, work.paragraphs[piece.paragraph]});
            const std::uint64_t begin = ref.range.begin;
            ref.range = {begin + piece.range.begin, begin + piece.range.end};
            passage.places.push_back(std::move(ref));
            ++passage.works;
        }
    }

    Reader::Impl& m_impl;
    std::vector<Copies> m_copies;
    std::vector<base::Hash128> m_keys;  // of their content
    std::map<base::Hash128, std::size_t> m_known;
    match::Prepared m_prepared;
    ParagraphSet m_taken;
    std::unordered_set<std::uint64_t> m_asked;  // clusters
};

}  // namespace

Result<ParagraphSet> for_work_families(Reader::Impl& impl,
                                       const std::function<void(Family&&)>& sink) {
    return WorkFamilies(impl).run(sink);
}

}  // namespace leitong::engine
