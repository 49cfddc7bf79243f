import { type BusinessDate, businessDate, type WorkCalendar } from '../calendar';
import { lastDayOf } from '../law';
import { fen, type Fen, parsePositiveYuan } from '../money';
import type { JudgmentContent } from './judgment-schemas';
import type { ItemToRecord } from './judgment-to-record';

/** Yuan that the schema has looked at, in fen. */
export const amountOf = (yuan: string): Fen => parsePositiveYuan(yuan) ?? fen(0n);

const optionalAmount = (yuan: string | undefined): Fen | null =>
  yuan === undefined ? null : amountOf(yuan);
/** A last day that the paper says, moved where it is a day off. */
export const movedDay = (day: string, calendar: WorkCalendar): BusinessDate =>
  lastDayOf(businessDate(day), calendar);
const optionalDay = (day: string | undefined, calendar: WorkCalendar) =>
  day === undefined ? null : movedDay(day, calendar);

/** The items of a judgment as they are recorded: what is due on a day off is due on the working day after it. */
export const itemsOf = ({ items }: JudgmentContent, calendar: WorkCalendar): ItemToRecord[] =>
  items.map((item) => ({
    ref: item.ref,
    kind: item.kind,
    amount: amountOf(item.amount),
    dueOn: optionalDay(item.dueOn, calendar),
    instalments: (item.instalments ?? []).map(({ dueOn, amount }) => ({
      dueOn: movedDay(dueOn, calendar),
      amount: amountOf(amount),
    })),
    conditional: item.conditional ?? false,
    organizationId: item.organization ?? null,
    bearsInterest: item.interest ?? true,
    general:
      item.generalInterest === undefined
        ? null
        : { ...item.generalInterest, from: businessDate(item.generalInterest.from) },
    mode: item.liability.mode,
    debtors: item.liability.debtors.map(({ defendant, share, cap, dueOn }) => ({
      defendantId: defendant,
      share: optionalAmount(share),
      cap: optionalAmount(cap),
      dueOn: optionalDay(dueOn, calendar),
    })),
  }));

export const claimedOf = ({ claimed }: JudgmentContent): Fen | null => optionalAmount(claimed);
