/** An event of a case file, with what any of them may say. */
export interface ToldEvent {
  readonly type: string;
  readonly on: string;
  readonly expect?: string;
  readonly ref: string;
  readonly item: string;
  readonly advance: string;
  readonly organization: string;
  readonly pool: string;
  readonly amount: string;
  readonly from: string;
  readonly to: string;
  readonly bankReference: string;
  readonly designated?: readonly string[];
  readonly outcome: string;
  readonly claimed?: string;
  readonly effectiveOn: string;
  readonly dueOn: string;
  readonly amountPaid: string;
  readonly grade: number;
  readonly requestedByDebtor: boolean;
  readonly plan: string;
  readonly milestones?: readonly string[];
  readonly milestone: number;
  readonly purpose: string;
  readonly payee: string;
  readonly kind: string;
  readonly plaintiffs: readonly { readonly ref: string; readonly share?: string }[];
  readonly invoices: readonly {
    readonly issuer: string;
    readonly number: string;
    readonly amount: string;
  }[];
  readonly items: readonly ToldItem[];
}

export interface ToldItem {
  readonly ref: string;
  readonly kind: string;
  readonly category: string;
  readonly instance?: number;
  readonly amount: string;
  readonly payee: string;
  readonly dueOn?: string;
  readonly instalments?: readonly { readonly dueOn: string; readonly amount: string }[];
  readonly conditional?: boolean;
  readonly interest?: boolean;
  readonly organization?: string;
  readonly liability: {
    readonly mode: string;
    readonly debtors: readonly {
      readonly ref: string;
      readonly share?: string;
      readonly cap?: string;
      readonly dueOn?: string;
    }[];
  };
}

export interface ToldCase {
  readonly id: string;
  readonly settings?: { readonly damageRoute?: 'treasury' | 'trust_account' };
  readonly organizations: readonly {
    readonly ref: string;
    readonly name: string;
    readonly kind: string;
    readonly uscc: string;
    readonly registeredOn: string;
    readonly activeSince?: string;
    readonly annualReports: readonly number[];
    readonly cleanRecordStatementOn: string | null;
    readonly charterRelated: boolean;
    readonly penalties: readonly object[];
    readonly reviewedBy?: string;
  }[];
  readonly defendants: readonly { readonly ref: string; readonly name: string }[];
  readonly case: { readonly number: string; readonly court: string; readonly filedOn: string };
  readonly events: readonly ToldEvent[];
}

/** What people are refused as a replay is. Of the rest some cannot even be asked for, and some is refused earlier. */
const REFUSED_ALIKE: ReadonlySet<string> = new Set([
  'ABSORB_EXCEEDS_SETTLED',
  'ACCEPTANCE_MISSING',
  'DUPLICATE_BANK_REFERENCE',
  'MILESTONE_ORDER',
  'NOT_A_DEBTOR',
  'NO_SURPLUS',
  'REFUND_EXCEEDS_PAYMENT',
  'REIMBURSE_EXCEEDS_RECEIVED',
  'REMIT_EXCEEDS_RECEIVED',
  'REPLENISH_EXCEEDS_RECOVERED',
  'WRITE_OFF_EXCEEDS_OUTSTANDING',
]);

/**
 * The events of a case file that are performed over HTTP: all but what is refused otherwise.
 *
 * @param moved a last day to pay, moved where it is a day off, which a case file does not know and the service does
 */
export function performedPart(told: ToldCase, moved: (day: string) => string): ToldCase {
  const events = told.events
    .filter(({ expect: code }) => code === undefined || REFUSED_ALIKE.has(code))
    .map((event) =>
      event.type === 'judgment'
        ? { ...event, items: event.items.map((item) => withMovedDays(item, moved)) }
        : event.type === 'condition.defaulted'
          ? { ...event, dueOn: moved(event.dueOn) }
          : event.type === 'advance.settle'
            ? { ...event, invoices: event.invoices.map(asPrinted) }
            : event,
    );
  return { ...told, id: `performed-${told.id}`, events };
}

/** Numbers of invoices are digits, capitals and hyphens; a case file may call them anything. */
const asPrinted = (invoice: ToldEvent['invoices'][number]) => ({
  ...invoice,
  number: `NO-${invoice.number.toUpperCase().replace(/[^0-9A-Z-]/g, '-')}`,
});

function withMovedDays(item: ToldItem, moved: (day: string) => string): ToldItem {
  const day = <Part extends { readonly dueOn?: string }>(part: Part): Part =>
    part.dueOn === undefined ? part : { ...part, dueOn: moved(part.dueOn) };
  return {
    ...day(item),
    ...(item.instalments && { instalments: item.instalments.map(day) }),
    liability: { ...item.liability, debtors: item.liability.debtors.map(day) },
  };
}
