import { z } from 'zod';
import { nameInPath } from '../platform/http/parameters';
import { line } from '../platform/json/texts';
import { CASE_STATES } from '../law';
import { day } from '../advances';
import { DEFENDANT_KINDS } from './step-schemas';

/** A case as an officer enters it. */
export const newCase = z
  .strictObject({
    book: nameInPath,
    number: line(100).meta({ description: 'The court’s number, e.g. （2026）吉01民初12号' }),
    court: line(200),
    filedOn: day,
    damageRoute: z.enum(['treasury', 'trust_account']),
    plaintiffs: z
      .array(z.uuid())
      .max(20)
      .refine((ids) => new Set(ids).size === ids.length, 'must name each organization once'),
    procuratorate: z
      .strictObject({ name: line(200), noticedOn: day })
      .optional()
      .meta({ description: 'Sues where nobody else does, with the day of its notice' }),
    defendants: z.array(z.strictObject({ name: line(200), kind: z.enum(DEFENDANT_KINDS) })).max(50),
  })
  .refine(({ plaintiffs, procuratorate }) => plaintiffs.length > 0 || procuratorate !== undefined, {
    path: ['plaintiffs'],
    error: 'must name whoever sues',
  });
export type NewCase = z.output<typeof newCase>;

const qualification = {
  status: z.enum(['eligible', 'manual_review', 'ineligible']),
  reasons: z.array(z.string()),
};

export const caseItem = z.strictObject({
  id: z.uuid(),
  book: z.string(),
  number: z.string(),
  court: z.string(),
  filedOn: z.iso.date(),
  state: z.enum(CASE_STATES).nullable().meta({ description: 'Null where a case file tells it' }),
  qualification: z
    .strictObject(qualification)
    .nullable()
    .meta({ description: 'Of the own organization; null for staff, who find it in the case' }),
});

export const caseList = z.strictObject({
  items: z.array(caseItem),
  next: z.string().nullable().meta({ description: 'For the next page; null on the last one' }),
});

const amount = z.string().meta({ description: 'Yuan with two decimals' });

export const caseDetail = caseItem.extend({
  damageRoute: z.enum(['treasury', 'trust_account']).nullable().meta({
    description: 'Null for organizations',
  }),
  plaintiffs: z.array(
    z.strictObject({
      organization: z.uuid(),
      uscc: z.string(),
      name: z.string(),
      state: z.enum(['registered', 'suspended', 'deregistered']),
      ruleVersion: z.string(),
      ...qualification,
    }),
  ),
  defendants: z.array(z.strictObject({ id: z.uuid(), name: z.string(), kind: z.string() })),
  advances: z
    .strictObject({
      applications: z.int(),
      approved: amount,
      paid: amount,
      settled: amount,
    })
    .nullable()
    .meta({ description: 'Of all organizations together; null for organizations' }),
});
