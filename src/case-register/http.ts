export { CasesController } from './cases.controller';
export { ProcedureController } from './procedure.controller';
