// Numbers that name rows of a store. They are given once, in order of arrival, and mean nothing
// outside their store: nothing that leitong prints depends on them.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace leitong {

template <typename Tag>
struct Id {
    std::uint64_t value = 0;  // 0: none

    [[nodiscard]] explicit constexpr operator bool() const noexcept { return value != 0; }
    friend constexpr auto operator<=>(const Id&, const Id&) = default;
};

using RootId = Id<struct RootTag>;
using FileId = Id<struct FileTag>;
using DocumentId = Id<struct DocumentTag>;
using TextId = Id<struct TextTag>;    // a distinct paragraph text, byte for byte
using TypedId = Id<struct TypedTag>;  // a distinct typed view: what is sketched and clustered
using ClusterKey = Id<struct ClusterTag>;

}  // namespace leitong

template <typename Tag>
struct std::hash<leitong::Id<Tag>> {
    std::size_t operator()(const leitong::Id<Tag>& id) const noexcept {
        return static_cast<std::size_t>(id.value * 0x9e3779b97f4a7c15ULL);
    }
};
