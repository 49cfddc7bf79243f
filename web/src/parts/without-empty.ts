/** What a form holds, as it is sent: what was left empty is left out. */
export function withoutEmpty(values: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]: [string, unknown]) => {
      if (value === undefined || value === null || value === '') return [];
      return [[name, typeof value === 'object' ? partOf(value) : value]];
    }),
  );
}

const partOf = (value: object): unknown =>
  Array.isArray(value)
    ? value.map((part: unknown) =>
        typeof part === 'object' && part !== null ? partOf(part) : part,
      )
    : withoutEmpty(value);
