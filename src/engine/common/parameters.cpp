#include "parameters.hpp"

#include "leitong/sketch/anchors.hpp"
#include "leitong/sketch/grams.hpp"
#include "leitong/sketch/minhash.hpp"
#include "leitong/sketch/simhash.hpp"
#include "leitong/text/fold.hpp"
#include "leitong/text/layout.hpp"

#include <string>

namespace leitong::engine {

const store::ParameterList& parameters() {
    static const store::ParameterList list = {
        {"fold_version", std::to_string(text::k_fold_version)},
        {"layout_version", std::to_string(text::k_layout_version)},
        {"shingle_version", std::to_string(sketch::k_shingle_version)},
        {"minhash_version", std::to_string(sketch::k_minhash_version)},
        {"minhash_seed", std::to_string(sketch::k_minhash_seed)},
        {"permutations", std::to_string(sketch::k_permutations)},
        {"bands", std::to_string(sketch::k_bands)},
        {"rows", std::to_string(sketch::k_rows)},
        {"anchor_version", std::to_string(sketch::k_anchor_version)},
        {"gram_version", std::to_string(sketch::k_gram_version)},
        {"simhash_version", std::to_string(sketch::k_simhash_version)}};
    return list;
}

}  // namespace leitong::engine
