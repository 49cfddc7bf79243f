import { z } from 'zod';
import { approvalKind, type SummaryRow } from '../approvals';
import { recordChange } from '../audit';
import { parseBusinessDate } from '../calendar';
import { DomainError, type Language } from '../errors';
import { calendarContent, keepDays } from './keep-calendar';

const MOST_DAYS = 400;

const changedDay = z.strictObject({
  day: z
    .string()
    .refine((text) => parseBusinessDate(text) !== undefined, 'must be a day YYYY-MM-DD'),
  working: z.boolean(),
  note: z
    .string()
    .trim()
    .max(200)
    .regex(/^[^\p{C}]*$/u, 'must hold no control characters')
    .optional(),
});

const content = z.strictObject({
  days: z
    .array(changedDay)
    .min(1)
    .max(MOST_DAYS)
    .refine(
      (days) => new Set(days.map(({ day }) => day)).size === days.length,
      'must name each day once',
    ),
  reason: z.string().trim().min(1).max(500),
});

const WORKING = {
  zh: { true: '上班', false: '休息' },
  en: { true: 'Working', false: 'Off' },
} as const;

function dayRow(
  { day, working, note = '' }: z.infer<typeof changedDay>,
  language: Language,
): SummaryRow {
  const cells = { day, working: WORKING[language][`${working}`], note };
  return { field: 'days', value: [day, cells.working, note].filter(Boolean).join(' '), cells };
}

/** Days become working days or days off, for the whole installation. */
export const calendarChange = approvalKind<z.infer<typeof content>>({
  kind: 'calendar_change',
  makers: ['finance_officer'],
  steps: ['approver'],
  inBook: false,
  schema: content,

  describe({ maker }, { days }) {
    if (maker.sandbox) throw new DomainError('NOT_IN_SANDBOX', 'forbidden');
    const years = [...new Set(days.map(({ day }) => day.slice(0, 4)))].sort();
    return {
      title: `修改工作日历：${years.join('、')} 年，${String(days.length)} 天`,
      subject: 'calendar',
    };
  },

  present: ({ days, reason }, language) => [
    { field: 'reason', value: reason },
    ...days.map((day) => dayRow(day, language)),
  ],

  async execute({ tx, by, from }, { days, reason }, { id, bureauId }) {
    const event = {
      action: 'calendar.change',
      bureauId,
      person: by,
      ...from,
      subject: 'calendar',
      content: { days, reason, approval: id },
    };
    await recordChange(tx, calendarContent(days), event, () =>
      keepDays(
        tx,
        days.map(({ day, working, note = '' }) => ({ day, isWorking: working, note })),
      ),
    );
  },
});

/** What of the calendar needs approval. */
export const CALENDAR_KINDS = [calendarChange] as const;
