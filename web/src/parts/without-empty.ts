/** What a form holds, as it is sent: what was left empty is left out. */
export function withoutEmpty(values: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]: [string, unknown]) => {
      if (value === undefined || value === null || value === '') return [];
      if (typeof value !== 'object') return [[name, value]];
      const part = partOf(value);
      return isEmpty(part) ? [] : [[name, part]];
    }),
  );
}

const partOf = (value: object): object =>
  Array.isArray(value)
    ? value.map((part: unknown) =>
        typeof part === 'object' && part !== null ? partOf(part) : part,
      )
    : withoutEmpty(value);

/** Whether it is a group of fields of which none was filled in; a list without lines says something. */
const isEmpty = (part: object): boolean => !Array.isArray(part) && Object.keys(part).length === 0;
