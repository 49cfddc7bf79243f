export type { Explained, Explanation, ExplanationStep, ExplanationValue } from './explanation';
export {
  checkCreditCode,
  type CreditCodeCheck,
  isRegisteredHighEnough,
  type OrganizationKind,
  registrationLevel,
  type RegistrationLevel,
} from './credit-code';
