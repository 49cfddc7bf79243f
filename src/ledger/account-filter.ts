/** Which accounts: of one code, and with the dimension values that are given. */
export interface AccountFilter {
  readonly code?: string;
  /** Up to four values; undefined where any value will do. */
  readonly dimensions?: readonly (string | undefined)[];
}

/** SQL for whether the account `a` matches; its five values are the parameters from `first` on. */
export const matching = (first: number): string =>
  ['code', 'dimension_1', 'dimension_2', 'dimension_3', 'dimension_4']
    .map((column, index) => `a.${column} = coalesce($${String(first + index)}, a.${column})`)
    .join(' AND ');

/** The values that {@link matching} asks for. */
export function valuesOf({ code, dimensions = [] }: AccountFilter): (string | null)[] {
  return [code, ...[0, 1, 2, 3].map((index) => dimensions[index])].map((value) => value ?? null);
}
