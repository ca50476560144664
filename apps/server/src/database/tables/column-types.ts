import type { ColumnType } from 'kysely';

/** Set by the database when it is left out. */
export type Now = ColumnType<Date, Date | undefined, Date>;
export type Nullable<T> = ColumnType<T | null, T | null | undefined, T | null>;
