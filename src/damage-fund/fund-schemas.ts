import { z } from 'zod';
import { ITEM_KINDS } from '../law';

const yuan = z.string().meta({ description: 'Yuan with two decimals' });

/** Where damage money stands. */
export const figures = {
  received: yuan.meta({ description: 'Principal of damages' }),
  interest: yuan.meta({ description: 'Interest in trust, which is for restoration too' }),
  remitted: yuan.meta({ description: 'To the treasury' }),
  toRemit: yuan,
  appropriated: yuan
    .nullable()
    .meta({ description: 'Budget money for the case; null on the trust route or where none is' }),
  planned: yuan,
  unplanned: yuan.meta({ description: 'Received and in no plan' }),
  paid: yuan,
  elsewhere: yuan.meta({ description: 'Surplus to the treasury, and costs of another case' }),
  left: yuan.nullable().meta({ description: 'There to be paid; null where nothing is' }),
};

const ROUTES = ['treasury', 'trust_account'] as const;

export const damageFundList = z.strictObject({
  items: z.array(
    z.strictObject({
      case: z.uuid(),
      caseNumber: z.string(),
      book: z.string(),
      route: z.enum(ROUTES),
      ...figures,
      remitBy: z.iso.date().nullable().meta({ description: 'When the oldest of it is due' }),
    }),
  ),
  next: z.string().nullable().meta({ description: 'For the next page; null on the last one' }),
});

export const damageFundOfCase = z.strictObject({
  case: z.uuid(),
  caseNumber: z.string(),
  book: z.string(),
  route: z.enum(ROUTES),
  ...figures,
  items: z.array(
    z.strictObject({
      item: z.uuid(),
      ref: z.string(),
      kind: z.enum(ITEM_KINDS),
      ordered: yuan,
      principal: yuan.meta({ description: 'Received' }),
      interest: yuan.meta({ description: 'Received into the trust account' }),
    }),
  ),
  remittances: z
    .array(z.strictObject({ receivedOn: z.iso.date(), amount: yuan, dueOn: z.iso.date() }))
    .meta({ description: 'What is to be remitted, by the day on which it came, the oldest first' }),
  inKind: z.array(
    z.strictObject({
      id: z.uuid(),
      itemRef: z.string(),
      defendant: z.string(),
      performedOn: z.iso.date(),
      description: z.string(),
    }),
  ),
});
