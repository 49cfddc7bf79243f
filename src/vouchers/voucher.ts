import { z } from 'zod';
import { isAccountCode, openToVouchers, POOLS } from '../accounting';
import { parseBusinessDate } from '../calendar';
import {
  AMOUNT_PATTERN,
  type Fen,
  formatYuan,
  negateFen,
  parsePositiveYuan,
  sumFen,
} from '../money';

const MOST_LINES = 200;
/** How many vouchers one batch takes. */
export const MOST_VOUCHERS = 1_000;

const name = z.string().min(1).max(200);

const amount = z
  .string()
  .refine((text) => parsePositiveYuan(text) !== undefined, 'must be yuan above 0, e.g. 1234.56')
  .meta({ pattern: AMOUNT_PATTERN.source, description: 'Yuan above 0, as a string' });

const dimensionsSchema = z.strictObject({
  pool: z.enum(POOLS).optional(),
  case: name.optional(),
  party: name.optional(),
  item: name.optional(),
});

const lineSchema = z
  .strictObject({
    account: z.string().refine(isAccountCode, 'is no account of the chart'),
    dimensions: dimensionsSchema.default({}),
    debit: amount.optional(),
    credit: amount.optional(),
  })
  .refine(({ debit, credit }) => (debit === undefined) !== (credit === undefined), {
    message: 'needs either a debit or a credit',
  })
  .superRefine(({ account, dimensions }, context) => {
    const open = openToVouchers(account);
    if (open === undefined) return;
    const given = Object.keys(dimensions) as (keyof typeof dimensions)[];
    for (const missing of open.needs.filter((need) => !given.includes(need))) {
      const path = ['dimensions', missing];
      context.addIssue({ code: 'custom', path, message: `is needed for account ${account}` });
    }
    for (const needless of given.filter((dimension) => !open.needs.includes(dimension))) {
      const path = ['dimensions', needless];
      context.addIssue({ code: 'custom', path, message: `is not kept for account ${account}` });
    }
  });

/** One line of a voucher, as it is sent: either a debit or a credit. */
export type VoucherLine = z.output<typeof lineSchema>;

/** The amount of a line in signed fen, debit positive; undefined unless exactly one side has one. */
export function signedAmount({ debit, credit }: VoucherLine): Fen | undefined {
  if (debit !== undefined && credit !== undefined) return undefined;
  const size = parsePositiveYuan(debit ?? credit);
  return size === undefined || debit !== undefined ? size : negateFen(size);
}

/** What a voucher comes to (合计): the sum of its debits, in fen. */
export const totalOf = ({ lines }: Pick<Voucher, 'lines'>): Fen =>
  sumFen(lines.map(({ debit }) => parsePositiveYuan(debit)).filter((size) => size !== undefined));

/**
 * A general voucher (记账凭证) as it is sent. Only accounts of the main section are open to vouchers, so
 * its lines balance as a whole.
 */
export const voucherSchema = z.strictObject({
  businessOn: z
    .string()
    .refine((text) => parseBusinessDate(text) !== undefined, 'must be a day YYYY-MM-DD')
    .meta({ format: 'date' }),
  summary: z
    .string()
    .max(500)
    .regex(/^[^\p{Cc}]*\S[^\p{Cc}]*$/u, 'must be a line of text'),
  adjusting: z.boolean().default(false).meta({
    description: 'An adjusting entry: a month on hold takes it, and nothing else',
  }),
  lines: z
    .array(lineSchema)
    .min(2)
    .max(MOST_LINES)
    .superRefine((lines, context) => {
      const amounts = lines.map(signedAmount).filter((amount) => amount !== undefined);
      if (lines.length < 2 || amounts.length < lines.length) return;
      const difference = sumFen(amounts);
      if (difference === 0n) return;
      const message = `do not balance: debit less credit is ${formatYuan(difference)}`;
      context.addIssue({ code: 'custom', message });
    }),
});

/** A voucher that is asked for; it may be what one line of the bank's says, and then names accounts kept by case. */
export const requestedVoucherSchema = voucherSchema.extend({
  bankLine: z.uuid().optional().meta({
    description:
      'The open line that is a fee, interest or an addition; the voucher says what its draft says',
  }),
});
export type RequestedVoucher = z.output<typeof requestedVoucherSchema>;

/** Vouchers that are entered together or not at all. */
export const voucherBatchSchema = z.strictObject({
  vouchers: z.array(voucherSchema).min(1).max(MOST_VOUCHERS),
});

/** A general voucher whose shape is in order. */
export type Voucher = z.output<typeof voucherSchema>;
