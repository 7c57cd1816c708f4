#include "leitong/text/tokens.hpp"

#include "leitong/base/hash.hpp"

namespace leitong::text {

void tokenise(const Folded& folded, Tokens& out) {
    tokenise(folded.typed.symbols, folded.units, out);
}

void tokenise(std::u32string_view symbols, std::span<const Unit> units, Tokens& out) {
    out.values.clear();
    out.typed_at.clear();
    const std::size_t size = symbols.size();
    for (std::size_t at = 0; at < size;) {
        std::size_t end = at + 1;
        Token token = symbols[at];
        if (units[at] == Unit::word_start || units[at] == Unit::word_part) {
            while (end < size && units[end] == Unit::word_part) {
                ++end;
            }
            token = base::hash64(&symbols[at], (end - at) * sizeof(char32_t)) | k_word_token_bit;
        }
        out.values.push_back(token);
        out.typed_at.push_back(static_cast<std::uint32_t>(at));
        at = end;
    }
}

}  // namespace leitong::text
