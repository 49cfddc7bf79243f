import { parseAmount, sumOfAmounts } from '../parts/amount';

/** What a request is about, as far as it says which resolution it may rest on. */
export interface Matter {
  readonly subject?: string;
  /** Yuan; absent where the request has no amount, or none yet. */
  readonly amount?: string;
  /** The amount says whether a resolution is needed. */
  readonly byAmount?: boolean;
}

interface Values {
  readonly lines?: readonly ({ readonly debit?: string } | undefined)[];
  readonly month?: string;
  readonly name?: string;
}

/** By kind of request; what no joint meeting decides on is not there. */
const MATTERS: Readonly<Record<string, (values: Values, book: string | null) => Matter>> = {
  general_voucher: ({ lines = [] }) => {
    const amount = sumOfAmounts(lines.flatMap((line) => parseAmount(line?.debit ?? '') ?? []));
    return { byAmount: true, ...(amount !== '0.00' && { amount }) };
  },
  month_reopen: ({ month = '' }, book) => ({ subject: `period/${book ?? ''}/${month}` }),
  policy_change: ({ name = '' }) => ({ subject: `policy/${name}` }),
};

/** What a form that is filled in like this asks for; undefined where no resolution carries its kind. */
export const matterOf = (kind: string, values: object, book: string | null): Matter | undefined =>
  MATTERS[kind]?.(values, book);
