import { z } from 'zod';
import { AGES, forEachAge } from '../calendar';
import { nameInPath } from '../platform/http/parameters';
import { dimensionsSchema } from './shapes';

const yuan = z.string().meta({ description: 'Yuan with two decimals, in the account’s direction' });
const words = z.strictObject({ zh: z.string(), en: z.string() });

export const clearingAsked = z.strictObject({ book: nameInPath, on: z.iso.date().optional() });

export const clearingAccounts = z.strictObject({
  book: z.string(),
  on: z.iso.date(),
  accounts: z.array(
    z.strictObject({
      code: z.string(),
      name: words,
      clearedBy: words.meta({ description: 'What must happen for it to be zero again' }),
      balance: yuan.meta({ description: 'The sum of all items' }),
      ledger: yuan.meta({ description: 'What the books say on the day' }),
      ages: z
        .strictObject(forEachAge(() => yuan))
        .meta({ description: 'By the days that it has been open, the first money cleared first' }),
      count: z.int().meta({ description: 'Of all items' }),
      items: z
        .array(
          z.strictObject({
            account: z.string().meta({ description: 'Number of the account in the books' }),
            caseId: z.uuid().nullable(),
            dimensions: dimensionsSchema,
            balance: yuan,
            since: z.iso.date().meta({ description: 'The oldest day that is not cleared' }),
            days: z.int(),
            age: z.enum(AGES),
          }),
        )
        .meta({ description: 'The oldest 200' }),
    }),
  ),
});
