-- 0003 runs: what each run changed, so that today can be compared with the state after any run.
-- A row is how something was before its run first changed it; the earliest row after a run is how
-- it was when that run ended. What no row names is as it was.

CREATE TABLE run_clusters (
    run_id   INTEGER NOT NULL REFERENCES runs (run_id),
    id       TEXT NOT NULL,               -- of the cluster, as people see it
    size     INTEGER NOT NULL,            -- paragraphs; 0: there was none of this id
    members  BLOB NOT NULL,               -- content of its typed texts: docs/formats/store.md
    checksum INTEGER NOT NULL,
    PRIMARY KEY (run_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_documents (
    run_id   INTEGER NOT NULL REFERENCES runs (run_id),
    name     TEXT NOT NULL,
    content  INTEGER NOT NULL,            -- hash of its paragraphs; 0: there was none of this name
    typed    BLOB NOT NULL,               -- content of its typed texts
    checksum INTEGER NOT NULL,
    PRIMARY KEY (run_id, name)
) STRICT, WITHOUT ROWID;
