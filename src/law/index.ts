export type { Explained, Explanation, ExplanationStep, ExplanationValue } from './explanation';
export {
  checkCreditCode,
  type CreditCodeCheck,
  isRegisteredHighEnough,
  type OrganizationKind,
  registrationLevel,
  type RegistrationLevel,
} from './credit-code';
export {
  type OrganizationFacts,
  type Qualification,
  type QualificationStatus,
  qualify,
} from './qualification';
export { acceptanceFee, enforcementFee, halfAcceptanceFee, preservationFee } from './court-fees';
export {
  type DayCount,
  DOUBLED_INTEREST_IN_FORCE,
  doubledInterest,
  interestDays,
  type InterestPeriod,
  type Stay,
} from './delayed-interest';
