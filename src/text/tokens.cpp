#include "leitong/text/tokens.hpp"

#include "leitong/base/hash.hpp"

namespace leitong::text {

void tokenise(const Folded& folded, Tokens& out) {
    out.values.clear();
    out.typed_at.clear();
    const std::u32string& symbols = folded.typed.symbols;
    const std::size_t size = symbols.size();
    for (std::size_t at = 0; at < size;) {
        std::size_t end = at + 1;
        Token token = symbols[at];
        if (folded.units[at] == Unit::word_start || folded.units[at] == Unit::word_part) {
            while (end < size && folded.units[end] == Unit::word_part) {
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
