#include "leitong/report/html.hpp"

#include "leitong/report/utf8.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <type_traits>
#include <vector>

namespace leitong::report {
namespace {

// Nothing that is made at run time can be written as markup: these would not compile.
static_assert(!std::is_convertible_v<std::string, Markup>);
static_assert(!std::is_convertible_v<std::string_view, Markup>);
static_assert(!std::is_convertible_v<const char*, Markup>);
static_assert(!std::is_constructible_v<Markup, std::string>);

std::string escaped(std::string_view text) {
    return Html().text(text).str();
}

// What a browser's parser makes of the output of text(): tags fall away, references are resolved.
std::string dom_text(std::string_view html) {
    std::string text;
    for (std::size_t at = 0; at < html.size();) {
        if (html[at] == '<') {
            at = html.find('>', at) + 1;
        } else if (html[at] == '&') {
            const std::size_t end = html.find(';', at);
            const std::string name(html.substr(at + 1, end - at - 1));
            if (name.starts_with("#x")) {
                append_utf8(text, static_cast<char32_t>(std::stoul(name.substr(2), nullptr, 16)));
            } else if (name.starts_with("#")) {
                append_utf8(text, static_cast<char32_t>(std::stoul(name.substr(1))));
            } else {
                text += name == "amp" ? '&' : name == "lt" ? '<' : name == "gt" ? '>' : '"';
            }
            at = end + 1;
        } else {
            text += html[at++];
        }
    }
    return text;
}

TEST(Html, EscapesWhatIsMarkup) {
    EXPECT_EQ(escaped("<b a=\"1\" c='2'>&amp;"),
              "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;");
}

TEST(Html, KeepsEveryCharacterAndLetsNoneAct) {
    std::mt19937 random(7);
    const std::vector<std::string> pieces = {
        "<",      ">",       "&",      "\"",   "'",         "`",      "=",      "/",
        "script", "\x1b[2J", "\x07",   "\x7f", "\u0085",    "\u009b", "\u202e", "\u2066",
        "\u200b", "\ufeff",  "\u2028", "汉",   "ü",         "😀",      "\n",     "\t",
        " ",      "&#60;",   "--",     "]]>",  "\U000E0041"};
    for (int round = 0; round < 500; ++round) {
        std::string text;
        for (int i = 0; i < 12; ++i) {
            text += pieces[random() % pieces.size()];
        }
        const std::string html = escaped(text);
        EXPECT_EQ(dom_text(html), text);
        for (const char c : html) {
            EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t');
            EXPECT_NE(c, '\x7f');
        }
        // The only tags are those that show a character's number.
        for (std::size_t at = html.find('<'); at != std::string::npos;
             at = html.find('<', at + 1)) {
            const std::string_view rest = std::string_view(html).substr(at);
            EXPECT_TRUE(rest.starts_with("<span class=\"u\" data-u=\"") ||
                        rest.starts_with("</span>"));
        }
        for (const std::string_view bidi : {"\u202e", "\u2066", "\ufeff"}) {
            EXPECT_EQ(html.find(bidi), std::string::npos);
        }
    }
}

TEST(Html, NamesMayBeBrokenAfterWhatSeparatesTheirParts) {
    const auto shown = [](std::string_view name) { return Html().name(name).str(); };
    EXPECT_EQ(shown("speeches/2022_spring-plan.v2.txt"),
              "speeches/<wbr>2022_<wbr>spring-<wbr>plan.<wbr>v2.<wbr>txt");
    EXPECT_EQ(shown("a__/b"), "a__/<wbr>b");
    EXPECT_EQ(shown("/etc/"), "/<wbr>etc/");
    EXPECT_EQ(shown("a.<b>"), "a.<wbr>&lt;b&gt;");
    EXPECT_EQ(shown("讲话"), "讲话");
    EXPECT_EQ(shown(""), "");
}

TEST(Html, WhatIsNoUtf8BecomesTheReplacement) {
    EXPECT_EQ(escaped("a\xff\xc3"), "a\uFFFD\uFFFD");
    EXPECT_EQ(escaped(std::string_view("a\0b", 3)), "a\uFFFDb");
}

TEST(Html, PlainTextHoldsNoElement) {
    EXPECT_EQ(Html().plain("a<\u202e\"\x1b").str(), "a&lt;\\u202e&quot;\\x1b");
}

}  // namespace
}  // namespace leitong::report
