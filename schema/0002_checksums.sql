-- 0002 checksums: for the rows that had none, and the number of its row for each block of postings.
-- row_checksum and sealed_block are the program's own (src/store/checksum.hpp).

ALTER TABLE parameters ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
UPDATE parameters SET checksum = row_checksum(name, value);

ALTER TABLE pending ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
UPDATE pending SET checksum = row_checksum(typed_id, why);

ALTER TABLE skipped ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
UPDATE skipped SET checksum = row_checksum(source, code, reason);

ALTER TABLE runs ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
UPDATE runs SET checksum = row_checksum(run_id, day, command, ended);

-- A block that was spoilt before stays as it is, and is found to be.
UPDATE postings SET block = coalesce(sealed_block(posting_id, block), block);
