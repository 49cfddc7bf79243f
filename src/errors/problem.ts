import { PROBLEMS, type ProblemCode } from './catalogue';
import { DomainError, type RefusalKind } from './domain-error';
import type { Language } from './problem-text';

/** Problem details (RFC 9457) with our own members: a stable code, and what to do. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ProblemCode;
  readonly [member: string]: unknown;
}

const STATUS: Readonly<Record<RefusalKind, number>> = {
  invalid: 400,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported_media: 415,
  refused: 422,
  unauthenticated: 401,
  precondition_failed: 412,
  precondition_required: 428,
  limited: 429,
  failed: 503,
};

/** The problem document of a code, in the reader's language. */
export function problemOf(
  code: ProblemCode,
  status: number,
  language: Language,
  members: Readonly<Record<string, unknown>> = {},
): Problem {
  const { title, remedy } = PROBLEMS[code];
  return {
    ...members,
    type: `/api/v1/problems/${code}`,
    title: title[language],
    status,
    detail: remedy[language],
    code,
  };
}

/** The problem document of a refusal, with the facts that explain it. */
export function problemOfRefusal(error: DomainError, language: Language): Problem {
  return problemOf(error.code, STATUS[error.kind], language, error.details);
}
