export { CaseFilesController } from './case-files.controller';
