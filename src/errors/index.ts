export { type Language, type ProblemCode, PROBLEMS, type ProblemText } from './catalogue';
export { DomainError, type RefusalDetails, type RefusalKind } from './domain-error';
export { type Bilingual, ExplainedError, type Explanation } from './explained-error';
export { type Problem, problemOf, problemOfRefusal } from './problem';
