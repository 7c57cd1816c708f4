-- 0004 grams: which typed texts have a gram, so that a query finds what shares little with it.
-- Segments list texts that are there (gone 0), or take away what others list (gone 1).

CREATE TABLE gram_segments (
    segment  INTEGER PRIMARY KEY,
    gone     INTEGER NOT NULL,
    texts    INTEGER NOT NULL,
    entries  INTEGER NOT NULL,            -- pairs of gram and text
    checksum INTEGER NOT NULL
) STRICT;

CREATE TABLE gram_sizes (
    segment  INTEGER PRIMARY KEY,
    sizes    BLOB NOT NULL,               -- its typed_ids and how many grams each has
    checksum INTEGER NOT NULL
) STRICT;

CREATE TABLE grams (
    gram_id INTEGER PRIMARY KEY,          -- segment · 2^22 + first gram of the block
    block   BLOB NOT NULL                 -- docs/formats/store.md; ends in its checksum
) STRICT;

-- Texts that are there already are put into the index by the next run.
INSERT INTO parameters
    SELECT 'grams_missing_id', '1', row_checksum('grams_missing_id', '1')
    WHERE EXISTS (SELECT 1 FROM signatures);
