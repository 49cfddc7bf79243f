import { z } from 'zod';
import { checkCreditCode } from '../law';
import type { ContentJson } from '../platform/json/content-hash';
import { parseBusinessDate } from '../calendar';
import { line, text } from '../platform/json/texts';
import { EVIDENCE_KINDS, STANDING_ACTIONS } from './organization-file.entity';
import { ORGANIZATION_STATES } from './organization.entity';

const day = z.iso
  .date()
  .refine((given) => parseBusinessDate(given) !== undefined, 'must be a day from 1900 to 2200');

export const ORGANIZATION_KINDS = [
  'social_association',
  'social_service_organization',
  'foundation',
  'other',
] as const;

/** A unified social credit code as it is printed: upper case, nothing between the characters. */
export const creditCode = z
  .string()
  .refine(
    (code) => checkCreditCode(code).valid && checkCreditCode(code).code === code,
    'must be a unified social credit code (GB 32100) in capitals, 18 characters, with its check character',
  );

const year = z.int().min(1900).max(2200);

/** A stored document by its id and SHA-256, so that what was approved is what is in the file. */
export const documentReference = z.strictObject({
  id: z.uuid(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be the SHA-256 of the document'),
});

const evidence = z
  .strictObject({
    kind: z.enum(EVIDENCE_KINDS),
    year: year.optional(),
    document: documentReference,
    validUntil: day.optional(),
  })
  .refine(({ kind, year: of }) => (kind === 'annual_report') === (of !== undefined), {
    path: ['year'],
    message: 'must be there for an annual report, and for nothing else',
  });

/** What the file of an organization says, but for what others find about it. */
export const organizationFacts = z
  .strictObject({
    name: line(200),
    kind: z.enum(ORGANIZATION_KINDS),
    registrarRegion: z
      .string()
      .regex(/^[0-9]{6}$/, 'must be a GB/T 2260 region of six digits')
      .optional(),
    registeredOn: day,
    activeSince: day.optional(),
    annualReports: z
      .array(year)
      .max(50)
      .refine((years) => new Set(years).size === years.length, 'must name each year once'),
    cleanRecordStatementOn: day.optional(),
    charterRelated: z.boolean(),
    validUntil: day.optional(),
    email: z.email().max(200).optional(),
    evidence: z.array(evidence).max(60),
  })
  .refine(({ validUntil, registeredOn }) => validUntil === undefined || validUntil > registeredOn, {
    path: ['validUntil'],
    message: 'must be after registeredOn',
  });

export type OrganizationFactsGiven = z.infer<typeof organizationFacts>;

export const registrationContent = z.strictObject({
  uscc: creditCode,
  facts: organizationFacts,
}) satisfies z.ZodType<ContentJson>;

export const changeContent = z.strictObject({
  organization: z.uuid(),
  /** The version that the change starts from. */
  version: z.int().min(1),
  facts: organizationFacts,
  reason: line(500),
}) satisfies z.ZodType<ContentJson>;

export const standingContent = z
  .strictObject({
    organization: z.uuid(),
    action: z.enum(STANDING_ACTIONS),
    effectiveOn: day,
    cause: z.enum(['business', 'other']).optional(),
    reason: text(2_000),
  })
  .refine(({ action, cause }) => (action === 'penalty') === (cause !== undefined), {
    path: ['cause'],
    message: 'must be there for a penalty, and for nothing else',
  }) satisfies z.ZodType<ContentJson>;

export const opinionContent = z.strictObject({
  organization: z.uuid(),
  asOf: day,
  favourable: z.boolean(),
  opinion: text(5_000),
}) satisfies z.ZodType<ContentJson>;

const qualification = z.strictObject({
  status: z.enum(['eligible', 'manual_review', 'ineligible']),
  reasons: z.array(z.string()),
});

export const organizationItem = z.strictObject({
  id: z.uuid(),
  book: z.string(),
  uscc: z.string(),
  name: z.string(),
  kind: z.enum(ORGANIZATION_KINDS),
  state: z.enum(ORGANIZATION_STATES),
  expiring: z.boolean().meta({ description: 'The certificate ends within 60 days, or has ended' }),
  validUntil: z.iso.date().nullable(),
  version: z.int(),
});

export const organizationList = z.strictObject({
  items: z.array(organizationItem),
  next: z.string().nullable().meta({ description: 'For the next page; null on the last one' }),
});

const approval = z
  .uuid()
  .nullable()
  .meta({ description: 'The request that it was decided by; null where it is not for the reader' });

/** Everything that is known of an organization. */
export const organizationDetail = organizationItem.extend({
  registrarRegion: z.string().nullable(),
  registeredOn: z.iso.date(),
  activeSince: z.iso.date().nullable(),
  annualReports: z.array(z.int()),
  cleanRecordStatementOn: z.iso.date().nullable(),
  charterRelated: z.boolean(),
  reviewedBy: z.string().nullable(),
  email: z.string().nullable(),
  qualification: qualification.meta({ description: 'As of today' }),
  penalties: z.array(
    z.strictObject({ decidedOn: z.iso.date(), cause: z.enum(['business', 'other']) }),
  ),
  evidence: z.array(
    z.strictObject({
      kind: z.enum(EVIDENCE_KINDS),
      year: z.int().nullable(),
      document: z.uuid(),
      sha256: z.string(),
      name: z.string(),
      validUntil: z.iso.date().nullable(),
    }),
  ),
  standing: z.array(
    z.strictObject({
      action: z.enum(STANDING_ACTIONS),
      effectiveOn: z.iso.date(),
      reason: z.string(),
      approval,
    }),
  ),
  opinions: z.array(
    z.strictObject({
      asOf: z.iso.date(),
      favourable: z.boolean(),
      opinion: z.string(),
      givenBy: z.string().nullable().meta({ description: 'Null for organizations' }),
      approvedBy: z.string().nullable(),
      approval,
    }),
  ),
  history: z.array(
    z.strictObject({
      version: z.int(),
      reason: z.string(),
      recordedAt: z.iso.datetime(),
      changed: z.array(z.string()).meta({ description: 'JSON pointers: what differs from before' }),
      approval,
    }),
  ),
  cases: z.array(
    z.strictObject({
      number: z.string(),
      court: z.string(),
      filedOn: z.iso.date(),
      status: qualification.shape.status,
      reasons: z.array(z.string()),
    }),
  ),
});

/** The verdict on an organization as of a day, with how it came about. */
export const qualificationAsOf = qualification.extend({
  asOf: z.iso.date(),
  rule: z.string(),
  ruleVersion: z.string(),
  articles: z.array(z.string()),
  steps: z.array(z.strictObject({ what: z.string(), gives: z.string() })),
});

/** What a credit code says of itself. */
export const creditCodeCheck = z.strictObject({
  code: z.string().meta({ description: 'As it is printed' }),
  valid: z.boolean(),
  fault: z.enum(['length', 'alphabet', 'check_character']).nullable(),
  kind: z.enum(ORGANIZATION_KINDS).nullable(),
  region: z.string().nullable().meta({ description: 'GB/T 2260 code of the registrar' }),
  registeredHighEnough: z.boolean().nullable().meta({ description: 'At 设区的市级以上' }),
  warnings: z.array(z.string()),
});
