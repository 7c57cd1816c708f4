-- 0001 initial: documents, distinct texts, signatures, postings, links, clusters, runs.
-- The data dictionary is schema/README.md. Positions are UTF-8 bytes of the document as decoded,
-- half-open. A column named checksum is XXH3-64 over the row's other columns (docs/formats/store.md).

-- What the store was made with; other values are refused.
CREATE TABLE parameters (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE roots (
    root_id  INTEGER PRIMARY KEY,
    name     TEXT NOT NULL UNIQUE,
    path     TEXT NOT NULL,               -- absolute; '-' for standard input
    options  TEXT NOT NULL,               -- name=value lines: how it was indexed, for doing it again
    checksum INTEGER NOT NULL
) STRICT;

-- What was read from disk, so that unchanged files are skipped without opening them.
CREATE TABLE files (
    file_id       INTEGER PRIMARY KEY,
    root_id       INTEGER NOT NULL REFERENCES roots (root_id),
    relative_path TEXT NOT NULL,          -- '' for a root that is a single file
    size_bytes    INTEGER NOT NULL,
    mtime_ns      INTEGER NOT NULL,
    hash_high     INTEGER NOT NULL,       -- XXH3-128 of the bytes
    hash_low      INTEGER NOT NULL,
    checksum      INTEGER NOT NULL,
    UNIQUE (root_id, relative_path)
) STRICT;

CREATE TABLE documents (
    document_id   INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given twice: postings may outlive it
    file_id       INTEGER NOT NULL REFERENCES files (file_id),
    name          TEXT NOT NULL UNIQUE,
    encoding      INTEGER NOT NULL,
    encoding_name TEXT NOT NULL,
    size_bytes    INTEGER NOT NULL,       -- of the decoded text
    replaced      INTEGER NOT NULL,
    mode          INTEGER NOT NULL,       -- paragraphs: 1 line, 2 block
    letters       INTEGER NOT NULL,
    layout        BLOB NOT NULL,          -- works and paragraphs, docs/formats/store.md
    checksum      INTEGER NOT NULL
) STRICT;
CREATE INDEX documents_by_file ON documents (file_id);

-- Each distinct paragraph once.
CREATE TABLE texts (
    text_id      INTEGER PRIMARY KEY,
    typed_id     INTEGER NOT NULL,
    letters      INTEGER NOT NULL,        -- length of the letters view
    letters_high INTEGER NOT NULL,        -- XXH3-128 of the letters view
    letters_low  INTEGER NOT NULL,
    text         TEXT NOT NULL,
    checksum     INTEGER NOT NULL
) STRICT;

-- Each distinct typed view once.
CREATE TABLE signatures (
    typed_id   INTEGER PRIMARY KEY,
    typed_high INTEGER NOT NULL,          -- XXH3-128 of the typed view
    typed_low  INTEGER NOT NULL,
    shingles   INTEGER NOT NULL,          -- distinct
    masks      INTEGER NOT NULL,          -- 1: a text of it has, or had, a masked slot
    simhash    INTEGER NOT NULL,
    minhash    BLOB NOT NULL,             -- 128 bytes
    checksum   INTEGER NOT NULL
) STRICT;

-- Sorted packed lists: posting_id is kind (7 bits), segment (8 bits), first key (48 bits).
CREATE TABLE postings (
    posting_id INTEGER PRIMARY KEY,
    block      BLOB NOT NULL              -- docs/formats/store.md; ends in its checksum
) STRICT;

CREATE TABLE segments (
    segment  INTEGER PRIMARY KEY,
    entries  INTEGER NOT NULL,
    checksum INTEGER NOT NULL
) STRICT;

-- Verified pairs of typed texts, from both sides, and the cluster each is in.
CREATE TABLE links (
    typed_id    INTEGER PRIMARY KEY,
    cluster_key INTEGER NOT NULL,         -- 0: in none
    neighbours  BLOB NOT NULL,
    checksum    INTEGER NOT NULL
) STRICT;

CREATE TABLE clusters (
    cluster_key INTEGER PRIMARY KEY,
    id          TEXT NOT NULL,            -- what people see; from content
    size        INTEGER NOT NULL,         -- paragraphs
    centre      INTEGER NOT NULL,         -- typed_id
    members     BLOB NOT NULL,            -- typed_ids
    first_seen  TEXT NOT NULL,            -- YYYY-MM-DD
    checksum    INTEGER NOT NULL
) STRICT;
CREATE INDEX clusters_by_size ON clusters (size DESC, id);
CREATE UNIQUE INDEX clusters_by_id ON clusters (id);

-- Typed texts whose pairs or clusters are not current: emptied by the run that made them, or by the
-- next one where that was interrupted. Those above the parameter refreshed_id, which came after the
-- last refresh, wait for match and cluster without a row. Bits: 1 match, 2 cluster, 4 look whether it is still there.
CREATE TABLE pending (
    typed_id INTEGER PRIMARY KEY,
    why      INTEGER NOT NULL
) STRICT;

CREATE TABLE skipped (
    source TEXT NOT NULL,
    code   INTEGER NOT NULL,
    reason TEXT NOT NULL                  -- message name and arguments, U+001F between them
) STRICT;

CREATE TABLE runs (
    run_id  INTEGER PRIMARY KEY,
    day     TEXT NOT NULL,                -- YYYY-MM-DD
    command TEXT NOT NULL,
    ended   INTEGER NOT NULL              -- 0: interrupted or still going
) STRICT;
