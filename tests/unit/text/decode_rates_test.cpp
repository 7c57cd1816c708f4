// How often a short piece of Chinese is read in the encoding it was written in. Prints the table.
#include "leitong/text/decode.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "encode.hpp"

namespace leitong::text {
namespace {

// Written for this test, in genres that have little in common with laws and speeches.
constexpr std::array<std::string_view, 3> k_simplified = {
    "外婆家的院子里有一棵老枣树，每年秋天，我们几个孩子就拿着竹竿去打枣。枣子噼里啪啦落了一地，"
    "弟弟蹲在地上捡，一边捡一边往嘴里塞，衣兜鼓得像两只小口袋。外婆站在屋檐下笑，说慢点吃，"
    "别把核也吞下去。后来村里修路，枣树被移走了，可是那股甜味一直留在我的记忆里。"
    "昨晚的雨下到半夜才停，清晨的街道湿漉漉的，早点铺的蒸汽从巷口飘出来。卖豆浆的大姐认得我，"
    "不用开口就递过来一碗，撒上葱花和虾皮。她问我最近怎么瘦了，我说加班太多，她叹了口气。",
    "这款手机的屏幕比上一代亮了不少，续航却没有明显改善。重度使用的话，下午四点左右就要找充电器。"
    "相机在夜景模式下噪点控制得很好，但是拍摄移动的物体容易糊。如果你只是刷视频、聊天，"
    "买去年的型号更划算。安装软件之前请先备份数据，关闭杀毒程序，然后双击安装包，按提示完成即可。"
    "若出现错误代码，请把日志文件发到客服邮箱，我们会在两个工作日内回复。编译失败多半是因为缺少头文"
    "件，"
    "检查一下环境变量有没有写错，再把缓存清空重新运行一遍。",
    "把五花肉切成麻将大小的方块，冷水下锅焯去血沫，捞出沥干。锅里放少许油和冰糖，小火炒到枣红色，"
    "倒入肉块翻炒上色，加料酒、生抽、老抽、八角和姜片，添热水没过肉面，转小火炖一个半小时。"
    "收汁的时候要不停翻动，免得糊底。医生说他的膝盖没有大碍，只是韧带轻微拉伤，休息两周便可以慢慢恢"
    "复训练。"
    "教练安慰他不要着急，赛季还长。主场球迷举着围巾唱歌，最后一分钟的进球让整座体育场沸腾起来。"
    "科学家在深海热泉附近发现了一种透明的虾，它们靠体内的细菌获得能量，几乎不需要阳光。",
};
constexpr std::array<std::string_view, 3> k_traditional = {
    "巷口那間老書店終於要關門了，老闆說租金漲得太兇，兒女又不肯接手。我在角落找到一本泛黃的詩集，"
    "扉頁上有人用鋼筆寫著：送給遠行的你。問他多少錢，他擺擺手說，拿去吧，總算有人還願意讀詩。"
    "走出門時雨剛停，騎樓下的貓伸了個懶腰，跳上機車座墊睡著了。",
    "颱風過後，海邊的漁村停電三天，居民點起蠟燭圍在廟口聊天。阿伯說他小時候也遇過這麼大的風，"
    "屋頂整片被掀走，全家躲在床底下發抖。如今房子蓋得牢固，孩子們卻都搬到城裡去了。"
    "手機沒有訊號，反倒讓大家把話說完。遠處傳來發電機的聲音，有人開始唱起老歌。",
    "這套軟體的介面設計得相當直覺，初次使用者只要跟著畫面指示操作，便能在十分鐘內完成設定。"
    "不過匯出檔案時偶爾會當機，建議先儲存再執行。捷運站旁新開的咖啡館賣手沖單品，老闆娘會詳細解釋產"
    "區與烘焙程度，"
    "價格雖然偏高，香氣卻讓人難忘。週末若想去，最好提前訂位，否則常常要排隊一個小時。",
};

constexpr std::array<std::size_t, 4> k_lengths = {8, 16, 64, 256};

std::vector<std::string> characters_of(std::string_view utf8) {
    std::vector<std::string> characters;
    for (const char c : utf8) {
        if ((static_cast<unsigned char>(c) & 0xC0) == 0x80 && !characters.empty()) {
            characters.back() += c;
        } else {
            characters.emplace_back(1, c);
        }
    }
    std::erase_if(characters, [](const std::string& c) {
        return c == "\n" || c == "\r" || c == "\xEF\xBB\xBF";
    });
    return characters;
}

struct Rate {
    std::size_t right = 0;
    std::size_t pieces = 0;
    [[nodiscard]] double value() const {
        return static_cast<double>(right) / static_cast<double>(pieces);
    }
};

// By length and encoding.
using Rates = std::map<std::pair<std::size_t, std::string>, Rate>;

constexpr std::array k_encodings = {"GB18030", "CP950", "UTF-16LE", "UTF-16BE", "UTF-8"};

// Pieces begin every `step` characters. One that is not Chinese for half of its length, or has a
// character that the encoding lacks, is left out.
void measure(std::string_view text, std::size_t step, std::size_t most_pieces, Rates& rates) {
    const std::vector<std::string> characters = characters_of(text);
    for (const std::size_t length : k_lengths) {
        const std::size_t stride = std::max(step, step == 1 ? 1 : length);
        for (std::size_t begin = 0, taken = 0;
             begin + length <= characters.size() && taken < most_pieces; begin += stride, ++taken) {
            std::string piece;
            std::size_t han = 0;
            for (std::size_t i = begin; i < begin + length; ++i) {
                piece += characters[i];
                const auto first = static_cast<unsigned char>(characters[i][0]);
                han += first >= 0xE4 && first <= 0xE9 ? 1U : 0U;
            }
            if (han * 2 < length) {
                continue;
            }
            for (const char* encoding : k_encodings) {
                if (const auto bytes = test::encode(piece, encoding)) {
                    const auto decoded = decode(*bytes);
                    Rate& rate = rates[{length, encoding}];
                    ++rate.pieces;
                    rate.right += decoded && decoded->utf8 == piece ? 1U : 0U;
                }
            }
        }
    }
}

// Ends a test: prints, and compares with what must hold.
void expect_rates(const char* name, const Rates& rates) {
    ASSERT_FALSE(rates.empty());
    for (const auto& [key, rate] : rates) {
        const auto& [length, encoding] = key;
        std::printf("%-12s %4zu characters  %-8s  %7zu pieces  %.5f\n", name, length,
                    encoding.c_str(), rate.pieces, rate.value());
        EXPECT_GE(rate.value(), length < 16 ? 0.995 : 1.0)
            << name << ' ' << length << ' ' << encoding;
    }
}

TEST(DecodeRates, OfProseWrittenHere) {
    Rates simplified;
    for (const std::string_view text : k_simplified) {
        measure(text, 1, 10'000, simplified);
    }
    expect_rates("simplified", simplified);
    Rates traditional;
    for (const std::string_view text : k_traditional) {
        measure(text, 1, 10'000, traditional);
    }
    expect_rates("traditional", traditional);
}

class DecodeRatesOfCorpus : public ::testing::TestWithParam<std::pair<const char*, std::size_t>> {};

TEST_P(DecodeRatesOfCorpus, IsAsStated) {
    const auto [folder, every] = GetParam();
    const std::filesystem::path path =
        std::filesystem::path(LEITONG_SOURCE_DIR) / ".." / "shared" / "corpora" / folder;
    if (!std::filesystem::is_directory(path)) {
        GTEST_SKIP() << "the open set " << folder << " is not here";
    }
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
        files.push_back(entry.path());
    }
    std::ranges::sort(files);
    Rates rates;
    for (std::size_t i = 0; i < files.size(); i += every) {
        std::ifstream file(files[i], std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        measure(text, 8, 100, rates);
    }
    expect_rates(folder, rates);
}

INSTANTIATE_TEST_SUITE_P(OpenSets, DecodeRatesOfCorpus,
                         ::testing::Values(std::pair{"seeds", std::size_t{1}},
                                           std::pair{"tw-law/docs", std::size_t{25}},
                                           std::pair{"zh-cn-laws/docs", std::size_t{150}}));

}  // namespace
}  // namespace leitong::text
