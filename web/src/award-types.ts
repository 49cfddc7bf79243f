/** What a draft of a policy gives beside the one in force, case by case. Amounts of yuan. */
export interface AwardTrialShown {
  /** Version of the policy in force; 0 is built in. */
  readonly version: number;
  readonly cases: readonly {
    readonly case: { readonly id: string; readonly number: string };
    readonly base: string;
    readonly inForce: string;
    readonly draft: string;
    readonly difference: string;
  }[];
  readonly total: Readonly<Record<'inForce' | 'draft' | 'difference', string>>;
}
