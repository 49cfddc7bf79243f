import { z } from 'zod';
import { day } from '../advances';
import { AGE_BANDS, type AgeBand } from '../law';
import { nameInPath } from '../platform/http/parameters';

const yuan = z.string().meta({ description: 'Yuan with two decimals' });
const bands = z
  .strictObject(
    Object.fromEntries(AGE_BANDS.map((band) => [band, yuan])) as Record<AgeBand, typeof yuan>,
  )
  .meta({ description: 'By the days since the due day' });

export const ageingAsked = z.strictObject({ book: nameInPath, on: day.optional() });

export const ageing = z.strictObject({
  book: z.string(),
  on: z.iso.date(),
  items: z.array(
    z.strictObject({
      case: z.uuid(),
      number: z.string(),
      debtors: z
        .array(z.strictObject({ id: z.uuid(), name: z.string() }))
        .meta({ description: 'Several where they owe it together: it is counted once' }),
      outstanding: yuan,
      bands,
    }),
  ),
  outstanding: yuan,
  bands,
  books: z
    .strictObject({ costs: yuan, damages: yuan, total: yuan })
    .meta({ description: 'What the accounts of costs and of damages owed say on the day' }),
});
