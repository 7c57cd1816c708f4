// The engine's reports, as text and as JSON Lines.
#pragma once

#include "leitong/cli/invocation.hpp"
#include "leitong/engine/indexing.hpp"
#include "leitong/engine/reading.hpp"
#include "leitong/report/display.hpp"

#include <string>

namespace leitong::cli {

void append_jsonl(std::string& out, const engine::IndexReport& report, engine::DryRun dry_run,
                  Language language);
void append_text(std::string& out, const engine::IndexReport& report, engine::DryRun dry_run,
                 const report::Display& display);
// One skipped input as a line of a person: "skipped PATH: reason".
[[nodiscard]] std::string skipped_line(const engine::SkippedInput& skipped, Language language);

void append_jsonl(std::string& out, const engine::Explanation& explanation, Language language);
void append_text(std::string& out, const engine::Explanation& explanation,
                 const report::Display& display);

void append_jsonl(std::string& out, const engine::Status& status, Language language);
void append_text(std::string& out, const engine::Status& status, const report::Display& display);

void append_jsonl(std::string& out, const engine::VerifyReport& report, Language language);
void append_text(std::string& out, const engine::VerifyReport& report,
                 const report::Display& display);

void append_jsonl(std::string& out, const engine::RemoveReport& report);
void append_text(std::string& out, const engine::RemoveReport& report,
                 const report::Display& display);

}  // namespace leitong::cli
