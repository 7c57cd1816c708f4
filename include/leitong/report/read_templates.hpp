// Templates back from the JSON that `templates --json` writes.
//
// Takes one record, pretty-printed or not, or a listing of them (JSON Lines); records of other
// types are passed over. Trusts nothing: every range is checked before anybody uses it.
//
// Threads: stateless. Cost: linear.
#pragma once

#include "leitong/base/result.hpp"
#include "leitong/model/records.hpp"

#include <string_view>
#include <vector>

namespace leitong::report {

struct TemplateSet {
    std::vector<TemplateRecord> templates;
    std::vector<BlockTemplateRecord> blocks;  // without by_member
};

// Fails with Errc::bad_record: no JSON, or a template that lacks what it needs.
[[nodiscard]] Result<TemplateSet> read_templates(std::string_view json);

}  // namespace leitong::report
