#include "template_works.hpp"

#include "leitong/match/prepared.hpp"
#include "leitong/templates/paragraph_matching.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "alike_works.hpp"

namespace leitong::engine {

namespace {

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
                           const std::vector<cluster::Edge>& edges) {
        std::vector<cluster::Edge> near;
        std::ranges::copy_if(edges, std::back_inserter(near), [&](const cluster::Edge& edge) {
            return edge.strength >= static_cast<std::uint32_t>(k_least_likeness * 1000);
        });
        std::vector<Kin> families;
        for (const cluster::Star& star : cluster::stars(nodes, near)) {
            Kin kin{star.centre, star.members, {}};
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
            Kin kin{alone[star.centre], {}, {}, star.members.size()};
            for (const std::uint32_t member : star.members) {
                kin.members.push_back(alone[member]);
            }
            families.push_back(std::move(kin));
        }
    }

    // --- the paragraphs of one family

    Result<void> give_out(const Kin& kin, const std::function<void(Family&&)>& sink) {
        if (kin.works < 2) {
            return {};
        }
        LEITONG_TRY_ASSIGN(const auto centre, texts_of(kin.centre));
        const std::vector<std::string_view> centre_views(centre.begin(), centre.end());
        std::vector<Thread> threads(centre.size());
        std::uint32_t group = 0;
        const auto add = [&](std::uint32_t member, std::uint32_t own_group) -> Result<void> {
            LEITONG_TRY_ASSIGN(const auto texts, texts_of(member));
            const std::vector<std::string_view> views(texts.begin(), texts.end());
            const auto matches = templates::match_paragraphs(centre_views, views);
            for (std::size_t i = 0; i < matches.size(); ++i) {
                if (matches[i]) {
                    add_piece(m_copies[member], texts, *matches[i], own_group, threads[i]);
                }
            }
            return {};
        };
        for (const std::uint32_t member : kin.members) {
            LEITONG_TRY(add(member, 0));
        }
        for (const std::uint32_t joiner : kin.joiners) {
            LEITONG_TRY(add(joiner, ++group));
        }
        for (Thread& thread : threads) {
            Family family;
            for (auto& [text, passage] : thread) {
                family.push_back(std::move(passage));
            }
            if (family.size() >= 2) {
                sink(std::move(family));
            }
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
            m_taken.add(work.document->id, work.paragraphs[piece.paragraph]);
        }
    }

    // docs/decisions/0007-templates.md
    const double k_least_likeness = std::getenv("LT_W") ? std::atof(std::getenv("LT_W")) : 0.75;
    const double k_least_to_join = std::getenv("LT_J") ? std::atof(std::getenv("LT_J")) : 0.5;

    Reader::Impl& m_impl;
    std::vector<Copies> m_copies;
    std::vector<base::Hash128> m_keys;  // of their content
    std::map<base::Hash128, std::size_t> m_known;
    match::Prepared m_prepared;
    ParagraphSet m_taken;
};

}  // namespace

Result<ParagraphSet> for_work_families(Reader::Impl& impl,
                                       const std::function<void(Family&&)>& sink) {
    return WorkFamilies(impl).run(sink);
}

}  // namespace leitong::engine
