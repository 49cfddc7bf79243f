import { z } from 'zod';

export const amount = z.string().meta({ description: 'Yuan with two decimals; debit positive' });

export const dimensionsSchema = z.strictObject({
  pool: z.string().optional(),
  case: z.string().optional().meta({ description: 'Number of the case at the court' }),
  party: z.string().optional(),
  item: z.string().optional(),
});

/** The dimensions of an account by name, the case by its number. */
export function dimensionsOf(
  values: readonly string[],
  caseNumbers: ReadonlyMap<string, string>,
): z.infer<typeof dimensionsSchema> {
  const names = ['pool', 'case', 'party', 'item'] as const;
  const used = names.map((name, index) => {
    const value = values[index] ?? '';
    return [name, name === 'case' ? (caseNumbers.get(value) ?? value) : value] as const;
  });
  return Object.fromEntries(used.filter(([, value]) => value !== ''));
}
