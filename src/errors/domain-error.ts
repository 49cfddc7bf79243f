import type { ProblemCode } from './catalogue';

/**
 * What a refusal means for the caller and for the queue.
 *
 * - `invalid`: the input itself is wrong; the same input will never be accepted.
 * - `conflict`: it contradicts something already recorded.
 * - `forbidden`: this person may not do it.
 * - `not_found`: it names something that is not there, or not there for the caller.
 * - `unauthenticated`: nobody knows who sends it.
 * - `limited`: it came too soon after others.
 * - `failed`: not the caller's doing; it may go well later.
 * - `precondition_required`: it changes something without saying what it saw.
 * - `precondition_failed`: what it saw has changed.
 * - `too_large`, `unsupported_media`: the input is not read at all.
 * - `refused`: a rule of law, of the budget or of the workflow stands against it.
 */
export type RefusalKind =
  | 'invalid'
  | 'conflict'
  | 'forbidden'
  | 'not_found'
  | 'refused'
  | 'unauthenticated'
  | 'limited'
  | 'precondition_required'
  | 'precondition_failed'
  | 'failed'
  | 'too_large'
  | 'unsupported_media';

/** Facts that explain a refusal: JSON-safe, amounts as strings of yuan, no personal data. */
export type RefusalDetails = Readonly<Record<string, unknown>>;

/**
 * The one error that application code throws for an expected refusal. `code` is stable and stands
 * in the catalogue (`catalogue.ts`) with its texts; everything else that is thrown is a defect.
 */
export class DomainError extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly kind: RefusalKind,
    readonly details: RefusalDetails = {},
  ) {
    super(code);
    this.name = 'DomainError';
  }
}
