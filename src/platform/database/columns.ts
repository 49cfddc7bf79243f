import { Column, type ColumnOptions, ForeignKey, PrimaryColumn } from 'typeorm';

const bigintText = {
  to: (value: bigint | null | undefined): string | null | undefined =>
    value?.toString() ?? (value as null | undefined),
  from: (value: string | null): bigint | null => (value === null ? null : BigInt(value)),
};

/** An amount in fen: `bigint` in the database and in the code, never a JavaScript number. */
export function FenColumn(
  options: Pick<ColumnOptions, 'nullable' | 'default'> = {},
): PropertyDecorator {
  return Column({ type: 'bigint', transformer: bigintText, ...options });
}

/** The id of a row of the ledger kernel (book, hold, request, journal). */
export function KernelIdColumn(options: Pick<ColumnOptions, 'nullable'> = {}): PropertyDecorator {
  return Column({ type: 'bigint', transformer: bigintText, ...options });
}

/** A day in Asia/Shanghai, `YYYY-MM-DD`, read and written as text. */
export function BusinessDateColumn(
  options: Pick<ColumnOptions, 'nullable'> = {},
): PropertyDecorator {
  return Column({ type: 'date', ...options });
}

/** The row's own id, a UUID of version 7, given by the code. */
export function IdColumn(): PropertyDecorator {
  return PrimaryColumn('uuid');
}

/** A reference to a row of another table, with its foreign key. */
export function ReferenceColumn(
  target: () => new () => object,
  options: Pick<ColumnOptions, 'nullable'> = {},
): PropertyDecorator {
  return (prototype, property) => {
    Column({ type: 'uuid', ...options })(prototype, property);
    ForeignKey(target)(prototype, property);
  };
}

/** The expression of a CHECK: the column holds one of the values. */
export function oneOf(column: string, values: readonly string[]): string {
  return `${column} IN (${values.map((value) => `'${value}'`).join(', ')})`;
}
