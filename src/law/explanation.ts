/** One line of a computation that a reader can redo with a pocket calculator. */
export interface ExplanationStep {
  /** What is done, in words and figures, e.g. `1270000.00 × 0.000175 × 100 days`. */
  readonly what: string;
  /** What comes out, e.g. `22225.00`. */
  readonly gives: string;
}

/** A JSON-safe input value; amounts are strings of yuan, dates `YYYY-MM-DD`. */
export type ExplanationValue =
  | string
  | number
  | boolean
  | null
  | readonly ExplanationValue[]
  | { readonly [key: string]: ExplanationValue };

/** Why a computed figure is what it is: enough to recompute it without our code. */
export interface Explanation {
  /** Name of the rule, e.g. `delayed-performance-interest`. */
  readonly rule: string;
  /** Version of the rule that was applied, e.g. `2014-08-01`. */
  readonly ruleVersion: string;
  /** Articles (or the mark `default` of the bureau's own rule) that the rule rests on. */
  readonly articles: readonly string[];
  readonly inputs: Readonly<Record<string, ExplanationValue>>;
  readonly steps: readonly ExplanationStep[];
}

/** A figure or verdict together with its explanation. */
export interface Explained<T> {
  readonly value: T;
  readonly explanation: Explanation;
}
