import { z } from 'zod';
import { checkCreditCode, INSTALMENT_DUES, parsePercent, PERCENT_PATTERN } from '../law';
import type { ContentJson } from '../platform/json/content-hash';
import { day, line, positiveYuan, text } from './fields';
import { TRAINING_KINDS } from './engagement.entity';
import { LAW_FIRM_STATES, SOURCE_KINDS, TENDER_METHODS } from './law-firm.entity';

/** Credit codes that the authorities of justice give to law firms begin so (GB 32100: 3 司法行政, 1 律师执业机构). */
const OF_LAW_FIRMS = '31';

const lawFirmCode = z
  .string()
  .refine(
    (code) =>
      checkCreditCode(code).valid &&
      checkCreditCode(code).code === code &&
      code.startsWith(OF_LAW_FIRMS),
    'must be the credit code of a law firm (GB 32100): 18 characters in capitals, beginning with 31, with its check character',
  );

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be the SHA-256 of the document');
/** Stored documents by id and SHA-256, so that what was approved is what is kept. */
const documents = z
  .array(z.strictObject({ id: z.uuid(), sha256 }))
  .max(30)
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'must name each once');

const licenceNumber = z
  .string()
  .regex(/^[0-9A-Z]{8,20}$/, 'must be 8 to 20 digits or capitals, as on the licence');

const source = z
  .strictObject({
    kind: z.enum(SOURCE_KINDS),
    number: line(100),
    on: day,
    authority: line(200).optional(),
    method: z.enum(TENDER_METHODS).optional(),
    bidders: z.int().min(1).max(1_000).optional(),
    winningPrice: positiveYuan.optional(),
  })
  .refine(
    ({ kind, authority, method, bidders, winningPrice }) => {
      const tender = [method, bidders, winningPrice].filter((one) => one !== undefined).length;
      return kind === 'tender'
        ? tender === 3 && authority === undefined
        : tender === 0 && authority !== undefined;
    },
    {
      path: ['kind'],
      message:
        'a list needs its authority; a tender its method, the number of bidders and the winning price; and nothing of the other',
    },
  );

const lawyer = z.strictObject({ name: line(60), licenceNumber, field: line(100) });

/** What the register says of a law firm. */
export const lawFirmFacts = z.strictObject({
  name: line(200),
  licenceNumber,
  region: z.string().regex(/^[0-9]{6}$/, 'must be a GB/T 2260 region of six digits'),
  source,
  lawyers: z
    .array(lawyer)
    .max(200)
    .refine(
      (all) => new Set(all.map((one) => one.licenceNumber)).size === all.length,
      'must have different licence numbers',
    ),
  documents,
});
export type LawFirmFacts = z.infer<typeof lawFirmFacts>;

export const firmRegistrationContent = z.strictObject({
  uscc: lawFirmCode,
  facts: lawFirmFacts,
}) satisfies z.ZodType<ContentJson>;
export type FirmRegistration = z.infer<typeof firmRegistrationContent>;

export const firmChangeContent = z.strictObject({
  lawFirm: z.uuid(),
  /** The version that the change starts from. */
  version: z.int().min(1),
  state: z.enum(LAW_FIRM_STATES),
  facts: lawFirmFacts,
  reason: line(500),
}) satisfies z.ZodType<ContentJson>;
export type FirmChange = z.infer<typeof firmChangeContent>;

const instalment = z
  .strictObject({
    due: z.enum(INSTALMENT_DUES),
    percent: z
      .string()
      .regex(PERCENT_PATTERN)
      .refine((share) => parsePercent(share) !== undefined, 'must be above 0 and at most 100')
      .optional(),
    amount: positiveYuan.optional(),
  })
  .refine(({ percent, amount }) => (percent === undefined) !== (amount === undefined), {
    path: ['due'],
    message: 'needs either percent or amount',
  });

export const agreementContent = z
  .strictObject({
    lawFirm: z.uuid(),
    number: line(100),
    from: day,
    until: day,
    scope: text(5_000),
    perCase: positiveYuan,
    perInstance: positiveYuan,
    inAll: positiveYuan,
    instalments: z.array(instalment).max(10),
    documents,
  })
  .refine(({ from, until }) => from <= until, {
    path: ['until'],
    message: 'must not be before from',
  }) satisfies z.ZodType<ContentJson>;
export type AgreementContent = z.infer<typeof agreementContent>;

export const agreementEndContent = z.strictObject({
  agreement: z.uuid(),
  endedOn: day,
  reason: text(2_000),
}) satisfies z.ZodType<ContentJson>;
export type AgreementEnd = z.infer<typeof agreementEndContent>;

export const engagementContent = z.strictObject({
  lawFirm: z.uuid(),
  agreement: z.uuid(),
  case: z.uuid(),
  organization: z.uuid(),
  lawyers: z
    .array(z.uuid())
    .min(1)
    .max(10)
    .refine((all) => new Set(all).size === all.length, 'must name each once'),
  instance: z.int().min(1).max(3).meta({ description: '1 一审, 2 二审, 3 再审' }),
  fee: positiveYuan,
  engagedOn: day,
}) satisfies z.ZodType<ContentJson>;
export type EngagementContent = z.infer<typeof engagementContent>;

const score = z.int().min(1).max(5);

export const evaluationGiven = z.strictObject({
  closedOn: day.meta({ description: 'When the work on the case was over' }),
  diligence: score,
  quality: score,
  timeliness: score,
  opinion: text(5_000),
});
export type EvaluationGiven = z.infer<typeof evaluationGiven>;

export const trainingGiven = z.strictObject({
  book: z.string().regex(/^[a-z0-9-]{1,120}$/),
  kind: z.enum(TRAINING_KINDS),
  heldOn: day,
  topic: line(200),
  heldBy: line(200),
  attended: z.array(line(200)).min(1).max(300),
  documents,
});
export type TrainingGiven = z.infer<typeof trainingGiven>;
