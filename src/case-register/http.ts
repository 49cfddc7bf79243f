export { CasesController } from './cases.controller';
