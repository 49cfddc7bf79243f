import { z } from 'zod';
import { BANK_CHARGES, POOLS } from '../accounting';
import { AMOUNT_PATTERN, parsePositiveYuan } from '../money';
import { nameInPath } from '../platform/http/parameters';
import { line, text } from '../platform/json/texts';
import { account } from './schemas';
import { MATCH_REASONS } from './suggest-matches';

const MOST_PARTS = 200;

const amount = z
  .string()
  .refine((yuan) => parsePositiveYuan(yuan) !== undefined, 'must be yuan above 0, e.g. 1234.56')
  .meta({ pattern: AMOUNT_PATTERN.source, description: 'Yuan above 0, as a string' });
const number = z.string().regex(/^[1-9][0-9]{0,17}$/, 'must be a number');
const yuan = z.string();

const isUnique = (names: readonly string[]): boolean => new Set(names).size === names.length;

export const newMatch = z.strictObject({
  book: nameInPath,
  account,
  lines: z
    .array(z.strictObject({ id: z.uuid(), amount }))
    .max(MOST_PARTS)
    .refine((lines) => isUnique(lines.map(({ id }) => id)), 'must name every line once'),
  entries: z
    .array(z.strictObject({ account: number, seq: number, amount }))
    .max(MOST_PARTS)
    .refine(
      (entries) => isUnique(entries.map((entry) => `${entry.account}/${entry.seq}`)),
      'must name every entry once',
    ),
  note: line(500).optional(),
});
export type NewMatch = z.output<typeof newMatch>;

export const withReason = z.strictObject({ book: nameInPath, reason: text(500) });
export type WithReason = z.output<typeof withReason>;

export const madeMatch = z.strictObject({ id: z.uuid() });

export const chargeAsked = z.strictObject({
  case: z.uuid().optional(),
  pool: z.enum(POOLS).optional(),
  cover: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
});

export const voucherOfLine = z.strictObject({
  book: z.string(),
  kind: z.enum(BANK_CHARGES),
  content: z
    .strictObject({
      businessOn: z.iso.date(),
      summary: z.string(),
      bankLine: z.uuid().optional(),
      lines: z.array(
        z.strictObject({
          account: z.string(),
          dimensions: z
            .strictObject({ case: z.uuid().optional(), pool: z.enum(POOLS).optional() })
            .optional(),
          debit: yuan.optional(),
          credit: yuan.optional(),
        }),
      ),
    })
    .meta({ description: 'What is asked for as a general voucher' }),
});

const openEntry = {
  account: z.string().meta({ description: 'Number of the account in the books' }),
  seq: z.string().meta({ description: 'Number of the entry within the account' }),
  on: z.iso.date(),
  amount: yuan,
  left: yuan.meta({ description: 'What is not matched of it' }),
  voucher: z.string(),
  summary: z.string(),
  caseNumber: z.string().nullable(),
};

export const openEntryList = z.strictObject({ items: z.array(z.strictObject(openEntry)) });

export const suggestionList = z.strictObject({
  items: z.array(
    z.strictObject({
      line: z.strictObject({
        id: z.uuid(),
        on: z.iso.date(),
        left: yuan,
        counterparty: z.string().nullable(),
        remark: z.string().nullable(),
        serial: z.string().nullable(),
      }),
      candidates: z.array(
        z.strictObject({
          ...openEntry,
          reasons: z.array(z.enum(MATCH_REASONS)).meta({ description: 'Why it may be this one' }),
        }),
      ),
    }),
  ),
});

const takenBack = z
  .strictObject({ by: z.string(), at: z.iso.datetime(), reason: z.string() })
  .nullable();
const done = {
  id: z.uuid(),
  madeBy: z.string(),
  madeAt: z.iso.datetime(),
  isFrozen: z.boolean().meta({ description: 'A confirmed reconciliation statement rests on it' }),
};

export const lineHistory = z.strictObject({
  matches: z.array(
    z.strictObject({
      ...done,
      note: z.string().nullable(),
      undone: takenBack,
      parts: z.array(
        z.strictObject({
          side: z.enum(['line', 'entry']),
          on: z.iso.date(),
          amount: yuan,
          voucher: z.string().nullable().meta({ description: 'Null for a line of the bank’s' }),
          what: z.string(),
        }),
      ),
    }),
  ),
  ignorings: z.array(z.strictObject({ ...done, reason: z.string(), restored: takenBack })),
});
