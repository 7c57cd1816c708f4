#include "lexicon.hpp"

#include "leitong/text/fold.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

namespace leitong::templates {

namespace {

constexpr std::u32string_view k_places =
#include "tables/places.inc"
    ;

constexpr std::array<std::u32string_view, 13> k_place_endings = {
    U"特别行政区", U"自治区", U"自治州", U"自治县", U"自治旗", U"地区", U"省",
    U"市",         U"县",     U"区",     U"旗",     U"盟",     U"州"};

constexpr std::u32string_view k_place_signs = U"省市县区镇乡村州盟旗街岛湾港";

// Longest first; the first that fits decides.
struct Ending {
    std::u32string_view text;
    SlotKind kind{};
};
constexpr Ending k_endings[] = {{U"人民政府", SlotKind::organisation},
                                {U"委员会", SlotKind::organisation},
                                {U"指挥部", SlotKind::organisation},
                                {U"办公室", SlotKind::organisation},
                                {U"领导小组", SlotKind::organisation},
                                {U"讲话稿", SlotKind::title},
                                {U"材料", SlotKind::title},
                                {U"发言稿", SlotKind::title},
                                {U"讲话", SlotKind::title},
                                {U"条例", SlotKind::title},
                                {U"办法", SlotKind::title},
                                {U"规定", SlotKind::title},
                                {U"意见", SlotKind::title},
                                {U"通知", SlotKind::title},
                                {U"细则", SlotKind::title},
                                {U"决定", SlotKind::title},
                                {U"方案", SlotKind::title},
                                {U"范文", SlotKind::title},
                                {U"会议", SlotKind::title},
                                {U"公司", SlotKind::organisation},
                                {U"集团", SlotKind::organisation},
                                {U"银行", SlotKind::organisation},
                                {U"大学", SlotKind::organisation},
                                {U"学院", SlotKind::organisation},
                                {U"中心", SlotKind::organisation},
                                {U"协会", SlotKind::organisation},
                                {U"政府", SlotKind::organisation},
                                {U"部门", SlotKind::organisation},
                                {U"机构", SlotKind::organisation},
                                {U"法院", SlotKind::organisation},
                                {U"检察院", SlotKind::organisation},
                                {U"医院", SlotKind::organisation},
                                {U"学校", SlotKind::organisation},
                                {U"人大", SlotKind::organisation},
                                {U"大队", SlotKind::organisation},
                                {U"支队", SlotKind::organisation},
                                {U"局", SlotKind::organisation},
                                {U"厅", SlotKind::organisation},
                                {U"委", SlotKind::organisation},
                                {U"办", SlotKind::organisation}};

constexpr Ending k_following[] = {
    {U"同志", SlotKind::person},       {U"总书记", SlotKind::person},
    {U"网", SlotKind::organisation},   {U"公司", SlotKind::organisation},
    {U"集团", SlotKind::organisation}, {U"人民政府", SlotKind::place},
    {U"省", SlotKind::place},          {U"市", SlotKind::place},
    {U"县", SlotKind::place},          {U"区", SlotKind::place},
    {U"镇", SlotKind::place},          {U"乡", SlotKind::place},
    {U"村", SlotKind::place},          {U"州", SlotKind::place},
    {U"讲话", SlotKind::title},        {U"条例", SlotKind::title},
    {U"局", SlotKind::organisation},   {U"年", SlotKind::number}};

constexpr std::u32string_view k_units =
    U"个项亿万千百元家户亩吨人次名条公里米倍级岁座台辆件种类批期届处所支岗只口对双天日月年";

using Names = std::unordered_set<std::u32string>;

std::u32string folded(std::u32string_view name) {
    std::string utf8;
    for (const char32_t c : name) {  // the table is of the basic plane
        utf8 += static_cast<char>(0xE0U | c >> 12U);
        utf8 += static_cast<char>(0x80U | (c >> 6U & 0x3FU));
        utf8 += static_cast<char>(0x80U | (c & 0x3FU));
    }
    text::Folded out;
    text::fold(utf8, out);
    return out.letters.symbols;  // where numerals are letters, not slots
}

// Full names, and names without their ending where two characters stay.
const Names& place_names() {
    static const Names names = [] {
        Names made;
        for (std::size_t at = 0; at < k_places.size();) {
            const std::size_t end = k_places.find(U' ', at);
            const std::u32string_view name = k_places.substr(at, end - at);
            made.insert(folded(name));
            for (const std::u32string_view ending : k_place_endings) {
                if (name.ends_with(ending) && name.size() >= ending.size() + 2) {
                    made.insert(folded(name.substr(0, name.size() - ending.size())));
                    break;
                }
            }
            at = end + 1;
        }
        for (const std::u32string_view name : {U"内蒙古", U"广西", U"西藏", U"宁夏", U"新疆"}) {
            made.insert(folded(name));
        }
        return made;
    }();
    return names;
}

// An ending of the tables, folded as text is.
std::u32string folded_key(std::u32string_view key) {
    return folded(key);
}

struct FoldedEnding {
    std::u32string text;
    SlotKind kind{};
};

template <std::size_t N>
std::vector<FoldedEnding> folded_table(const Ending (&table)[N]) {
    std::vector<FoldedEnding> made;
    for (const Ending& ending : table) {
        made.push_back({folded_key(ending.text), ending.kind});
    }
    return made;
}

std::string lower(std::string_view word) {
    std::string text(word);
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
}

bool is_among(std::span<const std::string_view> words, std::string_view word) {
    return std::ranges::find(words, std::string_view(lower(word))) != words.end();
}

}  // namespace

bool is_place_name(std::u32string_view han) {
    constexpr std::size_t k_longest = 15;
    if (han.size() < 2 || han.size() > 2 * k_longest) {
        return false;
    }
    // A name, or a name that another follows.
    std::vector<bool> reaches(han.size() + 1, false);
    reaches[0] = true;
    for (std::size_t at = 0; at < han.size(); ++at) {
        for (std::size_t size = 2; reaches[at] && at + size <= han.size(); ++size) {
            if (size <= k_longest && place_names().contains(std::u32string(han.substr(at, size)))) {
                reaches[at + size] = true;
            }
        }
    }
    return reaches[han.size()];
}

bool is_chinese_numeral(std::u32string_view han) {
    static const std::u32string numerals = folded(U"〇零一二三四五六七八九十百千万亿两几");
    return !han.empty() && han.find_first_not_of(numerals) == std::u32string_view::npos;
}

bool is_predicate(std::u32string_view han) {
    static const std::u32string signs = folded(U"是的了着被把将为");
    return han.find_first_of(signs) != std::u32string_view::npos;
}

std::optional<SlotKind> kind_by_ending(std::u32string_view han) {
    static const std::vector<FoldedEnding> endings = folded_table(k_endings);
    static const std::u32string place_signs = folded(k_place_signs);
    for (const FoldedEnding& ending : endings) {
        if (han.size() > ending.text.size() && han.ends_with(ending.text)) {
            // 大局, 格局, 布局, 开局: no office.
            static const std::u32string no_office = folded(U"大格布开结战破");
            const bool is_word = ending.text.size() == 1 &&
                                 no_office.find(han[han.size() - 2]) != std::u32string::npos;
            const bool is_clause = ending.kind != SlotKind::title && is_predicate(han);
            return is_word || is_clause ? std::nullopt : std::optional(ending.kind);
        }
    }
    constexpr std::size_t k_longest_place = 6;
    if (han.size() >= 2 && han.size() <= k_longest_place && !is_predicate(han) &&
        place_signs.find(han.back()) != std::u32string::npos) {
        return SlotKind::place;
    }
    return std::nullopt;
}

std::optional<SlotKind> kind_by_following(std::u32string_view han) {
    static const std::vector<FoldedEnding> following = folded_table(k_following);
    // 县域, 市场, 区别, 村民: words of their own, no name before them.
    static const std::u32string no_name = folded(U"域场别民容价值级乡庄间分块位");
    for (const FoldedEnding& ending : following) {
        if (!han.starts_with(ending.text)) {
            continue;
        }
        const bool is_word = ending.kind == SlotKind::place && han.size() > ending.text.size() &&
                             no_name.find(han[ending.text.size()]) != std::u32string::npos;
        return is_word ? std::nullopt : std::optional(ending.kind);
    }
    return std::nullopt;
}

bool begins_with_unit(std::u32string_view han) {
    static const std::u32string units = folded(k_units);
    return !han.empty() && units.find(han.front()) != std::u32string::npos;
}

bool is_organisation_word(std::string_view word) {
    constexpr std::array<std::string_view, 24> k_words = {
        "inc",        "corp",        "corporation", "ltd",          "llc",       "gmbh",
        "ag",         "university",  "institute",   "foundation",   "regents",   "laboratory",
        "consortium", "association", "department",  "technologies", "committee", "council",
        "college",    "society",     "bank",        "agency",       "ministry",  "laboratories"};
    return is_among(k_words, word);
}

bool is_function_word(std::string_view word) {
    constexpr std::array<std::string_view, 14> k_words = {
        "of", "the", "and", "for", "in", "at", "by", "de", "von", "van", "&", "on", "to", "other"};
    return is_among(k_words, word);
}

bool is_month(std::string_view word) {
    constexpr std::array<std::string_view, 23> k_words = {
        "january",   "february", "march",    "april",    "may", "june", "july", "august",
        "september", "october",  "november", "december", "jan", "feb",  "mar",  "apr",
        "jun",       "jul",      "aug",      "sep",      "oct", "nov",  "dec"};
    return is_among(k_words, word);
}

}  // namespace leitong::templates
