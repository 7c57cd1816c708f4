// Any bytes as what was kept of a family of passages: they are refused, and the template is made
// anew, or they are a template whose ranges lie within the passages.
#include "leitong/base/assert.hpp"
#include "leitong/store/side_file.hpp"

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "engine/templates/template_cache.hpp"

namespace {

using namespace leitong;
using engine::TemplateCache;

constexpr std::size_t k_head = 18 + 1 + 1 + 16;  // magic, recipe, number of families, key

const std::vector<std::string> k_texts = {
    "到2020年，武安市全面建成小康社会，新增就业5万人，各项任务确保完成。",
    "到2021年，寿光市全面建成小康社会，新增就业7万人，各项任务务必完成。",
    "到2022年，曲阜市全面建成小康社会，新增就业**万人，各项任务确保完成。"};

class Family {
public:
    Family() {
        for (const std::string& text : k_texts) {
            m_passages.push_back({text, 1});
        }
        std::string folder = (std::filesystem::temp_directory_path() / "leitong-XXXXXX").string();
        LEITONG_ASSERT(mkdtemp(folder.data()) != nullptr, "there is room for a folder");
        m_folder = folder;
        std::ofstream(store()) << "a store";
        TemplateCache cache;
        (void)cache.induce(m_passages);
        cache.save(store(), true, 0);
        m_head = store::read_side_file(store(), "templates").value().substr(0, k_head);
    }
    ~Family() {
        std::error_code error;
        std::filesystem::remove_all(m_folder, error);
    }
    Family(const Family&) = delete;
    Family& operator=(const Family&) = delete;

    // The template of the passages, `blob` being what was kept.
    std::optional<templates::TextTemplate> with(std::string_view blob) const {
        store::Blob size;
        store::put_varint(size, blob.size());
        std::string bytes = m_head;
        bytes.append(size.begin(), size.end());
        bytes.append(blob);
        bytes += '\0';  // pairs
        LEITONG_ASSERT(store::write_side_file(store(), "templates", bytes), "there is room");
        TemplateCache cache = TemplateCache::load(store());
        return cache.induce(m_passages);
    }

private:
    [[nodiscard]] std::string store() const { return m_folder / "a.db"; }

    std::filesystem::path m_folder;
    std::vector<templates::Passage> m_passages;
    std::string m_head;
};

void check(const templates::TextTemplate& made) {
    LEITONG_ASSERT(made.fixed.size() == made.slots.size() + 1, "slots lie between fixed texts");
    LEITONG_ASSERT(made.members.size() == k_texts.size(), "each passage is a member");
    for (std::size_t i = 0; i < made.members.size(); ++i) {
        const templates::Fitting& member = made.members[i];
        LEITONG_ASSERT(member.slots.size() == made.slots.size(), "each fills every slot");
        for (const ByteRange& slot : member.slots) {
            LEITONG_ASSERT(slot.begin <= slot.end && slot.end <= k_texts[i].size(), "within it");
        }
        for (const templates::Patch& patch : member.patches) {
            LEITONG_ASSERT(patch.fixed < made.fixed.size() &&
                               patch.range.begin <= patch.range.end &&
                               patch.range.end <= made.fixed[patch.fixed].size(),
                           "a patch is of a fixed text");
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Family family;
    const auto made = family.with({reinterpret_cast<const char*>(data), size});
    if (made) {
        check(*made);
    }
    return 0;
}
