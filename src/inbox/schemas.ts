import { z } from 'zod';
import { ROLES } from '../identity';

const role = z.enum(ROLES);
const someone = z.strictObject({ id: z.uuid(), name: z.string() });

/** One piece of open work, of whatever sort. */
export const inboxItem = z.strictObject({
  source: z.string().meta({
    description:
      'Sort of open work: approval, joint_meeting, meeting_resolution, posting_request, notice, advance_to_pay, payment_to_record, receipt_line, receipts_to_submit, surplus_to_return, demand_reminder, bank_lines, bank_reconciliation, award_to_assess, award_to_notice, award_objection, award_to_ask, award_to_pay, award_to_return, award_use_to_report, damages_to_remit',
  }),
  id: z.string().meta({ description: 'Unique in its source' }),
  kind: z.string().meta({ description: 'Of a request for approval its kind; else the source' }),
  title: z.string().nullable().meta({
    description: 'Null, as book, subject and amount, where it is not for the caller to see',
  }),
  subject: z.string().nullable(),
  book: z.string().nullable(),
  amount: z.string().nullable().meta({ description: 'Yuan with two decimals' }),
  state: z.string().meta({ description: 'Where it stands, e.g. open, returned, draft, failed' }),
  maker: someone.nullable(),
  madeAt: z.iso.datetime(),
  waitingFor: role,
  waitingForPerson: someone.nullable(),
  since: z.iso.datetime(),
  days: z.int().meta({ description: 'Which day of waiting it is: 1 on the first' }),
  dueOn: z.iso.date(),
  onBehalfOf: someone.nullable().meta({ description: 'For whom the caller would act' }),
  stuck: z.boolean().meta({ description: 'Nobody can act: a holder of the role is missing' }),
  actions: z.array(z.string()).meta({ description: 'What the caller can do, e.g. approve' }),
  link: z.string().nullable().meta({ description: 'Its page in the console' }),
});

export const inbox = z.strictObject({
  items: z.array(inboxItem),
  next: z.string().nullable().meta({ description: 'For the next page; null on the last one' }),
});
