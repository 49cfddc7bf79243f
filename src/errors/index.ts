export { type ProblemCode, PROBLEMS } from './catalogue';
export { DomainError, type RefusalDetails, type RefusalKind } from './domain-error';
export { type Bilingual, ExplainedError, type Explanation } from './explained-error';
export { type Problem, problemOf, problemOfRefusal } from './problem';
export type { Language, ProblemText } from './problem-text';
