import { z } from 'zod';
import { HONOUR_KINDS, type Honour } from './honour.entity';

const text = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\t])*$/u, 'must hold no control characters');

const document = z.strictObject({
  id: z.uuid(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be the SHA-256 of the document'),
});

const isOnce = (all: readonly string[]): boolean => new Set(all).size === all.length;

export const honourContent = z.strictObject({
  organization: z.uuid(),
  kind: z.enum(HONOUR_KINDS),
  /** What it is honoured for; it stands on the certificate. */
  ground: text(500),
  cases: z.array(z.uuid()).max(20).refine(isOnce, 'must name each once'),
  documents: z
    .array(document)
    .max(30)
    .refine((all) => isOnce(all.map(({ id }) => id)), 'must name each once'),
});
export type HonourContent = z.infer<typeof honourContent>;

export const honourRevocationContent = z.strictObject({ honour: z.uuid(), reason: text(500) });
export type HonourRevocationContent = z.infer<typeof honourRevocationContent>;

/** Number of an honour as people write it: `荣〔2026〕1号`. */
export const honourNumber = ({ year, ordinal }: Pick<Honour, 'year' | 'ordinal'>): string =>
  `荣〔${String(year)}〕${String(ordinal)}号`;

const revocation = z.strictObject({ on: z.iso.date(), reason: z.string() }).nullable();

export const honourItem = z.strictObject({
  id: z.uuid(),
  book: z.string(),
  number: z.string(),
  kind: z.enum(HONOUR_KINDS),
  organization: z.strictObject({ id: z.uuid(), name: z.string() }),
  grantedOn: z.iso.date(),
  ground: z.string(),
  /** Numbers of the cases that the reader may see. */
  cases: z.array(z.strictObject({ id: z.uuid(), number: z.string() })),
  revoked: revocation,
  /** Id of its request, for those who may read it. */
  approval: z.uuid().nullable(),
});
export type HonourItem = z.infer<typeof honourItem>;

export const honourList = z.strictObject({
  items: z.array(honourItem),
  next: z.string().nullable(),
});
