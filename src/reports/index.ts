export { BooksController } from './books.controller';
export { SEAL_PUBLIC_KEY, type SealPublicKey, SealsController } from './seals.controller';
