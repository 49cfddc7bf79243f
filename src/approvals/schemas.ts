import { z } from 'zod';
import { ROLES } from '../identity';
import { APPROVAL_STATES, DECISIONS } from './approval.entity';
import { VERDICTS } from './decide';

export const HASH_PATTERN = /^[0-9a-f]{64}$/;

const role = z.enum(ROLES);
const someone = z.strictObject({ id: z.uuid(), name: z.string() });
const amount = z.string().meta({ description: 'Yuan with two decimals' });
const next = z.string().nullable().meta({ description: 'For the next page; null on the last one' });
const hash = z.string().meta({ description: 'SHA-256, hexadecimal' });
/** Any text for people: visible, with line breaks. */
const text = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(
      /^[^\p{Cc}\p{Cs}\n\t]*(?:[\n\t][^\p{Cc}\p{Cs}\n\t]*)*$/u,
      'must hold no control characters',
    );

export const ACTIONS = [...VERDICTS, 'revise', 'withdraw'] as const;

/** A request in a list. */
export const approvalItem = z.strictObject({
  id: z.uuid(),
  kind: z.string(),
  title: z.string(),
  subject: z.string().nullable(),
  book: z.string().nullable(),
  amount: amount.nullable(),
  state: z.enum(APPROVAL_STATES),
  maker: someone,
  madeAt: z.iso.datetime(),
  waitingFor: role.nullable(),
  waitingForPerson: someone.nullable(),
  since: z.iso.datetime(),
  days: z.int().meta({ description: 'Which day of waiting it is: 1 on the first' }),
  dueOn: z.iso.date().nullable(),
});

export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ items: z.array(item), next });

const summaryRow = z.strictObject({
  field: z.string().meta({ description: 'Stable name in camelCase' }),
  value: z.string().meta({ description: 'In the language of the reader where it is a word' }),
  changed: z.literal(true).optional().meta({ description: 'The version before does not say it' }),
  cells: z
    .record(z.string(), z.string())
    .optional()
    .meta({ description: 'The value in parts, where rows of one field make a table' }),
});

/** A request with everything that a person needs to decide. */
export const approvalDetail = approvalItem.extend({
  version: z.int(),
  contentHash: hash.meta({ description: 'To be sent back with a decision' }),
  content: z.json(),
  summary: z.array(summaryRow).meta({ description: 'The content, for people to read' }),
  resolution: z.uuid().nullable(),
  steps: z.array(role),
  step: z.int().meta({ description: 'How many steps are behind it' }),
  actions: z.array(z.enum(ACTIONS)),
  versions: z.array(
    z.strictObject({
      version: z.int(),
      contentHash: hash,
      madeBy: someone,
      madeAt: z.iso.datetime(),
      changed: z.array(z.string()).meta({ description: 'JSON pointers: what differs from before' }),
    }),
  ),
  decisions: z.array(
    z.strictObject({
      version: z.int(),
      step: z.int(),
      role,
      decision: z.enum(DECISIONS),
      person: someone.nullable().meta({ description: 'Null for organizations: the role is told' }),
      onBehalfOf: someone.nullable(),
      contentHash: hash,
      reason: z.string().nullable(),
      decidedAt: z.iso.datetime(),
    }),
  ),
});

const asked = {
  content: z.record(z.string(), z.json()),
  book: z
    .string()
    .regex(/^[a-z0-9-]{1,120}$/)
    .optional(),
  resolution: z.uuid().optional(),
};
export const newRequest = z.strictObject({ kind: z.string().max(60), ...asked });
export const revision = z.strictObject(asked);

export const givenDecision = z
  .strictObject({
    decision: z.enum(VERDICTS),
    contentHash: z.string().regex(HASH_PATTERN, 'must be the hash that the request was shown with'),
    reason: text(2_000).optional(),
  })
  .refine(({ decision, reason }) => decision === 'approve' || reason !== undefined, {
    path: ['reason'],
    message: 'must say why',
  });

const day = z.iso.date();
export const newDelegation = z
  .strictObject({
    to: z.uuid(),
    role,
    fromOn: day,
    untilOn: day,
    reason: text(500),
  })
  .refine(({ fromOn, untilOn }) => untilOn >= fromOn, {
    path: ['untilOn'],
    message: 'must not be before fromOn',
  });
export const delegationItem = z.strictObject({
  id: z.uuid(),
  from: someone,
  to: someone,
  role,
  fromOn: day,
  untilOn: day,
  reason: z.string(),
  madeAt: z.iso.datetime(),
  revokedAt: z.iso.datetime().nullable(),
});

/** A policy of a bureau, as it was changed or as it is built in. */
export const policyItem = z.strictObject({
  name: z.string(),
  version: z.int().meta({ description: '0: built in' }),
  value: z.json(),
  effectiveOn: day.nullable().meta({ description: 'Since when; null: always' }),
  approval: z.uuid().nullable().meta({ description: 'The request that it was decided by' }),
  decidedBy: z.array(someone),
});
export const policyList = z.strictObject({
  inForce: z.array(policyItem),
  toCome: z.array(policyItem),
});

export const candidateList = z.strictObject({ items: z.array(someone) });
