import type { Tables } from './tables.ts'

/** Opens the store kept in `directory`, made if absent. Fails with conflict / data_dir_in_use when another process has it. */
export declare function openSqliteTables(options: { directory: string }): Promise<Tables>
