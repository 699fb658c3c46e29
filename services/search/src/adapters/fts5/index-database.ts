import { DatabaseSync } from 'node:sqlite'

/** Another number makes every index of before missing, so that it is made anew. */
const SCHEMA_VERSION = 1
const CACHE_KIB = 32_768

const schema = `
CREATE TABLE documents (
  event_id INTEGER PRIMARY KEY, version INTEGER NOT NULL, name TEXT, venue_name TEXT, city TEXT,
  country TEXT, category TEXT, status TEXT, date_ms INTEGER, end_ms INTEGER, month TEXT,
  currency TEXT, min_price_minor INTEGER, max_price_minor INTEGER, available_seats INTEGER,
  latitude REAL, longitude REAL
);
-- Apart, so that opening an index reads past no bodies.
CREATE TABLE bodies (event_id INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE words (word TEXT PRIMARY KEY) WITHOUT ROWID;
-- Texts come folded and cut into tokens; "ascii" takes every other character for a letter.
CREATE VIRTUAL TABLE texts USING fts5(
  name, venue, place, description,
  content='', contentless_delete=1, tokenize='ascii', prefix='1 2 3'
);
CREATE VIRTUAL TABLE text_words USING fts5vocab(texts, row);
PRAGMA user_version = ${SCHEMA_VERSION};
`

/** A new, empty index at `path`. It need not survive a crash: an unfinished one is thrown away. */
export function createIndexDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path)
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;
    PRAGMA cache_size = -${CACHE_KIB}; BEGIN; ${schema} COMMIT`)
  return database
}

/**
 * The index at `path`, with every commit durable. Undefined when it is of another schema; throws
 * what SQLite throws when it is damaged.
 */
export function openIndexDatabase(path: string): DatabaseSync | undefined {
  const database = new DatabaseSync(path)
  try {
    const row = database.prepare('PRAGMA user_version').get()
    if (row?.['user_version'] !== SCHEMA_VERSION) {
      database.close()
      return undefined
    }
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
      PRAGMA cache_size = -${CACHE_KIB}`)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** Primary result codes: https://www.sqlite.org/rescode.html */
const damaged = new Set([11 /* SQLITE_CORRUPT */, 26 /* SQLITE_NOTADB */])

/** True when SQLite says that what it read cannot be. */
export function isDamage(error: unknown): boolean {
  const code = (error as { errcode?: number }).errcode ?? 0
  return damaged.has(code & 0xff)
}
