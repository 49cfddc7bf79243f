import { z } from 'zod';

const word = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .regex(/^[^\p{C}]*$/u, 'must hold no control characters');
const words = z.array(word).min(1).max(20);

/** Letters that stand for digits of the day and the time; everything else stands for itself. */
const DATE_PARTS = ['YYYY', 'MM', 'DD'];

const amount = z.discriminatedUnion('form', [
  z.strictObject({ form: z.literal('two_columns'), out: words, in: words }).meta({
    description: 'What went out (借方) and what came in (贷方), each in its column',
  }),
  z.strictObject({ form: z.literal('signed'), amount: words }).meta({
    description: 'One column; what went out has a minus',
  }),
  z
    .strictObject({
      form: z.literal('flagged'),
      amount: words,
      flag: words,
      out: words.meta({ description: 'Flags of what went out, such as 支 or 借' }),
      in: words.meta({ description: 'Flags of what came in, such as 收 or 贷' }),
    })
    .meta({ description: 'One column, and a flag in another' }),
]);

/** How one layout of bank statements is read. Header words are compared without blanks. */
export const bankProfileSchema = z.strictObject({
  kind: z.enum(['csv', 'xlsx']),
  encoding: z.enum(['utf-8', 'gb18030']).default('gb18030').meta({ description: 'Of a CSV' }),
  delimiter: z.enum([',', ';', '\t', '|']).default(',').meta({ description: 'Of a CSV' }),
  headerWithin: z.int().min(1).max(50).default(20).meta({
    description: 'The header stands in one of so many rows; what is above it are titles',
  }),
  order: z.enum(['oldest_first', 'newest_first']),
  datePattern: z
    .string()
    .regex(/^[^\p{C}]{8,40}$/u, 'must hold no control characters')
    .refine((text) => DATE_PARTS.every((part) => text.includes(part)), 'must hold YYYY, MM and DD')
    .meta({
      description: 'YYYY, MM, DD, HH, mm and ss stand for digits; a day of a sheet needs none',
    }),
  columns: z.strictObject({
    date: words,
    serial: words.optional(),
    amount,
    balance: words.optional(),
    counterparty: words.optional(),
    counterpartyAccount: words.optional(),
    remark: words.optional().meta({ description: 'All of these are joined' }),
  }),
  ignored: z.array(word).max(60).default([]).meta({
    description: 'Columns that are known and not used; any other is a fault',
  }),
  skip: z.array(word).max(20).default([]).meta({
    description: 'A row that begins with one of these, such as 合计, is no movement',
  }),
  labels: z
    .strictObject({
      account: words.optional(),
      opening: words.optional(),
      closing: words.optional(),
    })
    .default({})
    .meta({ description: 'What stands before a value in the rows that are no movements' }),
});

/** How one layout of bank statements is read: data, which a bureau may add to. */
export type BankProfile = z.output<typeof bankProfileSchema>;
