import type { BusinessDate } from '../calendar';
import type { GeneralRate, ItemKind, LiabilityMode, Outcome } from '../law';
import type { Fen } from '../money';

/** One order of a judgment. Amounts in fen. */
export interface ItemToRecord {
  readonly ref: string;
  readonly kind: ItemKind;
  readonly amount: Fen;
  readonly dueOn: BusinessDate | null;
  readonly instalments: readonly { readonly dueOn: BusinessDate; readonly amount: Fen }[];
  readonly conditional: boolean;
  readonly organizationId: string | null;
  readonly bearsInterest: boolean;
  /** General interest that it orders, if any. */
  readonly general: GeneralRate | null;
  readonly mode: LiabilityMode;
  readonly debtors: readonly {
    readonly defendantId: string;
    readonly share: Fen | null;
    readonly cap: Fen | null;
    readonly dueOn: BusinessDate | null;
  }[];
}

/** An effective judgment. */
export interface JudgmentToRecord {
  readonly caseId: string;
  readonly ref: string;
  readonly outcome: Outcome;
  readonly claimed: Fen | null;
  readonly effectiveOn: BusinessDate;
  readonly items: readonly ItemToRecord[];
}
