import { z } from 'zod';
import { BANK_ACCOUNT_CODES } from '../accounting';
import { line } from '../platform/json/texts';
import { HOLDER_KINDS } from './bank-account.entity';

const holder = {
  holderKind: z.enum(HOLDER_KINDS),
  holderName: line(200),
  creditCode: z.string().length(18).optional(),
  bankName: line(200),
  ledgerAccount: z
    .enum(BANK_ACCOUNT_CODES)
    .optional()
    .meta({ description: 'Of an account of the bureau’s own: the account of the books' }),
};

export const newBankAccount = z
  .strictObject({
    book: z.string().regex(/^[a-z0-9-]{1,120}$/),
    ...holder,
    number: z
      .string()
      .regex(/^[0-9]{8,32}$/, 'must be 8 to 32 digits, without spaces')
      .meta({ description: 'Kept encrypted; never shown whole but to those who pay' }),
  })
  .refine(
    ({ holderKind, creditCode }) => (holderKind === 'organization') === (creditCode !== undefined),
    {
      path: ['creditCode'],
      message: 'must be there for an organization, and for nobody else',
    },
  )
  .refine(
    ({ holderKind, ledgerAccount }) => (holderKind === 'bureau') === (ledgerAccount !== undefined),
    {
      path: ['ledgerAccount'],
      message: 'must be there for an account of the bureau’s own, and for no other',
    },
  );
export type NewBankAccount = z.infer<typeof newBankAccount>;

const fingerprint = z.string().regex(/^[0-9a-f]{64}$/, 'must be the fingerprint of the account');

/** What is approved: the account by its row, and what it is, so that the hash covers both. */
export const bankAccountContent = z.strictObject({
  account: z.uuid(),
  fingerprint,
});

export const bankAccountItem = z.strictObject({
  id: z.uuid(),
  book: z.string(),
  holderKind: z.enum(HOLDER_KINDS),
  holderName: z.string(),
  creditCode: z.string().nullable(),
  ledgerAccount: z.enum(BANK_ACCOUNT_CODES).nullable(),
  bankName: z.string(),
  masked: z.string().meta({ description: 'The last four digits' }),
  fingerprint,
  approved: z.boolean().meta({ description: 'Whether it may be paid to' }),
  current: z.boolean().meta({ description: 'The latest approved account of its holder' }),
  enteredAt: z.iso.datetime(),
});
export const bankAccountList = z.strictObject({
  items: z.array(bankAccountItem),
  next: z.string().nullable().meta({ description: 'For the next page; null on the last one' }),
});
export const bankAccountNumber = z.strictObject({ number: z.string() });
