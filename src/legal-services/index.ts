export { AgreementDocument, AgreementInstalment, ServiceAgreement } from './agreement.entity';
export { AGREEMENT_EXPIRIES } from './agreement-expiries';
export {
  EngagementLawyer,
  LegalEngagement,
  LegalEvaluation,
  TrainingDocument,
  TrainingRecord,
} from './engagement.entity';
export { engage } from './engage';
export { makeAgreement } from './keep-agreement';
export { registerFirm } from './keep-law-firm';
export { LawFirm, LawFirmDocument, LawFirmVersion, Lawyer } from './law-firm.entity';
export { LEGAL_SERVICE_KINDS } from './legal-kinds';
