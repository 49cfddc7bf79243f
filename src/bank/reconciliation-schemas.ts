import { z } from 'zod';
import { nameInPath } from '../platform/http/parameters';
import { type Age, AGES, forEachAge } from '../calendar';
import { OPEN_KINDS } from './reconcile';
import { account } from './schemas';

const yuan = z.string();
const on = z.iso.date();

export const ofDay = z.strictObject({ book: nameInPath, account, on });
export const ofAccount = z.strictObject({ book: nameInPath, account });
export const ofBook = z.strictObject({ book: nameInPath });

const byAge = z.strictObject(forEachAge(() => yuan) satisfies Record<Age, typeof yuan>);
const openByAge = z
  .array(z.strictObject({ kind: z.enum(OPEN_KINDS), total: yuan, ages: byAge }))
  .meta({ description: 'What is open, kind by kind, by the days that it has been' });

export const reconciliationContent = z.strictObject({
  asOf: on,
  bookBalance: yuan,
  bankBalance: yuan,
  adjustedBook: yuan,
  adjustedBank: yuan,
  difference: yuan.meta({ description: '0.00 where both sides come to the same' }),
  items: z.array(
    z.strictObject({
      kind: z.enum(OPEN_KINDS),
      on,
      left: yuan,
      what: z.string(),
      ref: z.string(),
      age: z.enum(AGES).meta({ description: 'Days that it has been open' }),
      ignored: z.boolean(),
    }),
  ),
});

/** As it stands, with what is open by its age. */
export const reconciliationDraft = reconciliationContent.extend({ openByAge });

const summary = {
  id: z.uuid(),
  account,
  asOf: on,
  madeBy: z.string(),
  confirmedBy: z.string().nullable(),
};

export const reconciliationList = z.strictObject({ items: z.array(z.strictObject(summary)) });
export const reconciliation = z.strictObject({
  ...summary,
  book: z.string(),
  content: reconciliationContent,
  openByAge,
});
