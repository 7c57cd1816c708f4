#include "template_cache.hpp"

#include "leitong/store/side_file.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace leitong::engine {

namespace {

using store::Blob;
using store::BlobReader;
using templates::TextTemplate;

constexpr std::string_view k_name = "templates";
constexpr std::string_view k_magic = "leitong templates\n";

// --- one template

void put_text(Blob& out, std::string_view text) {
    store::put_varint(out, text.size());
    out.insert(out.end(), text.begin(), text.end());
}

void put_range(Blob& out, const ByteRange& range) {
    store::put_varint(out, range.begin);
    store::put_varint(out, range.size());
}

void put_number(Blob& out, double number) {
    store::put_varint(out, std::bit_cast<std::uint64_t>(number));
}

Blob encode(const std::optional<TextTemplate>& made) {
    Blob out;
    if (!made) {
        return out;
    }
    store::put_varint(out, made->slots.size());
    for (const SlotKind kind : made->slots) {
        out.push_back(static_cast<std::uint8_t>(kind));
    }
    for (const std::string& fixed : made->fixed) {
        put_text(out, fixed);
    }
    put_number(out, made->static_share);
    for (const templates::Fitting& member : made->members) {
        for (const ByteRange& slot : member.slots) {
            put_range(out, slot);
        }
        store::put_varint(out, member.patches.size());
        for (const templates::Patch& patch : member.patches) {
            store::put_varint(out, patch.fixed);
            put_range(out, patch.range);
            put_text(out, patch.text);
        }
        put_number(out, member.explained);
        put_number(out, member.edited);
    }
    return out;
}

std::string get_text(BlobReader& in) {
    const store::BlobView bytes = in.bytes(in.varint());
    return {bytes.begin(), bytes.end()};
}

// A range of something of `size` bytes.
ByteRange get_range(BlobReader& in, std::uint64_t size) {
    const std::uint64_t begin = in.varint();
    const std::uint64_t length = in.varint();
    if (begin > size || length > size - begin) {
        in.refuse();
        return {};
    }
    return {begin, begin + length};
}

double get_number(BlobReader& in) {
    return std::bit_cast<double>(in.varint());
}

templates::Fitting decode_member(BlobReader& in, std::string_view text, const TextTemplate& made) {
    templates::Fitting member;
    for (std::size_t slot = 0; in.ok() && slot < made.slots.size(); ++slot) {
        member.slots.push_back(get_range(in, text.size()));
    }
    for (std::uint64_t patches = in.varint(); in.ok() && patches > 0; --patches) {
        templates::Patch patch;
        patch.fixed = static_cast<std::uint32_t>(in.varint());
        if (patch.fixed >= made.fixed.size()) {
            in.refuse();
            break;
        }
        patch.range = get_range(in, made.fixed[patch.fixed].size());
        patch.text = get_text(in);
        member.patches.push_back(std::move(patch));
    }
    member.explained = get_number(in);
    member.edited = get_number(in);
    return member;
}

// False if the bytes are no template of the passages; an empty blob says that they have none.
bool decode(store::BlobView blob, std::span<const templates::Passage> passages,
            std::optional<TextTemplate>& out) {
    out.reset();
    if (blob.empty()) {
        return true;
    }
    BlobReader in(blob);
    TextTemplate made;
    for (std::uint64_t slots = in.varint(); in.ok() && slots > 0; --slots) {
        const std::uint8_t kind = in.byte();
        if (kind > static_cast<std::uint8_t>(SlotKind::choice)) {
            return false;
        }
        made.slots.push_back(static_cast<SlotKind>(kind));
    }
    for (std::size_t i = 0; in.ok() && i <= made.slots.size(); ++i) {
        made.fixed.push_back(get_text(in));
    }
    made.static_share = get_number(in);
    for (std::size_t i = 0; in.ok() && i < passages.size(); ++i) {
        made.members.push_back(decode_member(in, passages[i].text, made));
    }
    if (!in.ok() || !in.at_end()) {
        return false;
    }
    out = std::move(made);
    return true;
}

base::Hash128 key_of(std::span<const templates::Passage> passages) {
    Blob content;
    for (const templates::Passage& passage : passages) {
        store::put_varint(content, passage.works);
        put_text(content, passage.text);
    }
    return base::hash128(content.data(), content.size());
}

std::uint64_t get_64(BlobReader& in) {
    std::uint64_t value = 0;
    for (const std::uint8_t byte : in.bytes(8)) {
        value = value << 8U | byte;
    }
    return value;
}

void put_64(Blob& out, std::uint64_t value) {
    for (unsigned shift = 64; shift > 0; shift -= 8) {
        out.push_back(static_cast<std::uint8_t>(value >> (shift - 8)));
    }
}

}  // namespace

TemplateCache TemplateCache::load(const std::string& store_path) {
    TemplateCache cache;
    if (auto bytes = store::read_side_file(store_path, k_name)) {
        cache.m_bytes = std::make_unique<const std::string>(std::move(*bytes));
        if (!cache.read()) {
            return {};
        }
    }
    return cache;
}

bool TemplateCache::read() {
    const auto* first = reinterpret_cast<const std::uint8_t*>(m_bytes->data());
    BlobReader in(store::BlobView(first, m_bytes->size()));
    const store::BlobView magic = in.bytes(k_magic.size());
    if (!std::ranges::equal(
            magic, k_magic,
            [](std::uint8_t a, char b) { return a == static_cast<std::uint8_t>(b); }) ||
        in.varint() != k_recipe) {
        return false;
    }
    for (std::uint64_t templates = in.varint(); in.ok() && templates > 0; --templates) {
        const std::uint64_t high = get_64(in);
        const std::uint64_t low = get_64(in);
        m_kept.emplace_hint(m_kept.end(), base::Hash128{high, low}, Kept{in.bytes(in.varint())});
    }
    std::uint64_t key = 0;
    for (std::uint64_t pairs = in.varint(); in.ok() && pairs > 0; --pairs) {
        key += in.varint();
        m_pairs.push_back({key, static_cast<std::uint32_t>(in.varint())});
    }
    return in.ok() && in.at_end();
}

std::optional<TextTemplate> TemplateCache::induce(std::span<const templates::Passage> passages) {
    const base::Hash128 key = key_of(passages);
    std::optional<TextTemplate> made;
    {
        const std::scoped_lock lock(*m_mutex);
        const auto known = m_kept.find(key);
        if (known != m_kept.end()) {
            known->second.is_used = true;
            // The blob stays where it is, so it can be read without the lock.
        }
    }
    const auto known = std::as_const(m_kept).find(key);
    if (known != m_kept.end() && decode(known->second.blob, passages, made)) {
        return made;
    }
    made = templates::induce(passages);
    Blob blob = encode(made);
    const std::scoped_lock lock(*m_mutex);
    m_made.insert_or_assign(key, std::move(blob));
    return made;
}

void TemplateCache::put_pairs(std::vector<KnownPair> pairs) {
    const auto is_new = [&](const KnownPair& pair) {
        const auto at = std::ranges::lower_bound(m_pairs, pair.key, {}, &KnownPair::key);
        return at == m_pairs.end() || at->key != pair.key;
    };
    m_new_pairs = static_cast<std::size_t>(std::ranges::count_if(pairs, is_new));
    m_pairs = std::move(pairs);
}

void TemplateCache::save(const std::string& store_path, bool is_complete, std::size_t least) const {
    if (m_made.size() >= least || m_new_pairs >= 100 * least) {
        (void)store::write_side_file(store_path, k_name, written(is_complete));
    }
}

std::string TemplateCache::written(bool is_complete) const {
    std::map<base::Hash128, store::BlobView> all;
    for (const auto& [key, kept] : m_kept) {
        if (kept.is_used || !is_complete) {
            all.emplace_hint(all.end(), key, kept.blob);
        }
    }
    for (const auto& [key, made] : m_made) {
        all.insert_or_assign(key, store::BlobView(made));
    }
    Blob out(k_magic.begin(), k_magic.end());
    store::put_varint(out, k_recipe);
    store::put_varint(out, all.size());
    for (const auto& [key, blob] : all) {
        put_64(out, key.high);
        put_64(out, key.low);
        store::put_varint(out, blob.size());
        out.insert(out.end(), blob.begin(), blob.end());
    }
    store::put_varint(out, m_pairs.size());
    std::uint64_t before = 0;
    for (const KnownPair& pair : m_pairs) {
        store::put_varint(out, pair.key - before);
        store::put_varint(out, pair.shared);
        before = pair.key;
    }
    return {out.begin(), out.end()};
}

}  // namespace leitong::engine
