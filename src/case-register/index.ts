export { CasesController } from './cases.controller';
export { listCases } from './read-cases';
