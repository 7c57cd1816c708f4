#include "leitong/base/messages.hpp"

#include "leitong/base/result.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace leitong {
namespace {

std::vector<Msg> all_messages() {
    std::vector<Msg> ids;
    for (std::uint16_t i = 0; i < static_cast<std::uint16_t>(Msg::count_); ++i) {
        ids.push_back(static_cast<Msg>(i));
    }
    return ids;
}

// The numbers of the placeholders; nullopt for a brace that is no {N}.
std::optional<std::set<std::size_t>> placeholders(std::string_view text) {
    std::set<std::size_t> numbers;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text.substr(at, 2) == "{{" || text.substr(at, 2) == "}}") {
            ++at;
        } else if (text[at] == '{') {
            if (at + 2 >= text.size() || text[at + 1] < '0' || text[at + 1] > '9' ||
                text[at + 2] != '}') {
                return std::nullopt;
            }
            numbers.insert(static_cast<std::size_t>(text[at + 1] - '0'));
            at += 2;
        } else if (text[at] == '}') {
            return std::nullopt;
        }
    }
    return numbers;
}

bool has_chinese(std::string_view text) {
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0xE4 && byte <= 0xE9) {
            return true;
        }
    }
    return false;
}

bool has_letters_outside_placeholders(std::string_view text) {
    bool inside = false;
    for (const char c : text) {
        inside = c == '{' || (inside && c != '}');
        if (!inside && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))) {
            return true;
        }
    }
    return false;
}

TEST(Messages, HaveATextInBothLanguages) {
    for (const Msg id : all_messages()) {
        EXPECT_FALSE(message_template(id, Language::en).empty()) << message_name(id);
        EXPECT_FALSE(message_template(id, Language::zh).empty()) << message_name(id);
        EXPECT_FALSE(message_name(id).empty());
    }
}

TEST(Messages, AreInTheLanguageTheyAreFiledUnder) {
    for (const Msg id : all_messages()) {
        EXPECT_FALSE(has_chinese(message_template(id, Language::en))) << message_name(id);
        // A text that is nothing but arguments and signs has no words to be in a language.
        if (has_letters_outside_placeholders(message_template(id, Language::en)) &&
            message_template(id, Language::en) != message_template(id, Language::zh)) {
            EXPECT_TRUE(has_chinese(message_template(id, Language::zh))) << message_name(id);
        }
    }
}

TEST(Messages, TakeTheSameArgumentsInBothLanguages) {
    for (const Msg id : all_messages()) {
        const auto english = placeholders(message_template(id, Language::en));
        const auto chinese = placeholders(message_template(id, Language::zh));
        ASSERT_TRUE(english) << message_name(id);
        ASSERT_TRUE(chinese) << message_name(id);
        EXPECT_EQ(*english, *chinese) << message_name(id);
        // {0} {1} … without a gap: a gap is an argument that is passed and never shown.
        if (!english->empty()) {
            EXPECT_EQ(*english->rbegin() + 1, english->size()) << message_name(id);
        }
    }
}

TEST(Messages, AreFormattedInEitherLanguage) {
    for (const Msg id : all_messages()) {
        const std::vector<std::string> arguments(10, "{0}%s");
        for (const Language language : {Language::en, Language::zh}) {
            const std::string text = Message{id, arguments}.text(language);
            // What an argument holds is never taken for a placeholder.
            const bool takes_any = !placeholders(message_template(id, language))->empty();
            EXPECT_EQ(text.find("{0}%s") != std::string::npos, takes_any) << message_name(id);
        }
    }
}

TEST(Messages, HaveNamesOfTheirOwn) {
    std::set<std::string_view> names;
    for (const Msg id : all_messages()) {
        EXPECT_TRUE(names.insert(message_name(id)).second) << message_name(id);
    }
}

TEST(Message, PutsTextAndNumbersIn) {
    EXPECT_EQ(say(Language::en, Msg::plain, "a"), "a");
    EXPECT_EQ(say(Language::zh, Msg::plain, 17), "17");
    EXPECT_EQ(say(Language::en, Msg::cannot_open, "f.txt", std::string("denied")),
              "cannot open f.txt: denied");
    EXPECT_EQ(say(Language::zh, Msg::cannot_open, "f.txt", "denied"), "无法打开 f.txt：denied");
}

// --- result.hpp, which carries messages

Result<int> half(int value) {
    if (value % 2 != 0) {
        return fail(Errc::invalid_argument, Msg::plain, value);
    }
    return value / 2;
}

Result<int> quarter(int value) {
    LEITONG_TRY_ASSIGN(const int once, half(value));
    LEITONG_TRY(half(once));
    return once / 2;
}

TEST(Result, HandsTheFirstErrorUp) {
    EXPECT_EQ(quarter(8).value(), 2);
    EXPECT_EQ(quarter(7).error().code, Errc::invalid_argument);
    EXPECT_EQ(quarter(7).error().message, message(Msg::plain, 7));
    EXPECT_EQ(quarter(6).error().message, message(Msg::plain, 3));
}

}  // namespace
}  // namespace leitong
