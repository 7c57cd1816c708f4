// Open ends are aligned sixteen cells at a time; here the same cell by cell, as the definition says
// it.
#include "match/open_alignment.hpp"

#include "leitong/text/fold.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "match/open_bound.hpp"

namespace leitong::match {
namespace {

using Step = OpenAligner::Step;
using Path = std::vector<Step>;  // from the end to the corner

struct Answer {
    std::uint32_t i = 0;
    std::uint32_t j = 0;
    Path path;
    friend bool operator==(const Answer&, const Answer&) = default;
};

// A cell is kept while it is worth at least the best so far, less k_drop, and something with what
// was before; only what is kept is gone
// on from. Of equal ways the first step of equal, differ, skip_a, skip_b is taken.
Answer by_definition(const std::u32string& a, const std::u32string& b, int before) {
    struct Cell {
        int score = 0;
        Step step{};
    };
    std::vector<std::vector<std::optional<Cell>>> table(
        a.size() + 1, std::vector<std::optional<Cell>>(b.size() + 1));
    int best = 0;
    Answer answer;
    for (std::uint32_t i = 0; i <= a.size(); ++i) {
        for (std::uint32_t j = 0; j <= b.size(); ++j) {
            std::optional<Cell> found;
            const auto offer = [&](const std::optional<Cell>& from, int change, Step step) {
                if (from && (!found || from->score + change > found->score)) {
                    found = Cell{from->score + change, step};
                }
            };
            const bool is_equal = i > 0 && j > 0 && a[i - 1] == b[j - 1];
            if (i == 0 && j == 0) {
                found = Cell{};
            }
            if (i > 0 && j > 0) {
                const int gain = a[i - 1] == text::k_slot_symbol ? 0 : 1;
                offer(table[i - 1][j - 1], is_equal ? gain : -1,
                      is_equal ? Step::equal : Step::differ);
            }
            if (i > 0) {
                offer(table[i - 1][j], -1, Step::skip_a);
            }
            if (j > 0) {
                offer(table[i][j - 1], -1, Step::skip_b);
            }
            if (!found || found->score < best - k_drop || before + found->score <= 0) {
                continue;
            }
            table[i][j] = found;
            if (is_equal && found->step == Step::equal && found->score >= best) {
                best = found->score;
                answer.i = i;
                answer.j = j;
            }
        }
    }
    for (std::uint32_t i = answer.i, j = answer.j; i > 0 || j > 0;) {
        const Step step = table[i][j]->step;
        answer.path.push_back(step);
        i -= step != Step::skip_b ? 1 : 0;
        j -= step != Step::skip_a ? 1 : 0;
    }
    return answer;
}

std::vector<Code> codes_of(const std::u32string& text) {
    std::vector<Code> codes;
    for (const char32_t symbol : text) {
        codes.push_back(symbol == text::k_slot_symbol ? k_slot_code : static_cast<Code>(symbol));
    }
    return codes;
}

Answer by_lanes(OpenAligner& aligner, const std::u32string& a, const std::u32string& b,
                OpenAligner::Direction direction, int before) {
    std::vector<Code> codes_a = codes_of(a);
    std::vector<Code> codes_b = codes_of(b);
    if (direction == OpenAligner::Direction::backward) {
        std::ranges::reverse(codes_a);
        std::ranges::reverse(codes_b);
    }
    aligner.put(codes_a, codes_b, direction);
    const auto end = aligner.fill(static_cast<std::uint32_t>(before));
    Answer answer{end.i, end.j, {}};
    for (auto [i, j] = end; i > 0 || j > 0;) {
        const Step step = aligner.step({i, j});
        answer.path.push_back(step);
        i -= step != Step::skip_b ? 1 : 0;
        j -= step != Step::skip_a ? 1 : 0;
    }
    return answer;
}

// Two texts of an alphabet, the second a copy with so many edits in a thousand symbols.
std::pair<std::u32string, std::u32string> two_texts(std::mt19937& random) {
    const auto letters = static_cast<char32_t>(1 + random() % 40);
    const auto edits = random() % 1000;
    const auto letter = [&] {
        return random() % 20 == 0 ? text::k_slot_symbol
                                  : static_cast<char32_t>(0x4E00 + random() % letters);
    };
    std::u32string a;
    std::u32string b;
    while (a.size() < k_most_open && b.size() < k_most_open) {
        const auto kind = random() % 1000 < edits ? 1 + random() % 3 : 0;
        const char32_t own = letter();
        if (kind != 1) {
            a += own;
        }
        if (kind != 2) {
            b += kind == 3 ? letter() : own;
        }
    }
    a.resize(random() % 4 == 0 ? random() % (a.size() + 1) : a.size());
    b.resize(random() % 4 == 0 ? random() % (b.size() + 1) : b.size());
    return {a, b};
}

TEST(OpenAligner, GivesWhatTheDefinitionGives) {
    std::mt19937 random(20261128);
    OpenAligner aligner;  // one for all: nothing may be left over from text to text
    for (int round = 0; round < 3000; ++round) {
        const auto [a, b] = two_texts(random);
        const int before = 1 + static_cast<int>(random() % 40);
        for (const auto direction :
             {OpenAligner::Direction::forward, OpenAligner::Direction::backward}) {
            ASSERT_EQ(by_lanes(aligner, a, b, direction, before), by_definition(a, b, before))
                << "round " << round;
        }
    }
}

bool may_have_end(const std::u32string& a, const std::u32string& b,
                  OpenAligner::Direction direction, int before, sketch::Processor processor) {
    std::vector<Code> codes_a = codes_of(a);
    std::vector<Code> codes_b = codes_of(b);
    if (direction == OpenAligner::Direction::backward) {
        std::ranges::reverse(codes_a);
        std::ranges::reverse(codes_b);
    }
    return may_have_end(codes_a, codes_b, direction, static_cast<std::uint32_t>(before), processor);
}

TEST(OpenBound, DeniesNoEndThatThereIs) {
    std::mt19937 random(20261129);
    for (int round = 0; round < 6000; ++round) {
        const auto [a, b] = two_texts(random);
        const int before = 1 + static_cast<int>(random() % 40);
        const bool has_end = by_definition(a, b, before).i > 0;
        for (const auto direction :
             {OpenAligner::Direction::forward, OpenAligner::Direction::backward}) {
            const bool may = may_have_end(a, b, direction, before, sketch::Processor::scalar);
            ASSERT_EQ(may, may_have_end(a, b, direction, before, sketch::best_processor()))
                << "round " << round;
            ASSERT_TRUE(may || !has_end) << "round " << round;
        }
    }
}

// What it is for. Chinese has some 3,000 characters in use, a few of them very often: as if there
// were 100.
TEST(OpenBound, TellsOfMostTextsThatHaveNothingToDoWithOneAnother) {
    std::mt19937 random(20261130);
    const auto text = [&] {
        std::u32string made(k_most_open, U' ');
        std::ranges::generate(made, [&] { return 0x4E00 + random() % 100; });
        return made;
    };
    constexpr int k_rounds = 2000;
    int denied = 0;
    for (int round = 0; round < k_rounds; ++round) {
        denied += may_have_end(text(), text(), OpenAligner::Direction::forward, 12,
                               sketch::Processor::scalar)
                      ? 0
                      : 1;
    }
    EXPECT_GT(denied, k_rounds * 8 / 10);
}

TEST(OpenBound, TextsThatHaveNothingInCommonHaveNoEnd) {
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{1}, std::size_t{31}, std::size_t{96}}) {
        const std::u32string a(size, U'\u4E00');
        const std::u32string b(size, U'\u4E01');
        EXPECT_FALSE(
            may_have_end(a, b, OpenAligner::Direction::forward, 12, sketch::Processor::scalar))
            << size;
        // However much there is to lose.
        EXPECT_FALSE(
            may_have_end(a, b, OpenAligner::Direction::backward, 100, sketch::best_processor()))
            << size;
    }
}

}  // namespace
}  // namespace leitong::match
