import { z } from 'zod';
import { COST_CATEGORIES } from '../law';
import type { ContentJson } from '../platform/json/content-hash';
import { line, text } from '../platform/json/texts';
import { positiveYuan } from './fields';
import { PAPER_KINDS } from './advance-paper.entity';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits');

const document = z.strictObject({ id: z.uuid(), sha256, kind: z.enum(PAPER_KINDS) });

const item = z
  .strictObject({
    category: z.enum(COST_CATEGORIES),
    instance: z.int().min(1).max(4).optional().meta({ description: 'Of the court; 1 if absent' }),
    amount: positiveYuan,
    purpose: line(200),
    payee: z.strictObject({
      account: z.uuid(),
      fingerprint: sha256,
      name: line(200).meta({ description: 'The holder, as the account says' }),
    }),
    documents: z.array(document).max(20),
    courtNotice: z
      .strictObject({ claim: positiveYuan, fee: positiveYuan })
      .optional()
      .meta({ description: 'What the court’s notice says, for an acceptance fee' }),
  })
  .refine(
    ({ category, courtNotice }) => courtNotice === undefined || category === 'acceptance_fee',
    { path: ['courtNotice'], message: 'must be there for an acceptance fee alone' },
  );

/** What an organization asks to be advanced in a case. */
export const applicationContent = z.strictObject({
  case: z.uuid(),
  organization: z.uuid(),
  reason: text(2_000),
  items: z.array(item).min(1).max(30),
}) satisfies z.ZodType<ContentJson>;

export type ApplicationContent = z.infer<typeof applicationContent>;
export type AskedItem = ApplicationContent['items'][number];
