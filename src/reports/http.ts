export { AuditEventsController } from './audit-events.controller';
export { AuditSealController } from './audit-seal.controller';
export { BookController } from './book.controller';
export { BooksController } from './books.controller';
export { ClearingAccountsController } from './clearing-accounts.controller';
export { ComputationsController } from './computations.controller';
export { RequestEventsController } from './request-events.controller';
export { SEAL_PUBLIC_KEY, type SealPublicKey, SealsController } from './seals.controller';
