// The commands. Each prints its results and returns the exit status; a failure as a whole is an
// Error, which run() prints.
#pragma once

#include "leitong/cli/context.hpp"

namespace leitong::cli {

[[nodiscard]] Result<ExitStatus> run_index(const Context& context);
[[nodiscard]] Result<ExitStatus> run_query(const Context& context);
[[nodiscard]] Result<ExitStatus> run_pairs(const Context& context);
[[nodiscard]] Result<ExitStatus> run_passages(const Context& context);
[[nodiscard]] Result<ExitStatus> run_clusters(const Context& context);
[[nodiscard]] Result<ExitStatus> run_templates(const Context& context);
[[nodiscard]] Result<ExitStatus> run_template_fill(const Context& context);
[[nodiscard]] Result<ExitStatus> run_stock(const Context& context);
[[nodiscard]] Result<ExitStatus> run_works(const Context& context);
[[nodiscard]] Result<ExitStatus> run_documents(const Context& context);
[[nodiscard]] Result<ExitStatus> run_explain(const Context& context);
[[nodiscard]] Result<ExitStatus> run_check(const Context& context);
[[nodiscard]] Result<ExitStatus> run_compare(const Context& context);
[[nodiscard]] Result<ExitStatus> run_status(const Context& context);
[[nodiscard]] Result<ExitStatus> run_verify(const Context& context);
[[nodiscard]] Result<ExitStatus> run_remove(const Context& context);
[[nodiscard]] Result<ExitStatus> run_export(const Context& context);
[[nodiscard]] Result<ExitStatus> run_report(const Context& context);
[[nodiscard]] Result<ExitStatus> run_nightly(const Context& context);

}  // namespace leitong::cli
