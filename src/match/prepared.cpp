#include "leitong/match/prepared.hpp"

namespace leitong::match {

void prepare(std::string_view paragraph, Prepared& out) {
    out.text = paragraph;
    text::fold(paragraph, out.folded);
    text::tokenise(out.folded, out.tokens);
    sketch::shingle_set(out.tokens.values, out.shingles);
}

}  // namespace leitong::match
