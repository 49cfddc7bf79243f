import { z } from 'zod';
import { day, positiveYuan } from '../advances';
import { RECEIPT_KINDS } from '../recoveries';
import type { ContentJson } from '../platform/json/content-hash';
import { line, text } from '../platform/json/texts';
import { allocation, PARTS } from './claim-schemas';

const MOST_ITEMS = 50;
const yuan = z.string().meta({ description: 'Yuan with two decimals' });
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits');

/** A document that something rests on, by id and hash. */
export const namedDocument = z.strictObject({ id: z.uuid(), sha256 });

const receipt = {
  payer: z.uuid().meta({ description: 'Id of the defendant' }),
  amount: positiveYuan,
  kind: z.enum(RECEIPT_KINDS),
  receivedOn: day,
  bankReference: line(100),
};

const areDifferent = (ids: readonly string[]): boolean => new Set(ids).size === ids.length;

/** Money of a defendant as an officer enters it. */
export const newReceipt = z.strictObject({
  ...receipt,
  designated: z
    .array(z.uuid())
    .max(MOST_ITEMS)
    .refine(areDifferent, 'must name every item once')
    .optional()
    .meta({ description: 'Ids of the items that the payer wants discharged first' }),
});
export type NewReceipt = z.output<typeof newReceipt>;

/** Money of a defendant that a line of the bank's tells; amount, day and reference are the line's. */
export const newReceiptOfLine = z.strictObject({
  case: z.uuid(),
  payer: z.uuid().optional().meta({
    description: 'Id of the defendant; by default the one that the line names as counterparty',
  }),
  kind: receipt.kind,
  designated: newReceipt.shape.designated,
});
export type NewReceiptOfLine = z.output<typeof newReceiptOfLine>;

const party = z.strictObject({ id: z.uuid(), name: z.string() });

export const receiptOfLine = z.strictObject({
  line: z.uuid(),
  book: z.string(),
  counterparty: z.string().nullable(),
  remark: z.string().nullable(),
  amount: yuan,
  receivedOn: z.iso.date(),
  bankReference: z.string(),
  cases: z
    .array(
      z.strictObject({
        id: z.uuid(),
        number: z.string(),
        payer: z.uuid().nullable().meta({ description: 'The defendant that the line names' }),
        defendants: z.array(party),
      }),
    )
    .meta({ description: 'What the line may be about, by its counterparty and its remark' }),
});

/** The same, allocated other than by the rule. */
export const departureContent = z.strictObject({
  case: z.uuid(),
  ...receipt,
  allocations: z
    .array(z.strictObject({ item: z.uuid(), part: z.enum(PARTS), amount: positiveYuan }))
    .min(1)
    .max(3 * MOST_ITEMS)
    .refine(
      (parts) => areDifferent(parts.map(({ item, part }) => `${item} ${part}`)),
      'must name every part of an item once',
    ),
  reason: text(2_000),
  document: namedDocument,
}) satisfies z.ZodType<ContentJson>;
export type DepartureContent = z.output<typeof departureContent>;

/** What a defendant did itself of what it was ordered. */
export const newInKind = z.strictObject({
  item: z.uuid(),
  defendant: z.uuid(),
  performedOn: day,
  description: text(2_000),
  document: z.uuid().optional(),
});
export type NewInKind = z.output<typeof newInKind>;

export const receiptView = z.strictObject({
  id: z.uuid(),
  ref: z.string(),
  payer: z.strictObject({ id: z.uuid(), name: z.string() }),
  amount: yuan,
  overpaid: yuan,
  kind: z.enum(RECEIPT_KINDS).nullable().meta({ description: 'Null where a case file tells it' }),
  receivedOn: z.iso.date(),
  bankReference: z.string(),
  recordedBy: z.string().nullable(),
  approval: z.uuid().nullable().meta({ description: 'Of an allocation other than the rule’s' }),
  reversal: z
    .strictObject({ on: z.iso.date(), reason: z.string(), approval: z.uuid() })
    .nullable()
    .meta({ description: 'Where it was taken back (执行回转)' }),
  allocations: z.array(allocation).meta({ description: 'What it goes to now' }),
  changes: z
    .array(
      z.strictObject({
        judgment: z.uuid(),
        judgmentRef: z.string(),
        on: z.iso.date(),
        overpaidBefore: yuan,
        undone: z.array(allocation),
      }),
    )
    .meta({
      description: 'Judgments that changed where it goes, with where it had gone until then',
    }),
});

export const receiptList = z.strictObject({ items: z.array(receiptView) });

export const inKindView = z.strictObject({
  id: z.uuid(),
  item: z.uuid(),
  itemRef: z.string(),
  defendant: z.strictObject({ id: z.uuid(), name: z.string() }),
  performedOn: z.iso.date(),
  description: z.string(),
  document: z.uuid().nullable(),
  recordedBy: z.string(),
});

export const inKindList = z.strictObject({ items: z.array(inKindView) });
