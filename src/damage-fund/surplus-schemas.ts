import { z } from 'zod';
import { day, positiveYuan } from '../advances';
import { namedDocument, ofCase, payee } from '../claims';
import { CROSS_CASE_COSTS } from '../law';
import type { ContentJson } from '../platform/json/content-hash';
import { line, text } from '../platform/json/texts';
import { planContent } from './plan-schemas';

/** A surplus goes into a further plan, for the same place or as substitute restoration, or to the treasury. */
export const surplusContent = z.discriminatedUnion('goesTo', [
  z.strictObject({
    goesTo: z.enum(['same_place', 'substitute']),
    reason: text(500),
    plan: planContent,
  }),
  z.strictObject({
    goesTo: z.literal('treasury'),
    case: z.uuid(),
    amount: positiveYuan,
    reason: text(500),
    payee,
  }),
]) satisfies z.ZodType<ContentJson>;
export type SurplusContent = z.output<typeof surplusContent>;

/** Costs of a losing plaintiff of another case (法释〔2015〕1号 art 24(2)). */
export const crossCaseContent = z.strictObject({
  ...ofCase,
  payee,
  otherCase: z.uuid(),
  organization: z.uuid().meta({ description: 'The plaintiff that lost' }),
  category: z.enum(CROSS_CASE_COSTS),
  court: line(200),
  number: line(100).meta({ description: 'Of the document of the court' }),
  day: day.meta({ description: 'Of the document' }),
  allowed: positiveYuan.meta({ description: 'What the document has paid at most' }),
  document: namedDocument,
}) satisfies z.ZodType<ContentJson>;
export type CrossCaseContent = z.output<typeof crossCaseContent>;
