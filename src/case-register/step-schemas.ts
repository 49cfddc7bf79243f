import { z } from 'zod';
import { RECORDED_KINDS } from '../cases';
import { CASE_STATES, INSTANCES } from '../law';
import { line, text } from '../platform/json/texts';
import { day } from '../advances';

export const DEFENDANT_KINDS = ['enterprise', 'individual', 'government', 'other'] as const;

/** How an agency supports a suit (法释〔2015〕1号 art 11). */
const SUPPORTS = ['legal_advice', 'written_opinion', 'evidence'] as const;

const common = {
  on: day.meta({ description: 'The day on which it happened' }),
  documents: z
    .array(z.uuid())
    .max(20)
    .refine((ids) => new Set(ids).size === ids.length, 'must name each document once'),
};
const note = { note: line(500).optional() };
const issued = { number: line(100).optional() };

const step = <Kind extends string, Facts extends z.core.$ZodLooseShape>(kind: Kind, facts: Facts) =>
  z.strictObject({ kind: z.literal(kind), ...common, ...note, ...facts });

/** A step of the procedure as an officer enters it. */
export const newStep = z.discriminatedUnion('kind', [
  step('court_notice', {}),
  step('plaintiff_joined', { organization: z.uuid() }),
  step('procuratorate_sued', { name: line(200), noticedOn: day }),
  step('agency_supported', { name: line(200), support: z.enum(SUPPORTS) }),
  step('defendant_added', { name: line(200), defendantKind: z.enum(DEFENDANT_KINDS) }),
  step('instance_opened', { instance: z.enum(INSTANCES), number: line(100), court: line(200) }),
  step('debate_closed', {}),
  step('stayed', { otherCase: line(100) }),
  step('stay_ended', {}),
  step('judged', issued),
  step('judgment_final', issued),
  step('mediation_published', {}),
  step('mediation_final', issued),
  step('withdrawn', { claimsRealized: z.boolean(), ...issued }),
  step('dismissed', { ground: z.enum(['not_accepted', 'procedure']), ...issued }),
  step('enforcement_moved', issued),
  step('enforcement_suspended', issued),
  step('enforcement_resumed', issued),
  step('closed', { reason: text(2_000).optional() }),
]);
export type NewStep = z.output<typeof newStep>;

/** Why a step that was entered by mistake does not count. */
export const revocation = z.strictObject({ reason: text(2_000) });

const optionalDay = z.iso.date().nullable();

export const shownStep = z.strictObject({
  id: z.uuid(),
  kind: z.enum(RECORDED_KINDS),
  on: z.iso.date(),
  facts: z.record(z.string(), z.union([z.string(), z.boolean()])),
  isRevoked: z.boolean(),
  revokes: z.uuid().nullable(),
  recordedBy: z.string().nullable().meta({ description: 'Null for organizations' }),
  documents: z.array(z.strictObject({ id: z.uuid(), name: z.string() })),
});

export const caseProcedure = z.strictObject({
  id: z.uuid(),
  state: z.enum(CASE_STATES).nullable().meta({ description: 'Null where a case file tells it' }),
  isStayed: z.boolean(),
  instance: z.enum(INSTANCES).nullable(),
  joinUntil: optionalDay.meta({ description: 'The last day for others to join the suit' }),
  publishedUntil: optionalDay.meta({
    description: 'The last day of the publication of a settlement',
  }),
  steps: z.array(shownStep),
  next: z.array(z.enum(RECORDED_KINDS)).meta({ description: 'Steps that the case can take now' }),
});

export const recordedStep = z.strictObject({ id: z.uuid(), state: z.enum(CASE_STATES) });
