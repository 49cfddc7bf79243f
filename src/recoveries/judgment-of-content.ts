import { businessDate } from '../calendar';
import { fen, type Fen, parsePositiveYuan } from '../money';
import type { JudgmentContent } from './judgment-schemas';
import type { ItemToRecord } from './judgment-to-record';

/** Yuan that the schema has looked at, in fen. */
export const amountOf = (yuan: string): Fen => parsePositiveYuan(yuan) ?? fen(0n);

const optionalAmount = (yuan: string | undefined): Fen | null =>
  yuan === undefined ? null : amountOf(yuan);
const optionalDay = (day: string | undefined) => (day === undefined ? null : businessDate(day));

/** The items of a judgment as they are recorded. */
export const itemsOf = ({ items }: JudgmentContent): ItemToRecord[] =>
  items.map((item) => ({
    ref: item.ref,
    kind: item.kind,
    amount: amountOf(item.amount),
    dueOn: optionalDay(item.dueOn),
    instalments: (item.instalments ?? []).map(({ dueOn, amount }) => ({
      dueOn: businessDate(dueOn),
      amount: amountOf(amount),
    })),
    conditional: item.conditional ?? false,
    organizationId: item.organization ?? null,
    bearsInterest: item.interest ?? true,
    mode: item.liability.mode,
    debtors: item.liability.debtors.map(({ defendant, share, cap, dueOn }) => ({
      defendantId: defendant,
      share: optionalAmount(share),
      cap: optionalAmount(cap),
      dueOn: optionalDay(dueOn),
    })),
  }));

export const claimedOf = ({ claimed }: JudgmentContent): Fen | null => optionalAmount(claimed);
