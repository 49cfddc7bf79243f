import { parseAmount, sumOfAmounts } from '../parts/amount';

/** What a request is about, as far as it says which resolution it may rest on. */
export interface Matter {
  readonly subject?: string;
  /** Yuan; absent where the request has no amount, or none yet. */
  readonly amount?: string;
  /** The amount says whether a resolution is needed. */
  readonly byAmount?: boolean;
  /** A resolution is needed whatever the amount. */
  readonly always?: boolean;
}

interface Values {
  readonly lines?: readonly ({ readonly debit?: string } | undefined)[];
  readonly month?: string;
  readonly name?: string;
  readonly case?: string;
  readonly lawFirm?: string;
  readonly fee?: string;
  readonly inAll?: string;
  readonly item?: string;
  readonly amount?: string;
  readonly plan?: string;
  readonly items?: readonly ({ readonly amount?: string } | undefined)[];
}

const amountIn = (typed = ''): { readonly amount?: string } => {
  const amount = parseAmount(typed);
  return amount === undefined || amount === '0.00' ? {} : { amount };
};

/** A plan that a surplus goes into. */
interface PlanValues {
  readonly goesTo?: string;
  readonly plan?: { readonly case?: string; readonly plan?: string; readonly amount?: string };
}

function matterOfSurplus({ goesTo, plan = {} }: PlanValues): Matter | undefined {
  if (goesTo === 'treasury') return undefined;
  const { case: of = '', plan: number = '', amount } = plan;
  return { always: true, subject: `restoration_plan/${of}/${number}`, ...amountIn(amount) };
}

/** By kind of request; what no joint meeting decides on is not there. */
const MATTERS: Readonly<Record<string, (values: Values, book: string | null) => Matter>> = {
  advance_application: ({ case: of = '', items = [] }) => {
    const amount = sumOfAmounts(items.flatMap((item) => parseAmount(item?.amount ?? '') ?? []));
    return {
      subject: `litigation_case/${of}`,
      byAmount: true,
      ...(amount !== '0.00' && { amount }),
    };
  },
  cost_absorption: ({ item = '', amount }) => ({
    byAmount: true,
    subject: `advance_item/${item}`,
    ...amountIn(amount),
  }),
  // How much it is about stands in the assessment, and the service knows whether it needs one.
  award_decision: ({ case: of = '' }) => ({ subject: `litigation_case/${of}` }),
  award_recall: ({ case: of = '' }) => ({ subject: `litigation_case/${of}` }),
  debt_write_off: ({ item = '', amount }) => ({
    byAmount: true,
    subject: `judgment_item/${item}`,
    ...amountIn(amount),
  }),
  general_voucher: ({ lines = [] }) => {
    const amount = sumOfAmounts(lines.flatMap((line) => parseAmount(line?.debit ?? '') ?? []));
    return { byAmount: true, ...(amount !== '0.00' && { amount }) };
  },
  legal_engagement: ({ case: litigation = '', fee }) => ({
    byAmount: true,
    subject: `litigation_case/${litigation}`,
    ...amountIn(fee),
  }),
  milestone_payment: ({ case: of = '', amount }) => ({
    byAmount: true,
    subject: `litigation_case/${of}`,
    ...amountIn(amount),
  }),
  restoration_plan: ({ case: of = '', plan = '', amount }) => ({
    always: true,
    subject: `restoration_plan/${of}/${plan}`,
    ...amountIn(amount),
  }),
  month_reopen: ({ month = '' }, book) => ({ subject: `period/${book ?? ''}/${month}` }),
  service_agreement: ({ lawFirm = '', inAll }) => ({
    byAmount: true,
    subject: `law_firm/${lawFirm}`,
    ...amountIn(inAll),
  }),
  policy_change: ({ name = '' }) => ({ subject: `policy/${name}` }),
};

/** What a form that is filled in like this asks for; undefined where no resolution carries its kind. */
export const matterOf = (kind: string, values: object, book: string | null): Matter | undefined =>
  kind === 'damage_surplus' ? matterOfSurplus(values) : MATTERS[kind]?.(values, book);
