import { z } from 'zod';
import { day } from '../advances';
import { line, text } from '../platform/json/texts';
import { PAID_OUT_KINDS } from './pay-out.entity';

const yuan = z.string().meta({ description: 'Yuan with two decimals' });

/** An account that money goes to, as it was looked at. */
export const payee = z.strictObject({
  account: z.uuid(),
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/, 'must be the fingerprint of the account'),
});

export const newReturn = z.strictObject({
  on: day.meta({ description: 'The day on which the money came back' }),
  bankReference: line(100).optional(),
  reason: text(500),
});
export type NewReturn = z.output<typeof newReturn>;

export const payOutView = z.strictObject({
  id: z.uuid(),
  case: z.uuid(),
  kind: z.enum(PAID_OUT_KINDS),
  amount: yuan,
  paidOn: z.iso.date(),
  holder: z.string(),
  bankName: z.string(),
  masked: z.string().meta({ description: 'The last four digits of the account' }),
  approval: z.uuid(),
  returned: z
    .strictObject({
      on: z.iso.date(),
      reason: z.string(),
      bankReference: z.string().nullable(),
      recordedBy: z.string(),
    })
    .nullable()
    .meta({ description: 'Where the bank sent it back (退汇)' }),
});

export const payOutList = z.strictObject({ items: z.array(payOutView) });
