export { DocumentsController } from './documents.controller';
