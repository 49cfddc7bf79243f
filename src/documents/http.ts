export { DocumentsController } from './documents.controller';
export { RAW, rawBodyOf } from './raw-body';
