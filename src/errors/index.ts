export { DomainError, type RefusalDetails, type RefusalKind } from './domain-error';
